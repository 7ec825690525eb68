import { DataError, type Model } from '@parallax-ml/core'
import type { LayerBlocksFigure } from '../figures/layer-blocks.js'
import { type NetworkColumn, type NetworkFigure, networkLimits } from '../figures/network.js'
import { blocksOf } from './blocks.js'
import { activationOf } from './calls.js'

/** Options of {@link networkFigure}. */
export interface NetworkFigureOptions {
  readonly title: string
  /** A sentence that says what to see. Default: what the drawing shows, in numbers. */
  readonly see?: string
  readonly featureNames?: readonly string[]
  readonly outputNames?: readonly string[]
  /** What the input and each dense layer say for one row, by the names that they have in the spec. */
  readonly activations?: Readonly<Record<string, readonly number[]>>
}

type Call = Model['architecture']['calls'][number]

/** Layers that pass each unit on by itself, and so are no column of their own. */
const passing = [
  'activation',
  'alphaDropout',
  'batchNormalization',
  'dropout',
  'elu',
  'flatten',
  'gaussianDropout',
  'gaussianNoise',
  'leakyRelu',
  'normalization',
  'prelu',
  'relu',
  'softmax',
]

/**
 * A picture of a model: unit by unit and weight by weight where it is a chain of dense layers that
 * is small enough to be told apart, else layer by layer with shapes and weights.
 *
 * @throws {DataError} if names or activations do not fit the model's units.
 */
export function networkFigure(
  model: Pick<Model, 'architecture' | 'weights'>,
  options: NetworkFigureOptions,
): NetworkFigure | LayerBlocksFigure {
  const { title, see } = options
  const chain = denseChain(model)
  const columns = chain && columnsOf(model, chain, options)
  if (columns === undefined || !isSmall(columns)) {
    const blocks = blocksOf(model.architecture)
    const total = blocks.reduce((sum, { parameters }) => sum + parameters, 0)
    const largest = blocks.reduce((a, b) => (b.parameters > a.parameters ? b : a))
    const usual = `${total.toLocaleString('en-US')} weights; most of them, ${largest.parameters.toLocaleString('en-US')}, in ${largest.name}. The bars are their shares.`
    return { kind: 'layerBlocks', title, see: see ?? usual, blocks }
  }
  const all = model.weights()
  const weights = chain!.map(({ layer }) => Array.from(all[`${layer.name}/kernel`]!.data))
  const usual = `${weights.flat().length} weights between ${columns.map(({ units }) => units).join(', ')} units; the wider a line, the larger the weight among those of its layer. Biases are not drawn.`
  return { kind: 'network', title, see: see ?? usual, columns, weights }
}

/** The dense layers of a model that is nothing but a chain of them; undefined for other models. */
function denseChain({ architecture }: Pick<Model, 'architecture'>): Call[] | undefined {
  const { calls, inputs } = architecture
  const isChain = calls.every(
    ({ inputs: read }, i) =>
      read.length === 1 && read[0] === (calls[i - 1]?.output ?? Object.keys(inputs)[0]),
  )
  const dense = calls.filter(({ layer }) => layer.definition.type === 'dense')
  const isPlain = dense.every(({ inputShapes }) => inputShapes[0]!.length === 1)
  const isKnown = calls.every(({ layer: { definition, options } }) =>
    definition.type === 'dense'
      ? activationOf(options) !== 'glu'
      : passing.includes(definition.type),
  )
  return isChain && isPlain && isKnown && dense.length > 0 ? dense : undefined
}

const isSmall = (columns: readonly NetworkColumn[]): boolean =>
  columns.length <= networkLimits.columns &&
  columns.every(({ units }) => units <= networkLimits.units) &&
  columns.slice(1).reduce((sum, { units }, i) => sum + units * columns[i]!.units, 0) <=
    networkLimits.weights

function columnsOf(
  { architecture }: Pick<Model, 'architecture'>,
  chain: readonly Call[],
  { featureNames, outputNames, activations = {} }: NetworkFigureOptions,
): NetworkColumn[] {
  const [input] = Object.keys(architecture.inputs)
  const columns = [
    { name: input!, units: chain[0]!.inputShapes[0]![0]!, unitNames: featureNames },
    ...chain.map(({ layer, outputShape }, i) => ({
      name: layer.name,
      units: outputShape[0]!,
      unitNames: i === chain.length - 1 ? outputNames : undefined,
    })),
  ]
  return columns.map(({ name, units, unitNames }) => {
    const said = activations[name]
    requireCount(unitNames, units, `the names of the units of ${name}`)
    requireCount(said, units, `the activations of ${name}`)
    return { name, units, ...(unitNames && { unitNames }), ...(said && { activations: said }) }
  })
}

function requireCount(list: readonly unknown[] | undefined, units: number, where: string): void {
  if (list === undefined || list.length === units) return
  throw new DataError({
    where,
    problem: 'there is not one for each unit',
    expected: String(units),
    received: String(list.length),
  })
}
