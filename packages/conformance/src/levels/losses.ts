import {
  activation,
  architectureOf,
  type Comparison,
  createProgram,
  decodeNumber,
  dense,
  differentiate,
  GraphBuilder,
  type GraphNode,
  type LossDefinition,
  lowerModel,
  type NumberArray,
  resolveLoss,
  sequential,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Execution, execute } from '../execute.js'
import { decodeAll, type LossGolden, lossGolden, roundedTensor } from './golden-cases.js'
import { boundFor } from './vectors.js'

/** The layer whose activation makes probabilities of a golden value's logits. */
interface Through {
  readonly layer: 'activation' | 'dense'
  readonly activation: 'sigmoid' | 'softmax'
}

/**
 * Every loss: per row, as a mean, weighed, and its gradient. Cross-entropies of logits are also
 * computed of the probabilities that a last layer makes of them, which must not cost any accuracy.
 */
export const lossCases = (change: ChangeLoss = (definition) => definition): ConformanceCase[] =>
  lossGolden().taken.flatMap((golden) => {
    const { probabilitiesFrom } = resolveLoss({ name: golden.loss }).definition
    const fromLogits = golden.options.fromLogits === true && probabilitiesFrom !== undefined
    const plain = caseOf(golden, undefined, change)
    const differences = isOrdinary(golden) ? [differenceCase(golden, change)] : []
    if (!fromLogits) return [plain, ...differences]
    const layers = ['activation', 'dense'] as const
    return [
      plain,
      ...differences,
      ...layers.map((layer) => caseOf(golden, { layer, activation: probabilitiesFrom }, change)),
    ]
  })

/** Puts another definition in the place of a loss, to see whether the cases notice. */
export type ChangeLoss = (definition: LossDefinition) => LossDefinition

/** Edges, at which a difference quotient means nothing, are not weighed in the golden values. */
const isOrdinary = ({ sampleWeight }: LossGolden): boolean => sampleWeight !== undefined

/**
 * Points and factors of a central difference of fourth order: that of second order would be off by
 * more than 1e-6 near a probability of 0.
 */
const h = 1e-5
const stencil = [
  { at: h, factor: 8 / (12 * h) },
  { at: -h, factor: -8 / (12 * h) },
  { at: 2 * h, factor: -1 / (12 * h) },
  { at: -2 * h, factor: 1 / (12 * h) },
] as const

const differenceCase = (golden: LossGolden, change: ChangeLoss): ConformanceCase => ({
  level: 'layers, losses and metrics',
  name: `loss ${golden.loss}: ${golden.name}, central differences`,
  precisions: ['float64'],
  run: async (context) => {
    const ones = new Float64Array(golden.perRow.length).fill(1)
    const execution = executionOf(context, golden, undefined, ones, change)
    const { gradient } = (await execute(context.backend, 'float64', execution)).outputs
    const output = execution.feeds!.output as NumberArray
    const steps = stencil.length * output.length
    const repeat = (values: NumberArray): NumberArray => {
      const Kind = values.constructor as new (length: number) => NumberArray
      const repeated = new Kind(steps * values.length)
      for (let i = 0; i < steps; i++) repeated.set(values, i * values.length)
      return repeated
    }
    const feeds = Object.fromEntries(
      Object.entries(execution.feeds!).map(([name, values]) => [
        name,
        repeat(values as NumberArray),
      ]),
    )
    const stepOf = (element: number, point: number): number => element * stencil.length + point
    for (let i = 0; i < output.length; i++) {
      for (const [k, { at }] of stencil.entries()) {
        feeds.output![stepOf(i, k) * output.length + i]! += at
      }
    }
    const { mean } = (await arbitrate({ ...execution, feeds, steps })).outputs
    const differences = Float64Array.from({ length: output.length }, (_, i) =>
      stencil.reduce((sum, { factor }, k) => sum + factor * mean![stepOf(i, k)]!, 0),
    )
    context.compare(gradient!, differences, { absolute: 1e-6, relative: 1e-6 }, 'gradient')
  },
})

