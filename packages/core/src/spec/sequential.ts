import { suggest } from '../errors/nearest.js'
import { SpecError } from '../errors/parallax-error.js'
import { customLayersIn } from '../layers/define-layer.js'
import type { SequentialSpec } from './model-spec.js'
import { parseSpec } from './parse-spec.js'

/** What {@link sequential} takes. */
export interface SequentialOptions {
  /** Sizes of one row's axes, without the axis of rows: `[4]` for four features. */
  readonly inputShape: readonly number[]
  /** Layers made by `dense(…)` and its like, first to last. */
  readonly layers: readonly object[]
}

/**
 * A network in which every layer feeds the next, as Keras's `Sequential`. Checks the whole of it,
 * shapes included, fills in defaults and names the layers.
 *
 * @throws {SpecError} naming the layer at fault and what to do.
 *
 * @example
 * sequential({ inputShape: [2], layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1 })] })
 */
export function sequential(options: SequentialOptions): SequentialSpec {
  const known = ['inputShape', 'layers']
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue
    throw new SpecError({
      where: 'sequential',
      problem: `unknown option '${key}'`,
      hint: suggest(key, known),
    })
  }
  const customLayers = customLayersIn(options.layers)
  return parseSpec(
    { version: 1, kind: 'sequential', ...options },
    { customLayers },
  ) as SequentialSpec
}
