import { SpecError } from '../errors/parallax-error.js'
import { customLayersIn } from '../layers/define-layer.js'
import type { FunctionalSpec, LayerCall } from './model-spec.js'
import { nameLayers, type UnnamedLayer } from './name-layers.js'
import { parseSpec } from './parse-spec.js'

/** A value in a network that is being wired: an input, or what a layer makes of other values. */
export type Value =
  | { readonly input: string; readonly shape: readonly number[] }
  | { readonly layer: object; readonly from: readonly Value[] }

/**
 * An input of a functional network, by name, with the sizes of one row's axes.
 *
 * @example
 * const image = input('image', [8, 8, 1])
 */
export const input = (name: string, shape: readonly number[]): Value => ({ input: name, shape })

/**
 * Applies layers one after the other to a value, or the first of them to several values that it
 * joins. Applying the same layer twice shares its weights.
 *
 * @example
 * const features = connect(image, flatten(), dense({ units: 16, activation: 'relu' }))
 * const all = connect([features, numbers], concatenate())
 */
export function connect(from: Value | readonly Value[], ...layers: readonly object[]): Value {
  const values = Array.isArray(from) ? (from as readonly Value[]) : [from as Value]
  if (layers.length === 0) {
    throw new SpecError({
      where: 'connect',
      problem: 'there is no layer',
      expected: 'one or more layers',
    })
  }
  return layers.reduce<readonly Value[]>((inputs, layer) => [{ layer, from: inputs }], values)[0]!
}

/** What {@link functional} takes. */
export interface FunctionalOptions {
  /** The values that the network gives, by name. */
  readonly outputs: Readonly<Record<string, Value>>
}

/**
 * A network with any wiring without cycles, as Keras's functional API: several inputs and outputs,
 * shared layers, branches. Its inputs are those that the outputs depend on.
 *
 * @throws {SpecError} naming the layer at fault and what to do.
 *
 * @example
 * functional({ outputs: { digit: connect(features, dense({ units: 10, activation: 'softmax' })) } })
 */
export function functional({ outputs }: FunctionalOptions): FunctionalSpec {
  const inputs: Record<string, readonly number[]> = {}
  const layers: object[] = []
  const calls: LayerCall[] = []
  const names = new Map<Value, string>()

  const visit = (value: Value): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const name = 'input' in value ? addInput(value) : addCall(value)
    names.set(value, name)
    return name
  }

  const addInput = ({ input: name, shape }: Extract<Value, { input: string }>): string => {
    if (name in inputs) {
      throw new SpecError({
        where: `input '${name}'`,
        problem: 'there are two inputs of that name',
        hint: 'Call input() once and use its value wherever it is needed.',
      })
    }
    inputs[name] = shape
    return name
  }

  const addCall = ({ layer, from }: Extract<Value, { layer: object }>): string => {
    const read = from.map(visit)
    const index = layers.includes(layer) ? layers.indexOf(layer) : layers.push(layer) - 1
    const output = `value${calls.length}`
    calls.push({ layer: String(index), inputs: read, output })
    return output
  }

  const shown = Object.entries(outputs).map(([name, value]) => [name, visit(value)] as const)
  const named = nameLayers(layers as UnnamedLayer[])
  return parseSpec(
    {
      version: 1,
      kind: 'functional',
      inputs,
      layers: named,
      calls: calls.map((call) => ({ ...call, layer: named[Number(call.layer)]!.name })),
      outputs: Object.fromEntries(shown),
    },
    { customLayers: customLayersIn(layers) },
  ) as FunctionalSpec
}