const caseOf = (
  golden: LossGolden,
  through: Through | undefined,
  change: ChangeLoss,
): ConformanceCase => ({
  level: 'layers, losses and metrics',
  name: `loss ${golden.loss}: ${golden.name}${through ? `, through ${through.layer} ${through.activation}` : ''}`,
  ...(golden.precision && { precisions: [golden.precision] }),
  run: async (context) => {
    const { perRow, mean, outputGradient, sampleWeight, weighted, weightedGradient } = golden
    const ones = new Float64Array(perRow.length).fill(1)
    await checkLoss(context, executionOf(context, golden, through, ones, change), {
      'per row': decodeAll(perRow),
      mean: [decodeNumber(mean)],
      gradient: roundedTensor(outputGradient, 'float64').data,
    })
    if (sampleWeight === undefined) return
    const weights = Float64Array.from(sampleWeight)
    await checkLoss(context, executionOf(context, golden, through, weights, change), {
      mean: [decodeNumber(weighted!)],
      gradient: roundedTensor(weightedGradient!, 'float64').data,
    })
  },
})

async function checkLoss(
  { backend, precision, compare }: CaseContext,
  execution: Execution,
  golden: Readonly<Record<string, ArrayLike<number>>>,
): Promise<void> {
  const { outputs } = await execute(backend, precision, execution)
  const expected: Readonly<Record<string, ArrayLike<number>>> =
    precision === 'float64' ? golden : (await arbitrate(execution)).outputs
  for (const name of Object.keys(golden)) {
    compare(outputs[name]!, expected[name]!, boundFor(precision, 1e-6, 1e-12), name)
  }
}

/** The loss of the feed `output`, or of what an activation makes of it. */
function executionOf(
  { precision }: CaseContext,
  golden: LossGolden,
  through: Through | undefined,
  weights: NumberArray,
  change: ChangeLoss,
): Execution {
  const output = roundedTensor(golden.outputs, precision)
  const target = roundedTensor(golden.targets, precision)
  const { definition, options } = resolveLoss({
    name: golden.loss,
    ...golden.options,
    ...(through && { fromLogits: false }),
  })
  const b = new GraphBuilder()
  const feed = (name: string, { shape, dtype }: Omit<Tensor, 'data'>): GraphNode =>
    b.input({ name, source: 'feed', shape, dtype })
  const given = feed('output', output)
  const comparison = { builder: b, output: given, target: feed('target', target) }
  const perRow = change(definition).perRow(
    options,
    through ? activate(comparison, through) : comparison,
  )
  const rowWeights = feed('weights', { shape: [weights.length], dtype: 'float' })
  const mean = b.reshape(b.div(b.sum(b.mul(perRow, rowWeights)), weights.length), [])
  const [gradient] = differentiate(b, mean, [given])
  return {
    program: createProgram(b, { outputs: { 'per row': perRow, mean, gradient: gradient! } }),
    feeds: { output: output.data, target: target.data, weights },
  }
}

/**
 * The comparison with the output of a last layer that leaves its input alone but for the activation.
 * Dense gets an inner axis of size 1, because it reshapes what has one.
 */
function activate(comparison: Comparison, { layer, activation: name }: Through): Comparison {
  const { builder: b, output, target } = comparison
  const withAxis = (node: GraphNode): GraphNode =>
    layer === 'dense' ? b.reshape(node, node.shape.toSpliced(1, 0, 1)) : node
  const input = withAxis(output)
  const units = input.shape.at(-1)!
  const last =
    layer === 'activation'
      ? activation({ activation: name })
      : dense({ units, activation: name, useBias: false })
  const architecture = architectureOf(
    sequential({ inputShape: input.shape.slice(1), layers: [last] }),
  )
  const identity = Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0))
  const weights = layer === 'dense' ? { trainable: b.constants(identity, [units * units]) } : {}
  const { outputs } = lowerModel({
    builder: b,
    architecture,
    weights,
    inputs: { input },
    training: false,
  })
  const lowered = outputs.output!
  return { builder: b, output: lowered, target: withAxis(target) }
}
