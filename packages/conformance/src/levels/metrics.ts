import {
  createProgram,
  decodeNumber,
  GraphBuilder,
  type GraphNode,
  resolveLoss,
  resolveMetrics,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { type Execution, execute } from '../execute.js'
import { type MetricGolden, metricGolden, roundedTensor } from './golden-cases.js'
import { boundFor } from './vectors.js'

/** Every metric as a mean over the rows, weighed or not. */
export const metricCases = (): ConformanceCase[] =>
  metricGolden().taken.map((golden) => ({
    level: 'layers, losses and metrics',
    name: `metric ${golden.metric}: ${golden.name}`,
    run: async (context) => {
      const { backend, precision, compare } = context
      const { outputs } = await execute(backend, precision, executionOf(context, golden))
      const expected = [decodeNumber(golden.value)]
      compare(outputs.value!, expected, boundFor(precision, 1e-6, 1e-14), 'value')
    },
  }))

function executionOf({ precision }: CaseContext, golden: MetricGolden): Execution {
  const output = roundedTensor(golden.outputs, precision)
  const target = roundedTensor(golden.targets, precision)
  const rows = output.shape[0]!
  const weights = Float64Array.from(golden.sampleWeight ?? new Array<number>(rows).fill(1))
  const choice = { name: golden.metric, ...golden.options }
  const [metric] = resolveMetrics([choice], resolveLoss('meanSquaredError'), output.shape.slice(1))
  const b = new GraphBuilder()
  const feed = (name: string, { shape, dtype }: Omit<Tensor, 'data'>): GraphNode =>
    b.input({ name, source: 'feed', shape, dtype })
  const perRow = metric!.definition.perRow(metric!.options, {
    builder: b,
    output: feed('output', output),
    target: feed('target', target),
  })
  const rowWeights = feed('weights', { shape: [rows], dtype: 'float' })
  const value = b.div(b.sum(b.mul(perRow, rowWeights)), b.sum(rowWeights))
  return {
    program: createProgram(b, { outputs: { value } }),
    feeds: { output: output.data, target: target.data, weights },
  }
}
