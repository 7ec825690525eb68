import { mean } from '@parallax-ml/core'
import type { Attribution, Importance } from '@parallax-ml/interpret'

/** How much of all that a method finds is due to each name; its interval is that of 2 standard errors. */
export interface Shares {
  readonly method: string
  readonly backend: string
  readonly byName: ReadonlyMap<string, Share>
}

/** A share of the sum of all sizes; negative where a feature does harm. */
export interface Share {
  readonly value: number
  /** Absent where the method gives no standard error. */
  readonly margin?: number
}

/**
 * Importances of all methods in one unit, since accuracy drops and attributions have none in common.
 * An attribution counts by its mean size over rows, and over outputs.
 */
export function sharesOf(explanation: Importance | Attribution): Shares {
  const { method, provenance } = explanation
  const { names, values, errors } =
    explanation.kind === 'importance' ? measured(explanation) : meanSizes(explanation)
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0) || 1
  const entries = names.map((name, i): [string, Share] => [
    name,
    { value: values[i]! / total, ...(errors && { margin: (2 * errors[i]!) / total }) },
  ])
  return { method, backend: provenance.backend, byName: new Map(entries) }
}

interface Measured {
  readonly names: readonly string[]
  readonly values: readonly number[]
  readonly errors?: readonly number[] | undefined
}

const measured = ({ names, values, standardErrors }: Importance): Measured => ({
  names,
  values,
  errors: standardErrors,
})

function meanSizes({ shape, values, featureNames }: Attribution): Measured {
  const [rows, features, outputs] = shape
  const sizes = featureNames.map((_, feature) =>
    Array.from({ length: rows }, (_, row) => {
      const start = (row * features + feature) * outputs
      return mean(values.slice(start, start + outputs).map(Math.abs))
    }),
  )
  const means = sizes.map(mean)
  if (rows < 2) return { names: featureNames, values: means }
  const errors = sizes.map((own, f) => {
    const squares = own.reduce((sum, size) => sum + (size - means[f]!) ** 2, 0)
    return Math.sqrt(squares / (rows - 1) / rows)
  })
  return { names: featureNames, values: means, errors }
}
