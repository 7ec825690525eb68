import {
  createProgram,
  differentiate,
  GraphBuilder,
  type GraphNode,
  type NumberArray,
  type OperationName,
  operationNames,
  permutation,
  randomKey,
  sizeOf,
} from '@parallax-ml/core'
import fc from 'fast-check'
import type { Bound, CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, execute } from '../execute.js'
import { type OperationSample, samplesOf } from '../samples/operations.js'
import { buildSample, feedName } from '../samples/sample-program.js'

/** Samples per operation and order. */
const samples = 6
/** Half the distance between the two points of a central difference. */
const h = 1e-5

/** Operations whose result does not change with their inputs, or only in jumps. */
const flat: readonly OperationName[] = ['sign', 'floor', 'round']

const differentiable = operationNames.filter((operation) => {
  const sample = exampleOf(operation)
  if (sample === undefined || flat.includes(operation)) return false
  const b = new GraphBuilder()
  const { nodes, output } = buildSample(b, sample)
  return output.dtype === 'float' && nodes.some(({ dtype }) => dtype === 'float')
})

function exampleOf(operation: OperationName): OperationSample | undefined {
  const arbitrary = samplesOf(operation, 'apart')
  return arbitrary && fc.sample(arbitrary, { seed: 1, numRuns: 1 })[0]
}

/** First and second derivatives of every operation, against central differences in float64. */
export const gradientCases = (): ConformanceCase[] =>
  differentiable.flatMap((operation) =>
    ([1, 2] as const).map(
      (order): ConformanceCase => ({
        level: 'gradients',
        name: `${operation}: ${order === 1 ? 'first' : 'second'} derivative`,
        run: (context) =>
          fc.assert(
            fc.asyncProperty(samplesOf(operation, 'apart')!, (sample) =>
              checkGradient(context, sample, order),
            ),
            { seed: 20260802, numRuns: samples },
          ),
      }),
    ),
  )

/** The derivative of a weighed sum of a sample's results, or of a weighed sum of that derivative. */
function derivativeOf(sample: OperationSample, order: 1 | 2) {
  const b = new GraphBuilder()
  const { nodes, output } = buildSample(b, sample)
  const wrt = nodes.filter(({ dtype }) => dtype === 'float')
  let value = weighedSum(b, [output], 1)
  let gradients = differentiate(b, value, wrt)
  if (order === 2) {
    value = weighedSum(b, gradients, 2)
    gradients = differentiate(b, value, wrt)
  }
  return { b, wrt, value, gradients }
}

/** A scalar that depends on every element of the nodes by another factor. */
function weighedSum(b: GraphBuilder, nodes: readonly GraphNode[], seed: number): GraphNode {
  const sums = nodes.map((node, i) => {
    const size = sizeOf(node.shape)
    const factors = Float64Array.from(permutation(randomKey(seed, 'factors', i), size), (k) =>
      Math.fround(0.5 + k / size),
    )
    return b.reshape(b.sum(b.mul(node, b.constants(factors, node.shape))), [])
  })
  return sums.reduce((a, c) => b.add(a, c))
}

async function checkGradient(
  context: CaseContext,
  sample: OperationSample,
  order: 1 | 2,
): Promise<void> {
  const { precision } = context
  const { b, wrt, value, gradients } = derivativeOf(sample, order)
  const names = wrt.map((node) => (node.op === 'input' ? node.attributes.name : ''))
  const outputs = Object.fromEntries(gradients.map((node, i) => [names[i]!, node]))
  const program = createProgram(b, { outputs })
  const feeds = usedFeeds(sample, program.graph.nodes)
  const { outputs: actual } = await execute(context.backend, precision, { program, feeds })
  const { outputs: exact } = await arbitrate({ program, feeds })
  for (const name of names) {
    const scale = Math.max(1, ...Array.from(exact[name]!, Math.abs))
    if (precision === 'float32') {
      context.compare(
        actual[name]!,
        exact[name]!,
        boundFor(2e-6 * scale),
        `${sample.operation} d/d ${name}`,
      )
      continue
    }
    const differences = await centralDifferences(
      sample,
      createProgram(b, { outputs: { value } }),
      name,
    )
    context.compare(
      actual[name]!,
      differences,
      boundFor(1e-6 * scale),
      `${sample.operation} d/d ${name}`,
    )
  }
}

const boundFor = (absolute: number): Bound => ({ absolute, relative: 0 })

function usedFeeds(
  { inputs }: OperationSample,
  nodes: readonly GraphNode[],
): Record<string, NumberArray> {
  const used = new Set(nodes.flatMap((node) => (node.op === 'input' ? [node.attributes.name] : [])))
  return Object.fromEntries(
    inputs.map(({ data }, i) => [feedName(i), data] as const).filter(([name]) => used.has(name)),
  )
}

/** (f(x + h) − f(x − h)) / 2h for every element of one input, by the arbiter. */
async function centralDifferences(
  sample: OperationSample,
  program: ReturnType<typeof createProgram>,
  name: string,
): Promise<Float64Array> {
  const feeds = usedFeeds(sample, program.graph.nodes)
  const input = feeds[name]
  const size = sample.inputs[Number(name.slice(feedName(0).length - 1))]!.data.length
  if (input === undefined) return new Float64Array(size)
  const steps = 2 * size
  const repeated = Object.fromEntries(
    Object.entries(feeds).map(([key, data]) => [key, repeat(data, steps)]),
  )
  for (let i = 0; i < size; i++) {
    repeated[name]![2 * i * size + i]! += h
    repeated[name]![(2 * i + 1) * size + i]! -= h
  }
  const { outputs } = await arbitrate({ program, feeds: repeated, steps })
  const { value } = outputs
  return Float64Array.from(
    { length: size },
    (_, i) => (value![2 * i]! - value![2 * i + 1]!) / (2 * h),
  )
}

function repeat(data: NumberArray, times: number): NumberArray {
  const Kind = data.constructor as new (length: number) => NumberArray
  const repeated = new Kind(data.length * times)
  for (let i = 0; i < times; i++) repeated.set(data, i * data.length)
  return repeated
}
