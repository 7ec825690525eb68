import {
  type ActivationChoice,
  createModel,
  dense,
  interpreter,
  type Model,
  randomKey,
  sequential,
  uniforms,
} from '@parallax-ml/core'

/** A dense network in numbers: kernel[input][unit] and bias of every layer; the last is linear. */
export interface Network {
  readonly activation: ActivationChoice
  readonly layers: readonly { readonly kernel: number[][]; readonly bias: number[] }[]
}

/** `rows` lists of `columns` numbers between −1.5 and 1.5. */
export function tableOf(seed: number, name: string, rows: number, columns: number): number[][] {
  const draws = uniforms(randomKey(seed, name), rows * columns)
  return Array.from({ length: rows }, (_, r) =>
    Array.from(draws.subarray(r * columns, (r + 1) * columns), (u) => 3 * u - 1.5),
  )
}

/** A network of `features` inputs, one hidden layer of up to five units, and `outputs`. */
export function networkOf(
  seed: number,
  features: number,
  outputs: number,
  activations: readonly ActivationChoice[],
): Network {
  const units = 1 + (seed % 5)
  const layer = (name: string, inputs: number, width: number) => ({
    kernel: tableOf(seed, `${name}/kernel`, inputs, width),
    bias: tableOf(seed, `${name}/bias`, 1, width)[0]!,
  })
  return {
    activation: activations[Math.floor(seed / 5) % activations.length]!,
    layers: [layer('hidden', features, units), layer('last', units, outputs)],
  }
}

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
