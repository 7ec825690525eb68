import { createProbe, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { joinedInputs } from '../explained/inputs.js'
import type { Provenance } from '../explanation.js'
import { type MatrixLike, toMatrix } from '../matrix.js'

/** Options of {@link activations}. */
export interface ActivationsOptions {
  /** Names of layers, or of their calls such as `shared:1`. Default all calls, in order. */
  readonly layers?: readonly string[]
}

/** What layers give for some rows, as plain JSON. */
export interface Activations {
  readonly layers: readonly {
    readonly name: string
    /** Rows first. */
    readonly shape: readonly number[]
    readonly values: readonly number[]
  }[]
  readonly provenance: Provenance
}

const schema = z.strictObject({ layers: z.array(z.string()).min(1).optional() })

/**
 * What the layers of a model give for some rows, as in prediction.
 * @throws {DataError} if rows do not fit. @throws {OptionError} if there is no such layer.
 *
 * @example
 * const { layers } = await activations(explained, [row], { layers: ['hidden'] })
 * layers[0].values // of every unit
 */
export async function activations(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: ActivationsOptions = {},
): Promise<Activations> {
  const { layers } = parseWith(schema, options, 'activations options', OptionError)
  const data = toMatrix(rows, 'activations rows', explained.featureNames.length)
  const all = explained.model.architecture.calls.map(({ output }) => output)
  const probe = createProbe(explained.model, { values: layers ?? all })
  try {
    const { values } = await probe.run(joinedInputs(explained.inputs).split(data))
    return {
      layers: Object.entries(values).map(([name, { shape, data }]) => ({
        name,
        shape,
        values: Array.from(data),
      })),
      provenance: explained.provenance,
    }
  } finally {
    await probe.dispose()
  }
}
