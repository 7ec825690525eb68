import {
  type ActivationChoice,
  createModel,
  dense,
  interpreter,
  type Model,
  sequential,
} from '@parallax-ml/core'
import fc from 'fast-check'

/** A dense network in numbers: kernel[input][unit] and bias of every layer; the last is linear. */
export interface Network {
  readonly activation: ActivationChoice
  readonly layers: readonly { readonly kernel: number[][]; readonly bias: number[] }[]
}

const numbers = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: count, maxLength: count })

const layerOf = (inputs: number, units: number) =>
  fc.record({
    kernel: fc.array(numbers(units), { minLength: inputs, maxLength: inputs }),
    bias: numbers(units),
  })

/** Networks of `features` inputs, one hidden layer, and `outputs`. */
export const networks = (
  features: number,
  outputs: number,
  activations: readonly ActivationChoice[],
): fc.Arbitrary<Network> =>
  fc
    .tuple(fc.constantFrom(...activations), fc.integer({ min: 1, max: 5 }))
    .chain(([activation, units]) =>
      fc
        .tuple(layerOf(features, units), layerOf(units, outputs))
        .map((layers) => ({ activation, layers })),
    )

/** Rows of features. */
export const rowsOf = (rows: number, features: number): fc.Arbitrary<number[][]> =>
  fc.array(numbers(features), { minLength: rows, maxLength: rows })

/** The network as a model in float64. */
export function modelOf({ activation, layers }: Network): Model {
  const last = layers.length - 1
  return createModel(
    sequential({
      inputShape: [layers[0]!.kernel.length],
      layers: layers.map(({ bias }, i) =>
        dense({ units: bias.length, name: `layer_${i}`, ...(i < last && { activation }) }),
      ),
    }),
    {
      backend: interpreter,
      precision: 'float64',
      weights: Object.fromEntries(
        layers.flatMap(({ kernel, bias }, i) => [
          [`layer_${i}/kernel`, kernel],
          [`layer_${i}/bias`, bias],
        ]),
      ),
    },
  )
}
