import { readFileSync } from 'node:fs'
import {
  type BackendV1,
  conv2d,
  createModel,
  dense,
  flatten,
  interpreter,
  type Model,
  type ModelOptions,
  sequential,
} from '@parallax-ml/core'

/** A dense network of a file of golden values. */
interface GoldenNetwork {
  readonly layers: readonly {
    readonly units: number
    readonly activation: 'tanh' | 'linear'
    readonly kernel: readonly (readonly number[])[]
    readonly bias: readonly number[]
  }[]
}

type Table = readonly (readonly number[])[]

/** What `golden/gradients.json` holds; its `about` says what made it. */
export interface GoldenGradients {
  readonly models: Readonly<Record<string, GoldenNetwork>>
  readonly integratedGradients: readonly {
    readonly model: string
    readonly output: 'logit' | 'probability'
    readonly x: readonly number[]
    readonly baseline: readonly number[]
    readonly f: readonly number[]
    readonly fBaseline: readonly number[]
    readonly gradient?: Table
    readonly exact: Table
    readonly rules: readonly {
      readonly rule: string
      readonly steps: number
      readonly attributions: Table
    }[]
  }[]
  readonly smoothGrad: {
    readonly noise: Table
    readonly cases: readonly {
      readonly x: readonly number[]
      readonly smoothGrad: Table
      readonly squaredGrad: Table
      readonly varGrad: Table
    }[]
  }
  readonly expectedGradients: {
    readonly background: Table
    readonly alphas: readonly number[]
    readonly cases: readonly { readonly x: readonly number[]; readonly attributions: Table }[]
  }
}

/** What `golden/grad-cam.json` holds. */
export interface GoldenGradCam {
  readonly kernel: readonly unknown[]
  readonly bias: readonly number[]
  readonly dense: Table
  readonly denseBias: readonly number[]
  readonly cases: readonly {
    readonly x: readonly number[]
    readonly target: number
    readonly logits: readonly number[]
    readonly channelWeights: readonly number[]
    readonly cam: Table
    readonly camUpsampled8x8: Table
    readonly inputGradientOfTargetLogit: Table
  }[]
}

/** The golden values of a file. */
export const readGolden = <Golden>(name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8')) as Golden

const float64: ModelOptions = { backend: interpreter, precision: 'float64' }

/** A golden network that ends in softmax. */
export function denseModel({ layers }: GoldenNetwork, options: ModelOptions = float64): Model {
  const last = layers.length - 1
  const spec = sequential({
    inputShape: [layers[0]!.kernel.length],
    layers: layers.map(({ units, activation }, i) =>
      dense({ units, activation: i === last ? 'softmax' : activation, name: `layer_${i}` }),
    ),
  })
  const weights = layers.flatMap(({ kernel, bias }, i) => [
    [`layer_${i}/kernel`, kernel] as const,
    [`layer_${i}/bias`, bias] as const,
  ])
  return createModel(spec, { ...options, weights: Object.fromEntries(weights) })
}

/** The golden network of images, which ends in softmax. */
export function convolutionModel(golden: GoldenGradCam, backend: BackendV1 = interpreter): Model {
  return createModel(
    sequential({
      inputShape: [8, 8, 1],
      layers: [
        conv2d({ filters: 4, kernelSize: 3, activation: 'relu', name: 'filters' }),
        flatten(),
        dense({ units: 10, activation: 'softmax', name: 'digits' }),
      ],
    }),
    {
      backend,
      precision: backend === interpreter ? 'float64' : 'float32',
      weights: {
        'filters/kernel': golden.kernel,
        'filters/bias': golden.bias,
        'digits/kernel': golden.dense,
        'digits/bias': golden.denseBias,
      },
    },
  )
}

/** The largest difference between values `[1, features, outputs]` and a table `[output][feature]`. */
export const worstOf = (values: readonly number[], expected: Table): number =>
  Math.max(
    ...expected.flatMap((row, k) =>
      row.map((value, f) => Math.abs(value - values[f * expected.length + k]!)),
    ),
  )
