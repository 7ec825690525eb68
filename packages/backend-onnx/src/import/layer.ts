import {
  defineLayer,
  FileError,
  GraphBuilder,
  type GraphNode,
  type LayerContext,
  type LayerDefinition,
  type LayerShapes,
  SpecError,
  showShape,
  type WeightDeclaration,
} from '@parallax-ml/core'
import { buildNetwork } from './build-network.js'
import { digestOf } from './digest.js'
import type { HostTensor, Network } from './network.js'
import type { Operand } from './operand.js'

/**
 * The weights that networks came with, by the text of the network: what layers made of them start
 * with. They are kept as long as the program runs.
 */
const firstWeights = new Map<string, ReadonlyMap<string, HostTensor>>()

/**
 * Remembers what a network starts with; returns its text. A digest in it tells files apart that
 * differ in their numbers alone.
 */
export function rememberNetwork(
  network: Network,
  weights: ReadonlyMap<string, HostTensor>,
): string {
  const text = JSON.stringify({ ...network, digest: digestOf(weights) })
  firstWeights.set(text, weights)
  return text
}

/** The last network read from its text, as one layer asks for it again and again. */
let latest: { readonly text: string; readonly network: Network } | undefined

function networkOf(text: string): Network {
  if (latest?.text === text) return latest.network
  try {
    latest = { text, network: JSON.parse(text) as Network }
    return latest.network
  } catch (cause) {
    throw new SpecError({
      where: 'layer onnx',
      problem: 'its network is no JSON',
      hint: 'Make the layer with importOnnx().',
      cause,
    })
  }
}

function declarations({ network: text }: { readonly network: string }): WeightDeclaration[] {
  const values = firstWeights.get(text)
  return networkOf(text).weights.map(({ name, shape, role }) => ({
    name,
    shape,
    role,
    initializer: shape.length > 1 ? 'glorotUniform' : 'zeros',
    values: values?.get(name)?.data,
  }))
}

/** Puts the network into a graph; inputs may be whole numbers in the file, but are floats in a model. */
function lower(
  { network: text }: { readonly network: string },
  { builder: b, inputs, weight }: Pick<LayerContext, 'builder' | 'inputs' | 'weight'>,
): GraphNode {
  const network = networkOf(text)
  const given = new Map<string, Operand>()
  for (const [i, { name, dtype }] of network.inputs.entries()) {
    const input = inputs[i]!
    given.set(name, dtype === 'float' ? input : b.cast(input, dtype))
  }
  for (const { value, name } of network.weights) given.set(value, weight(name))
  return buildNetwork(b, network, given)
}

/** How many rows shapes are worked out for; with one row, axes of 1 could be mistaken for it. */
const rows = 7

function outputShape(
  options: { readonly network: string },
  { inputs, where }: LayerShapes,
): readonly number[] {
  const network = networkOf(options.network)
  if (inputs.length !== network.inputs.length) {
    throw new SpecError({
      where,
      problem: 'the number of its inputs is wrong',
      expected: network.inputs.map(({ name }) => name).join(', '),
      received: String(inputs.length),
    })
  }
  const b = new GraphBuilder()
  const nodes = inputs.map((shape, i) =>
    b.input({ name: `input ${i}`, source: 'feed', shape: [rows, ...shape], dtype: 'float' }),
  )
  const weight = (name: string): GraphNode => {
    const { shape } = network.weights.find((each) => each.name === name)!
    return b.input({ name: `weight ${name}`, source: 'state', shape, dtype: 'float' })
  }
  const { shape, dtype } = lower(options, { builder: b, inputs: nodes, weight })
  if (dtype === 'float' && shape[0] === rows) return shape.slice(1)
  throw new FileError({
    where: 'onnx file',
    problem: `its value '${network.output}' does not have a number or more for each row`,
    expected: 'floats of any shape that begins with the rows',
    received: `${dtype} ${showShape(shape)} for ${rows} rows`,
  })
}

const factory = defineLayer({
  type: 'onnx',
  options: { network: '' },
  merges: true,
  outputShape,
  weights: declarations,
  lower,
})

/** Makes a layer of a network's text. */
export const makeOnnxLayer = factory

/** The kind of layer that imported networks are: `loadModel` needs it to read models with such layers. */
export const onnxLayer: LayerDefinition = factory.definition
