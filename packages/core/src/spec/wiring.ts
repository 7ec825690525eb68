import type { Shape } from '../graph/types.js'
import type { LayerCall, ModelSpec } from './model-spec.js'

/** How the layers of a model are connected, whatever the kind of spec. */
export interface Wiring {
  /** Shapes of one row, by name. */
  readonly inputs: Readonly<Record<string, Shape>>
  /** In an order in which every value is made before it is read. */
  readonly calls: readonly LayerCall[]
  /** The value that each output shows. */
  readonly outputs: Readonly<Record<string, string>>
}

/** The wiring of a checked spec; a sequential one has the input `input` and the output `output`. */
export function wiringOf(spec: ModelSpec): Wiring {
  if (spec.kind === 'functional') return spec
  const values = ['input', ...spec.layers.map(({ name }) => `${name}:0`)]
  return {
    inputs: { input: spec.inputShape },
    calls: spec.layers.map(({ name }, i) => ({
      layer: name,
      inputs: [values[i]!],
      output: values[i + 1]!,
    })),
    outputs: { output: values.at(-1)! },
  }
}
