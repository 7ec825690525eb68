import {
  decodeNumber,
  type EncodedNumber,
  type Precision,
  type Shape,
  type Tensor,
} from '@parallax-ml/core'
import { rounded } from '../execute.js'
import { decodeTensor, type GoldenTensor, readGolden } from '../golden.js'
import { later, refuted } from './later.js'

/** A run of one optimiser along given gradients. */
export interface OptimizerGolden {
  readonly name: string
  readonly kerasClass: string
  readonly options: Readonly<Record<string, unknown>>
  /** Of the one weight that is trained. */
  readonly shape: Shape
  readonly start: readonly number[]
  /** By step. */
  readonly gradients: readonly (readonly number[])[]
  /** The steps after which the weights are given, counted from 1. */
  readonly steps: readonly number[]
  readonly weights: readonly (readonly number[])[]
  /** Of published values: the same run in float64, and how far it may lie from them. */
  readonly computed?: readonly (readonly number[])[]
  readonly tolerance?: number
}

/** A layer's output and gradients. */
export interface LayerGolden {
  readonly layer: string
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly input: GoldenTensor
  readonly weights: Readonly<Record<string, GoldenTensor>>
  readonly output: GoldenTensor
  /** What the gradients of the output are multiplied by. */
  readonly upstream: GoldenTensor
  /** None of inputs that are indices. */
  readonly inputGradient?: GoldenTensor
  readonly weightGradients: Readonly<Record<string, GoldenTensor>>
  /** Whether it is a training step, and its statistics after it. */
  readonly training?: boolean
  readonly weightsAfter?: Readonly<Record<string, GoldenTensor>>
  /** Rows that a normalization learns its moments from. */
  readonly adaptData?: GoldenTensor
  readonly mean?: readonly EncodedNumber[]
  readonly variance?: readonly EncodedNumber[]
  readonly precision?: 'float64'
}

/** A loss and its gradient. */
export interface LossGolden {
  readonly loss: string
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly outputs: GoldenTensor
  readonly targets: GoldenTensor
  readonly perRow: readonly EncodedNumber[]
  readonly mean: EncodedNumber
  readonly outputGradient: GoldenTensor
  readonly sampleWeight?: readonly number[]
  readonly weighted?: EncodedNumber
  readonly weightedGradient?: GoldenTensor
  readonly precision?: 'float64'
}

/** A metric, with or without weights of the rows. */
export interface MetricGolden {
  readonly metric: string
  readonly name: string
  /** Keras or scikit-learn. */
  readonly source: 'keras' | 'scikit-learn'
  readonly options: Readonly<Record<string, unknown>>
  readonly outputs: GoldenTensor
  readonly targets: GoldenTensor
  readonly sampleWeight?: readonly number[]
  /** Nested where it is not a number. */
  readonly value: NestedNumber
}

/** A number, or arrays of numbers. */
export type NestedNumber = EncodedNumber | readonly NestedNumber[]

/** The cases of a file, taken and left for later. */
export interface Selection<Case> {
  readonly taken: readonly Case[]
  readonly left: readonly Case[]
}

const select = <Case>(file: string, isLater: (golden: Case) => boolean): Selection<Case> => {
  const cases = readGolden<Case>(file)
  return {
    taken: cases.filter((golden) => !isLater(golden)),
    left: cases.filter(isLater),
  }
}

const has = (list: readonly string[], name: string): boolean => list.includes(name)

const hasOption = (list: readonly string[], options: object): boolean =>
  Object.keys(options).some((option) => has(list, option))

/** Golden optimisers: `optimizers`, or Keras's own published values. */
export const optimizerGolden = (
  file: 'optimizers' | 'optimizers-published',
): Selection<OptimizerGolden> =>
  select(
    file,
    ({ kerasClass, options }) =>
      has(later.optimizers, kerasClass) || hasOption(later.optimizerOptions, options),
  )

/** The files of golden layers. */
export const layerFiles = ['layers', 'layers-later', 'activations-later'] as const

/** Golden layers of a file, less those that are wrong. */
export function layerGolden(file: (typeof layerFiles)[number]): Selection<LayerGolden> {
  const { taken, left } = select<LayerGolden>(file, (golden) => has(later.layers, titleOf(golden)))
  return { taken: taken.filter((golden) => !has(refuted, titleOf(golden))), left }
}

/** The wrong golden layers. */
export const refutedGolden = (): readonly LayerGolden[] =>
  layerFiles.flatMap((file) =>
    readGolden<LayerGolden>(file).filter((golden) => has(refuted, titleOf(golden))),
  )

const titleOf = ({ layer, name }: LayerGolden): string => `${layer}: ${name}`

/** Core's options of a golden layer: an activation's own options stand beside its name there. */
export function layerOptions({ layer, options }: LayerGolden): object {
  if (layer === 'activation') {
    const { activation: name, ...given } = options
    return { activation: Object.keys(given).length > 0 ? { name, ...given } : name }
  }
  const { axis, ...given } = options
  return axis === -1 ? given : options
}

/** Golden losses. */
export const lossGolden = (): Selection<LossGolden> =>
  select(
    'losses',
    ({ loss, options }) => has(later.losses, loss) || hasOption(later.lossOptions, options),
  )

/** Golden metrics. */
export const metricGolden = (): Selection<MetricGolden> =>
  select(
    'metrics',
    ({ metric, name }) =>
      has(later.metrics, metric) || has(later.metricCases, `${metric}: ${name}`),
  )

const kerasNames: Readonly<Record<string, string>> = { SGD: 'sgd', RMSprop: 'rmsprop' }

/** Core's choice of the optimiser that Keras calls by this class name. */
export const optimizerChoice = ({
  kerasClass,
  options,
}: Pick<OptimizerGolden, 'kerasClass' | 'options'>): object => ({
  name: kerasNames[kerasClass] ?? `${kerasClass[0]!.toLowerCase()}${kerasClass.slice(1)}`,
  ...options,
})

/** A golden tensor as a session of that precision holds it. */
export function roundedTensor(golden: GoldenTensor, precision: Precision): Tensor {
  const tensor = decodeTensor(golden)
  return tensor.dtype === 'float' ? { ...tensor, data: rounded(tensor.data, precision) } : tensor
}

/** Golden numbers outside of tensors. */
export const decodeAll = (values: readonly EncodedNumber[]): number[] => values.map(decodeNumber)
