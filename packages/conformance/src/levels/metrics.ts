import {
  confusionCounts,
  createProgram,
  decodeNumber,
  GraphBuilder,
  type GraphNode,
  isSumMetric,
  type MetricDefinition,
  type NamedMetric,
  type NumberArray,
  type PredictionMetric,
  resolveLoss,
  resolveMetrics,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { execute } from '../execute.js'
import {
  type MetricGolden,
  metricGolden,
  type NestedNumber,
  roundedTensor,
} from './golden-cases.js'
import { boundFor } from './vectors.js'

/** Every metric over the rows of one batch, weighed or not. */
export const metricCases = (change: ChangeMetric = (definition) => definition): ConformanceCase[] =>
  metricGolden().taken.map((golden) => ({
    level: 'layers, losses and metrics',
    name: `metric ${golden.metric}: ${golden.name}`,
    run: async (context) => {
      const { precision, compare } = context
      const value = await measured(context, golden, change)
      // Keras adds its 1e-7 to three denominators of F1.
      const moved = golden.source === 'keras' && golden.metric === 'f1Score'
      const bound = moved ? { absolute: 2e-7, relative: 0 } : boundFor(precision, 1e-6, 1e-14)
      compare(value, flatten(golden.value), bound, 'value')
    },
  }))

/** Puts another definition in the place of a metric, to see whether the cases notice. */
export type ChangeMetric = (definition: MetricDefinition) => MetricDefinition

const flatten = (value: NestedNumber): number[] =>
  Array.isArray(value) ? value.flatMap(flatten) : [decodeNumber(value as number)]

/** The confusion matrix is a function of its own, made of the counts that metrics can use. */
async function measured(
  context: CaseContext,
  golden: MetricGolden,
  change: ChangeMetric,
): Promise<ArrayLike<number>> {
  if (golden.metric !== 'confusionMatrix') return [await metricValue(context, golden, change)]
  const options = { fromLogits: false }
  const counts = await sumsOf(context, golden, (comparison, weights) => ({
    counts: confusionCounts(options, comparison, weights),
  }))
  return counts.counts!
}

async function metricValue(
  context: CaseContext,
  golden: MetricGolden,
  change: ChangeMetric,
): Promise<number> {
  const { definition: known, options } = resolve(golden)
  const definition = change(known)
  if (!isSumMetric(definition)) return predictionValue(context, golden, definition, options)
  const sums = await sumsOf(context, golden, (comparison, weights) =>
    definition.sums(options, comparison, weights),
  )
  const doubles = Object.entries(sums).map(([name, sum]) => [name, Float64Array.from(sum)])
  return definition.value(options, Object.fromEntries(doubles))
}

function resolve({ metric, options, outputs, targets }: MetricGolden): NamedMetric {
  const loss = targets.dtype === 'int32' ? 'sparseCategoricalCrossentropy' : 'meanSquaredError'
  const setting = { loss: resolveLoss(loss), outputShape: outputs.shape.slice(1), weighted: false }
  return resolveMetrics([{ name: metric, ...options }], setting)[0]!
}

const weightsOf = ({ sampleWeight, outputs }: MetricGolden): Float64Array =>
  Float64Array.from(sampleWeight ?? new Array<number>(outputs.shape[0]!).fill(1))

function predictionValue(
  { precision }: CaseContext,
  golden: MetricGolden,
  definition: PredictionMetric,
  options: object,
): number {
  const output = roundedTensor(golden.outputs, precision)
  const [rows, ...outputShape] = output.shape
  return definition.fromPredictions(options, {
    rows: rows!,
    outputShape,
    outputs: output.data,
    targets: roundedTensor(golden.targets, precision).data,
    weights: weightsOf(golden),
  })
}

type BuildSums = (
  comparison: { builder: GraphBuilder; output: GraphNode; target: GraphNode },
  rowWeights: GraphNode,
) => Readonly<Record<string, GraphNode>>

/** Sums over the rows and over as many rows of padding, which must not count. */
async function sumsOf(
  { backend, precision }: CaseContext,
  golden: MetricGolden,
  build: BuildSums,
): Promise<Record<string, NumberArray>> {
  const output = padded(roundedTensor(golden.outputs, precision))
  const target = padded(roundedTensor(golden.targets, precision))
  const weights = weightsOf(golden)
  const b = new GraphBuilder()
  const feed = (name: string, { shape, dtype }: Omit<Tensor, 'data'>): GraphNode =>
    b.input({
      name,
      source: 'feed',
      shape,
      dtype,
      ...(dtype === 'int32' && { range: [0, output.shape.at(-1)! - 1] }),
    })
  const comparison = { builder: b, output: feed('output', output), target: feed('target', target) }
  const outputs = build(
    comparison,
    feed('weights', { shape: [2 * weights.length], dtype: 'float' }),
  )
  const program = createProgram(b, { outputs })
  const feeds = {
    output: output.data,
    target: target.data,
    weights: Float64Array.of(...weights, ...weights.map(() => 0)),
  }
  const named = new Set(
    program.graph.nodes.flatMap((node) => (node.op === 'input' ? [node.attributes.name] : [])),
  )
  const used = Object.fromEntries(Object.entries(feeds).filter(([name]) => named.has(name)))
  return (await execute(backend, precision, { program, feeds: used })).outputs
}

/** Twice the rows, in reverse the second time. */
function padded({ shape, dtype, data }: Tensor): Tensor {
  const [rows, ...rest] = shape
  const Kind = data.constructor as new (length: number) => NumberArray
  const doubled = new Kind(2 * data.length)
  doubled.set(data)
  doubled.set(data.slice().reverse(), data.length)
  return { shape: [2 * rows!, ...rest], dtype, data: doubled }
}
