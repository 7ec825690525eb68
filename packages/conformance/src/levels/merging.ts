import {
  architectureOf,
  connect,
  createProgram,
  differentiate,
  functional,
  GraphBuilder,
  input,
  lowerModel,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Execution, execute } from '../execute.js'
import { type GoldenTensor, readGolden } from '../golden.js'
import { roundedTensor } from './golden-cases.js'
import { boundFor } from './vectors.js'

/** A layer without weights, of one input or several. */
interface MergingGolden {
  readonly layer: string
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly inputs: readonly GoldenTensor[]
  readonly output: GoldenTensor
  readonly upstream: GoldenTensor
  readonly inputGradients: readonly GoldenTensor[]
}

/** Outputs of layers that join inputs, and gradients with respect to each of them. */
export const mergingCases = (): ConformanceCase[] =>
  readGolden<MergingGolden>('merging').map((golden) => ({
    level: 'layers, losses and metrics',
    name: `layer ${golden.layer}: ${golden.name}`,
    run: (context) => checkMerging(context, golden),
  }))

async function checkMerging(context: CaseContext, golden: MergingGolden): Promise<void> {
  const { backend, precision, compare } = context
  const tensors = golden.inputs.map((tensor) => roundedTensor(tensor, precision))
  const execution = executionOf(golden, tensors, roundedTensor(golden.upstream, precision))
  const { outputs } = await execute(backend, precision, execution)
  const expected =
    precision === 'float64' ? goldenResults(golden) : (await arbitrate(execution)).outputs
  for (const [name, values] of Object.entries(outputs)) {
    compare(values, expected[name]!, boundFor(precision, 2e-6, 1e-12), name)
  }
}

const nameOf = (index: number): string => `input${index}`

function executionOf(
  { layer, options }: MergingGolden,
  tensors: readonly Tensor[],
  upstream: Tensor,
): Execution {
  const values = tensors.map(({ shape }, i) => input(nameOf(i), shape.slice(1)))
  const output = connect(values, { type: layer, ...options })
  const architecture = architectureOf(functional({ outputs: { output } }))
  const b = new GraphBuilder()
  const nodes = tensors.map(({ shape }, i) =>
    b.input({ name: nameOf(i), source: 'feed', shape, dtype: 'float' }),
  )
  const inputs = Object.fromEntries(nodes.map((node, i) => [nameOf(i), node]))
  const lowering = { builder: b, architecture, weights: {}, inputs, training: false }
  const result = lowerModel(lowering).outputs.output!
  const cotangent = b.constants(upstream.data, upstream.shape)
  const gradients = differentiate(b, result, nodes, cotangent)
  const named = gradients.map((gradient, i) => [`gradient of ${nameOf(i)}`, gradient] as const)
  return {
    program: createProgram(b, { outputs: { output: result, ...Object.fromEntries(named) } }),
    feeds: Object.fromEntries(tensors.map(({ data }, i) => [nameOf(i), data])),
  }
}

function goldenResults({ output, inputGradients }: MergingGolden) {
  const data = (tensor: GoldenTensor) => roundedTensor(tensor, 'float64').data
  const named = inputGradients.map((tensor, i) => [`gradient of ${nameOf(i)}`, data(tensor)])
  return { output: data(output), ...Object.fromEntries(named) }
}
