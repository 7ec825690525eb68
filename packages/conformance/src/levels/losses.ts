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
export const lossCases = (): ConformanceCase[] =>
  lossGolden().taken.flatMap((golden) => {
    const { probabilitiesFrom } = resolveLoss({ name: golden.loss }).definition
    const fromLogits = golden.options.fromLogits === true && probabilitiesFrom !== undefined
    const plain = caseOf(golden, undefined)
    if (!fromLogits) return [plain]
    const layers = ['activation', 'dense'] as const
    return [
      plain,
      ...layers.map((layer) => caseOf(golden, { layer, activation: probabilitiesFrom })),
    ]
  })

const caseOf = (golden: LossGolden, through: Through | undefined): ConformanceCase => ({
  level: 'layers, losses and metrics',
  name: `loss ${golden.loss}: ${golden.name}${through ? `, through ${through.layer} ${through.activation}` : ''}`,
  ...(golden.precision && { precisions: [golden.precision] }),
  run: async (context) => {
    const { perRow, mean, outputGradient, sampleWeight, weighted, weightedGradient } = golden
    const ones = new Float64Array(perRow.length).fill(1)
    await checkLoss(context, executionOf(context, golden, through, ones), {
      'per row': decodeAll(perRow),
      mean: [decodeNumber(mean)],
      gradient: roundedTensor(outputGradient, 'float64').data,
    })
    if (sampleWeight === undefined) return
    const weights = Float64Array.from(sampleWeight)
    await checkLoss(context, executionOf(context, golden, through, weights), {
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
  const perRow = definition.perRow(options, through ? activate(comparison, through) : comparison)
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
