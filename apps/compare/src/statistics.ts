import { mean, studentPoint } from '@parallax-ml/core'

/** A mean, and how far from it the ends of its 95 % interval lie. */
export interface Estimate {
  readonly mean: number
  /** Absent where one value, or values that are all equal, say nothing about spread. */
  readonly margin?: number
}

const confidence = 0.95

/** Mean of independent values with the 95 % interval of Student's t. */
export function estimate(values: readonly number[]): Estimate {
  const center = mean(values)
  const freedom = values.length - 1
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  if (freedom < 1 || values.every((value) => value === values[0])) return { mean: center }
  return {
    mean: center,
    margin: studentPoint(freedom, confidence) * Math.sqrt(squares / freedom / values.length),
  }
}

/** The ends of an estimate's interval; both its mean where there is none. */
export const endsOf = ({
  mean,
  margin = 0,
}: Estimate): { readonly low: number; readonly high: number } => ({
  low: mean - margin,
  high: mean + margin,
})
