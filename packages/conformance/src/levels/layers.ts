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
  type WeightRole,
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
import { mergingCases } from './merging.js'
import { noiseCases } from './noise.js'
import { boundFor } from './vectors.js'

/** Outputs of every layer, and gradients with respect to its input and its weights. */
export const layerCases = (): ConformanceCase[] => {
  const goldens = layerFiles.flatMap((file) => layerGolden(file).taken)
  return [
    ...goldens.map((golden) => layerCase(golden)),
    ...goldens.filter(({ training }) => training).map((golden) => layerCase(golden, 2)),
    ...dropoutCases,
    ...noiseCases,
    ...mergingCases(),
  ]
}

const layerCase = (golden: LayerGolden, padding = 0): ConformanceCase => ({
  level: 'layers, losses and metrics',
  name: `layer ${golden.layer}: ${golden.name}${padding > 0 ? ', with rows of padding' : ''}`,
  ...(golden.precision && { precisions: [golden.precision] }),
  run: (context) => checkLayer(context, golden, padding),
})

async function checkLayer(
  context: CaseContext,
  golden: LayerGolden,
  padding: number,
): Promise<void> {
  const { backend, precision, compare } = context
  const architecture = architectureFor(golden)
  const weights =
    golden.adaptData === undefined
      ? givenWeights(context, golden)
      : await adaptedWeights(context, golden)
  const execution = executionOf(context, golden, architecture, weights, padding)
  const actual = await execute(backend, precision, execution)
  const expected =
    precision === 'float64'
      ? goldenResults(golden)
      : resultsOf(architecture, await arbitrate(execution))
  for (const [name, values] of Object.entries(resultsOf(architecture, actual))) {
    const right = expected[name]!
    const ofRows = Array.from(values).slice(0, padding > 0 ? right.length : undefined)
    compare(ofRows, right, boundFor(precision, 2e-6, 1e-12), name)
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

/**
 * The layer's `output`, `input gradient`, `trainable`: the gradient of all weights, and the
 * `statistics` after a training step. Rows of padding come last and hold what must not count.
 */
function executionOf(
  { backend, precision }: CaseContext,
  golden: LayerGolden,
  architecture: Architecture,
  weights: WeightsByPath,
  padding: number,
): Execution {
  const { layout, spec } = architecture
  const { training = false } = golden
  const x = withRows(roundedTensor(golden.input, precision), padding, 1000)
  const upstream = withRows(roundedTensor(golden.upstream, precision), padding, 0)
  const rows = x.shape[0]!
  const b = new GraphBuilder()
  const nodes = weightInputs(b, layout)
  const input = b.input({ name: 'x', source: 'feed', shape: x.shape, dtype: 'float' })
  const inputs = { input }
  const counts = Array.from({ length: rows }, (_, row) => (row < rows - padding ? 1 : 0))
  const mask = padding > 0 ? b.constants(counts, [rows]) : undefined
  const lowering = { builder: b, architecture, weights: nodes, inputs, training, mask }
  const { outputs, statistics } = lowerModel(lowering)
  const output = outputs.output!
  const wrt = nodes.trainable === undefined ? [input] : [input, nodes.trainable]
  const cotangent = b.constants(upstream.data, upstream.shape)
  const [inputGradient, trainable] = differentiate(b, output, wrt, cotangent)
  const all = createModel(spec, { backend, precision, weights }).weights()
  return {
    program: createProgram(b, {
      outputs: {
        output,
        ...(golden.inputGradient && { 'input gradient': inputGradient! }),
        ...(trainable && { trainable }),
        ...(statistics && { statistics }),
      },
    }),
    feeds: { x: Float64Array.from(x.data) },
    state: weightState(replaceWeights(layout, emptyWeights(layout), all)),
  }
}

/** A tensor with more rows of one number behind its own. */
const withRows = ({ shape, data, dtype }: Tensor, count: number, value: number): Tensor => {
  const [rows, ...row] = shape as [number, ...number[]]
  const all = new Float64Array((data.length / rows) * (rows + count)).fill(value)
  all.set(data)
  return { shape: [rows + count, ...row], dtype, data: all }
}

type Results = Readonly<Record<string, ArrayLike<number>>>

/** The outputs of an execution, with the gradient or the new value of each weight by itself. */
function resultsOf({ layout }: Architecture, { outputs }: Executed): Results {
  const { trainable, statistics, ...results } = outputs
  const flat = { trainable, statistics, frozen: undefined }
  const parts = layout.entries.flatMap(({ role, name, offset, size }) => {
    const part = flat[role]?.subarray(offset, offset + size)
    return part === undefined ? [] : [[labels[role](name), part] as const]
  })
  return { ...results, ...Object.fromEntries(parts) }
}

const labels: Readonly<Record<WeightRole, (name: string) => string>> = {
  trainable: (name) => `gradient of ${name}`,
  statistics: (name) => `${name} after the step`,
  frozen: (name) => name,
}

function goldenResults(golden: LayerGolden): Results {
  const { output, inputGradient, weightGradients, weightsAfter = {} } = golden
  const data = (tensor: LayerGolden['output']) => roundedTensor(tensor, 'float64').data
  const gradients = Object.entries(weightGradients).map(([name, tensor]) => [
    labels.trainable(name),
    data(tensor),
  ])
  const statistics = Object.entries(weightsAfter).map(([name, tensor]) => [
    labels.statistics(name),
    data(tensor),
  ])
  return {
    output: data(output),
    ...(inputGradient && { 'input gradient': data(inputGradient) }),
    ...Object.fromEntries([...gradients, ...statistics]),
  }
}
