import {
  type BackendV1,
  createModel,
  FileError,
  type Model,
  type ModelSpec,
  type Precision,
  parseSpec,
  sizeOf,
  type Tensor,
} from '@parallax-ml/core'
import { weightName } from './kinds.js'
import { kindOf, nameOf, readLayer } from './read-layer.js'
import { readTopology, type TheirLayer, type TheirModel } from './topology.js'

/** What {@link readLayersModel} takes. */
export interface ReadLayersModelOptions {
  /** The text of `model.json`. */
  readonly json: string
  /** The bytes of each weight file, by its path in `model.json`. */
  readonly weights: Readonly<Record<string, Uint8Array>>
  readonly backend: BackendV1
  /** Default `float32`. */
  readonly precision?: Precision
}

/**
 * A model of Keras or TensorFlow.js, saved as a LayersModel, as one of ours: spec and weights.
 *
 * @throws {FileError} naming the layer, option or weight that cannot be read.
 * @example
 * const model = readLayersModel({
 *   json: await readFile('model.json', 'utf8'),
 *   weights: { 'weights.bin': await readFile('weights.bin') },
 *   backend: tfjs,
 * })
 */
export function readLayersModel(options: ReadLayersModelOptions): Model {
  const { json, weights, backend, precision = 'float32' } = options
  const theirs = readTopology(json)
  const spec = theirs.className === 'Sequential' ? sequentialOf(theirs) : functionalOf(theirs)
  const found = tensorsOf(theirs, weights)
  const layers = new Map(
    theirs.network.layers.map((layer): [string, TheirLayer] => [nameOf(layer), layer]),
  )
  const empty = createModel(spec, { backend, precision })
  const paths = Object.entries(empty.weights()).map(([path, { shape }]): [string, Tensor] => {
    const at = path.lastIndexOf('/')
    const [layer, weight] = [path.slice(0, at), path.slice(at + 1)]
    const name = weightName(kindOf(layers.get(layer)!), weight)
    const tensor = found.find(({ words }) => words.includes(layer) && words.at(-1) === name)?.tensor
    if (tensor && sizeOf(tensor.shape) === sizeOf(shape)) return [path, { ...tensor, shape }]
    throw new FileError({
      where: `layer '${layer}'`,
      problem: tensor ? `its weight ${name} has another shape` : `the file has no weight ${name}`,
      expected: `[${shape}]`,
      ...(tensor ? { received: `[${tensor.shape}]` } : {}),
    })
  })
  return createModel(spec, { backend, precision, weights: Object.fromEntries(paths) })
}

const rowShape = (layer: TheirLayer): number[] => {
  const shape = layer.config.batch_input_shape ?? layer.config.batch_shape
  if (Array.isArray(shape) && shape.slice(1).every((size) => Number.isInteger(size))) {
    return shape.slice(1)
  }
  throw new FileError({
    where: `layer '${nameOf(layer)}'`,
    problem: 'the shape of its input is not fixed',
    received: JSON.stringify(shape),
  })
}

function sequentialOf({ network: { layers } }: TheirModel): ModelSpec {
  const inputShape = rowShape(layers[0]!)
  const own = layers.filter(({ class_name }) => class_name !== 'InputLayer').map(readLayer)
  return parseSpec({ version: 1, kind: 'sequential', inputShape, layers: own })
}

/** Calls of layers, in an order in which each comes after what it reads. */
function functionalOf({ network }: TheirModel): ModelSpec {
  const isInput = ({ class_name }: TheirLayer): boolean => class_name === 'InputLayer'
  const named = (layer: string, node: number): string => (node === 0 ? layer : `${layer}:${node}`)
  const own = network.layers.filter((layer) => !isInput(layer))
  const waiting = own.flatMap((layer) =>
    (layer.inbound_nodes ?? []).map((references, node) => ({
      layer: nameOf(layer),
      inputs: references.map(([name, index]) => named(name, index)),
      output: named(nameOf(layer), node),
    })),
  )
  const inputs = Object.fromEntries(
    network.layers.filter(isInput).map((layer) => [nameOf(layer), rowShape(layer)]),
  )
  const known = new Set(Object.keys(inputs))
  const calls: typeof waiting = []
  while (waiting.length > 0) {
    const next = waiting.findIndex((call) => call.inputs.every((name) => known.has(name)))
    if (next < 0) {
      throw new FileError({
        where: 'model.json',
        problem: 'its layers read one another in a circle',
      })
    }
    const [call] = waiting.splice(next, 1)
    calls.push(call!)
    known.add(call!.output)
  }
  const values = new Map(calls.map(({ output }, i) => [output, `value${i}`]))
  const ownName = (name: string): string => values.get(name) ?? name
  return parseSpec({
    version: 1,
    kind: 'functional',
    inputs,
    layers: own.map(readLayer),
    calls: calls.map(({ layer, inputs: read, output }) => ({
      layer,
      inputs: read.map(ownName),
      output: ownName(output),
    })),
    outputs: Object.fromEntries(
      (network.output_layers ?? []).map(([name, node]) => [name, ownName(named(name, node))]),
    ),
  })
}

/** The tensors of the weight files, with the words of their names. */
function tensorsOf(
  { manifest }: TheirModel,
  files: Readonly<Record<string, Uint8Array>>,
): { words: string[]; tensor: Tensor }[] {
  return manifest.flatMap(({ paths, weights }) => {
    const parts = paths.map((path) => {
      const part = files[path]
      if (part) return part
      throw new FileError({ where: `weights '${path}'`, problem: 'the file was not given' })
    })
    const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
    parts.reduce((at, part) => {
      bytes.set(part, at)
      return at + part.length
    }, 0)
    let at = 0
    return weights.map(({ name, shape, dtype, quantization }) => {
      const size = sizeOf(shape)
      const isPlain = dtype === 'float32' && quantization === undefined
      if (!isPlain || at + 4 * size > bytes.length) {
        const problem = isPlain ? 'its file ends too early' : 'only plain float32 can be read'
        throw new FileError({ where: `weight '${name}'`, problem, received: dtype })
      }
      const data = new Float32Array(bytes.slice(at, at + 4 * size).buffer)
      at += 4 * size
      return { words: name.replace(/:0$/, '').split('/'), tensor: { shape, dtype: 'float', data } }
    })
  })
}
