import type { Architecture } from '@parallax-ml/core'
import type { LayerBlock } from '../figures/layer-blocks.js'
import { callNames, makerOf, parametersOf, typeOf } from './calls.js'

/** Inputs and layers of a model as blocks; the weights of a shared layer count at its first call. */
export function blocksOf({ inputs, calls }: Architecture): LayerBlock[] {
  const names = callNames(calls)
  // A layer may have the name of an input.
  const isTaken = (name: string): boolean => names.includes(name)
  const inputName = (name: string): string => (isTaken(name) ? `input ${name}` : name)
  const first = Object.entries(inputs).map(
    ([name, shape]): LayerBlock => ({
      name: inputName(name),
      type: 'input',
      shape,
      parameters: 0,
      reads: [],
    }),
  )
  const layers = calls.map(({ layer, inputs: read, outputShape }, i): LayerBlock => {
    const isFirst = calls.findIndex((call) => call.layer === layer) === i
    return {
      name: names[i]!,
      type: typeOf(layer),
      shape: outputShape,
      parameters: isFirst ? parametersOf(layer) : 0,
      reads: read.map((value) =>
        value in inputs ? inputName(value) : makerOf(value, calls, names),
      ),
    }
  })
  return [...first, ...layers]
}
