import {
  type CommonLayerOptions,
  connect,
  FileError,
  functional,
  input,
  type Json,
  type LayerSpec,
  type ModelDetails,
  type ModelSpec,
  OptionError,
  parseWith,
} from '@parallax-ml/core'
import { z } from 'zod'
import { type DecodedModel, decodeModel } from './decode.js'
import { makeOnnxLayer, rememberNetwork } from './layer.js'
import type { Network } from './network.js'
import { readNetwork } from './read-network.js'
import type { ReadExternal } from './tensors.js'

/** Options of `importOnnx`. */
export interface ImportOptions {
  /**
   * The value to be computed: an output of the file, or any value within, to put a new head on it.
   * Default: the only output of floats.
   */
  readonly output?: string | undefined
  /** Sizes of the axes of one row, by input, where the file leaves some open. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>> | undefined
  /** Reads a file beside the `.onnx` file, where weights are kept apart. */
  readonly readExternal?: ReadExternal | undefined
}

/** A network out of a file. */
export interface ImportedNetwork {
  /**
   * A model that is this network alone; it starts with the weights of the file. Its inputs and output
   * have the names of the file, with `_` for what is no letter or digit.
   */
  readonly spec: ModelSpec
  /** Shapes of the inputs by name, without the axis of rows. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>
  /** The names of all values within, in order: where the network can be cut for a new head. */
  readonly values: readonly string[]
  /** Texts that the file holds. */
  readonly metadata: Readonly<Record<string, string>>
  /** Class names and preprocessing, if the file has them as `exportOnnx` writes them. */
  readonly details: ModelDetails
  /**
   * The network as a layer of other networks; it starts with the weights of the file. With
   * `trainable: false` they stay.
   */
  layer(options?: CommonLayerOptions): LayerSpec
}

const schema = z.strictObject({
  output: z.string().optional(),
  inputShapes: z.record(z.string(), z.array(z.int().positive())).default({}),
  readExternal: z.custom<ReadExternal>((value) => typeof value === 'function').optional(),
})

/**
 * Reads a network out of the bytes of an `.onnx` file, to predict with it, explain it, or train it
 * further on any backend. The file is converted to core's graph; no engine ever sees it.
 *
 * Initialisers that are weights or biases of products, convolutions and normalisations are trained,
 * moments and scales of preprocessing are not. Batch normalisation keeps the moments of the file.
 *
 * @throws {FileError} if the file is damaged, or uses what is not known; it names the node.
 * @throws {OptionError} if an option is unknown or does not fit the file.
 *
 * @example
 * const { layer } = importOnnx(await readFile('network.onnx'), { output: 'features' })
 * sequential({ inputShape: [64], layers: [layer({ trainable: false }), dense({ units: 3, activation: 'softmax' })] })
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): ImportedNetwork {
  const {
    output,
    inputShapes: given,
    readExternal,
  } = parseWith(schema, options, 'importOnnx', OptionError)
  const decoded = decodeModel(bytes)
  const { network, weights } = readNetwork(decoded, output, readExternal)
  const inputShapes = Object.fromEntries(
    network.inputs.map((each) => [each.name, rowShapeOf(each, given[each.name])]),
  )
  const text = rememberNetwork(network, weights)
  const layer = (common: CommonLayerOptions = {}): LayerSpec =>
    makeOnnxLayer({ ...common, network: text })
  const { metadata, graph } = decoded
  return {
    spec: specOf(network, inputShapes, layer),
    inputShapes,
    values: graph.node.flatMap((node) => node.output.filter((name) => name !== '')),
    metadata,
    details: detailsOf(metadata),
    layer,
  }
}

function rowShapeOf(
  { name, shape }: Network['inputs'][number],
  given: readonly number[] | undefined,
): readonly number[] {
  const own = shape.slice(1)
  if (shape.length === 0) {
    throw new FileError({ where: `onnx file, input '${name}'`, problem: 'it has no axis of rows' })
  }
  if (given !== undefined) {
    const fits =
      given.length === own.length && own.every((size, axis) => size < 1 || size === given[axis])
    if (fits) return given
    throw new OptionError({
      where: `importOnnx.inputShapes.${name}`,
      problem: 'it does not fit the file',
      expected: `[${own.map((size) => (size < 1 ? 'any' : size)).join(', ')}]`,
      received: `[${given.join(', ')}]`,
    })
  }
  if (own.every((size) => size > 0)) return own
  throw new OptionError({
    where: `onnx file, input '${name}'`,
    problem: 'some of its sizes are open',
    received: `[${own.map((size) => (size < 1 ? 'any' : size)).join(', ')}]`,
    hint: `Say them: importOnnx(bytes, { inputShapes: { '${name}': […] } }).`,
  })
}

function specOf(
  { inputs, output }: Network,
  shapes: Readonly<Record<string, readonly number[]>>,
  layer: () => LayerSpec,
): ModelSpec {
  const values = inputs.map(({ name }) => input(plainName(name), shapes[name]!))
  return functional({ outputs: { [plainName(output)]: connect(values, layer()) } })
}

/** A name of the file as specs have them: a letter, then letters, digits and `_`. */
const plainName = (name: string): string => name.replace(/\W/g, '_').replace(/^(?![A-Za-z])/, 'x')

/** What our own files keep in their metadata; other programs may use the same names otherwise. */
function detailsOf(metadata: DecodedModel['metadata']): ModelDetails {
  const read = (text: string | undefined): unknown => {
    try {
      return text === undefined ? undefined : JSON.parse(text)
    } catch {
      return undefined
    }
  }
  const names = read(metadata.classNames)
  const preprocessing = read(metadata.preprocessing) as Json | undefined
  const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string')
  return {
    ...(isNames && { classNames: names }),
    ...(preprocessing !== undefined && { preprocessing }),
  }
}
