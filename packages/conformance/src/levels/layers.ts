import {
  type Architecture,
  architectureOf,
  createModel,
  createProgram,
  differentiate,
  emptyWeights,
  GraphBuilder,
  lowerModel,
  parseSpec,
  replaceWeights,
  type Tensor,
  type WeightsByPath,
  weightInputs,
  weightState,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Executed, type Execution, execute } from '../execute.js'
import { adaptedWeights } from './adapt.js'
import { dropoutCases } from './dropout.js'
import {
  type LayerGolden,
  layerFiles,
  layerGolden,
  layerOptions,
  roundedTensor,
} from './golden-cases.js'
import { boundFor } from './vectors.js'

/** Outputs of every layer, and gradients with respect to its input and its weights. */
export const layerCases = (): ConformanceCase[] => [
  ...layerFiles
    .flatMap((file) => layerGolden(file).taken)
    .map(
      (golden): ConformanceCase => ({
        level: 'layers, losses and metrics',
        name: `layer ${golden.layer}: ${golden.name}`,
        ...(golden.precision && { precisions: [golden.precision] }),
        run: (context) => checkLayer(context, golden),
      }),
    ),
  ...dropoutCases,
]

async function checkLayer(context: CaseContext, golden: LayerGolden): Promise<void> {
  const { backend, precision, compare } = context
  const architecture = architectureFor(golden)
  const weights =
    golden.adaptData === undefined
      ? givenWeights(context, golden)
      : await adaptedWeights(context, golden)
  const execution = executionOf(context, golden, architecture, weights)
  const actual = await execute(backend, precision, execution)
  const expected =
    precision === 'float64'
      ? goldenResults(golden)
      : resultsOf(architecture, await arbitrate(execution))
  for (const [name, values] of Object.entries(resultsOf(architecture, actual))) {
    compare(values, expected[name]!, boundFor(precision, 2e-6, 1e-12), name)
  }
}

const architectureFor = (golden: LayerGolden): Architecture =>
  architectureOf(
    parseSpec({
      version: 1,
      kind: 'sequential',
      inputShape: golden.input.shape.slice(1),
      layers: [{ type: golden.layer, ...layerOptions(golden) }],
    }),
  )

const givenWeights = (
  { precision }: CaseContext,
  { layer, weights }: LayerGolden,
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [
      `${layer}/${name}`,
      roundedTensor(tensor, precision),
    ]),
  )

/** The layer's `output`, `input gradient`, and `trainable`: the gradient of all weights. */
function executionOf(
  { backend, precision }: CaseContext,
  { input: golden, upstream: goldenUpstream }: LayerGolden,
  architecture: Architecture,
  weights: WeightsByPath,
): Execution {
  const { layout, spec } = architecture
  const x = roundedTensor(golden, precision)
  const upstream = roundedTensor(goldenUpstream, precision)
  const b = new GraphBuilder()
  const nodes = weightInputs(b, layout)
  const input = b.input({ name: 'x', source: 'feed', shape: x.shape, dtype: 'float' })
  const inputs = { input }
  const lowering = { builder: b, architecture, weights: nodes, inputs, training: false }
  const output = lowerModel(lowering).outputs.output!
  const wrt = nodes.trainable === undefined ? [input] : [input, nodes.trainable]
  const cotangent = b.constants(upstream.data, upstream.shape)
  const [inputGradient, trainable] = differentiate(b, output, wrt, cotangent)
  const all = createModel(spec, { backend, precision, weights }).weights()
  return {
    program: createProgram(b, {
      outputs: { output, 'input gradient': inputGradient!, ...(trainable && { trainable }) },
    }),
    feeds: { x: x.data },
    state: weightState(replaceWeights(layout, emptyWeights(layout), all)),
  }
}

type Results = Readonly<Record<string, ArrayLike<number>>>

/** The outputs of an execution, with the gradient of each weight by itself. */
function resultsOf({ layout }: Architecture, { outputs }: Executed): Results {
  const { trainable, ...results } = outputs
  const gradients = layout.entries
    .filter(({ role }) => role === 'trainable')
    .map(({ name, offset, size }) => [
      `gradient of ${name}`,
      trainable!.subarray(offset, offset + size),
    ])
  return { ...results, ...Object.fromEntries(gradients) }
}

function goldenResults({ output, inputGradient, weightGradients }: LayerGolden): Results {
  const data = (tensor: LayerGolden['output']) => roundedTensor(tensor, 'float64').data
  const gradients = Object.entries(weightGradients).map(([name, tensor]) => [
    `gradient of ${name}`,
    data(tensor),
  ])
  return {
    output: data(output),
    'input gradient': data(inputGradient),
    ...Object.fromEntries(gradients),
  }
}
