import { type Model, type NamedLayer, UnsupportedError } from '@parallax-ml/core'
import { activations, type Kind, kinds, toSnake, weightName } from './kinds.js'

/** A LayersModel of TensorFlow.js: the text of `model.json`, and the bytes of `weights.bin` beside it. */
export interface LayersModelFiles {
  readonly json: string
  readonly weights: Uint8Array
}

/**
 * A model as a LayersModel, which TensorFlow.js loads with `tf.loadLayersModel`.
 *
 * @throws {UnsupportedError} naming the layer or option that TensorFlow.js does not have.
 * @example
 * const { json, weights } = writeLayersModel(run.model)
 * await writeFile('model.json', json)
 * await writeFile('weights.bin', weights)
 */
export function writeLayersModel(model: Model): LayersModelFiles {
  const { spec } = model
  const kindsByName = new Map(spec.layers.map((layer) => [layer.name, kindOf(layer)]))
  const entries = Object.entries(model.weights()).map(([path, { shape, data }]) => {
    const at = path.lastIndexOf('/')
    const layer = path.slice(0, at)
    const name = `${layer}/${weightName(kindsByName.get(layer)!, path.slice(at + 1))}`
    return { spec: { name, shape, dtype: 'float32' }, data: Float32Array.from(data) }
  })
  const weights = new Uint8Array(entries.reduce((size, { data }) => size + data.byteLength, 0))
  entries.reduce((at, { data }) => {
    weights.set(new Uint8Array(data.buffer), at)
    return at + data.byteLength
  }, 0)
  const json = {
    format: 'layers-model',
    generatedBy: 'Parallax',
    convertedBy: null,
    modelTopology: {
      ...(spec.kind === 'sequential' ? sequentialOf(spec) : functionalOf(spec)),
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: entries.map((entry) => entry.spec) }],
  }
  return { json: `${JSON.stringify(json)}\n`, weights }
}

function kindOf({ type, name }: NamedLayer): Kind {
  const found = kinds.find((kind) => kind.type === type)
  if (found) return found
  const problem = `TensorFlow.js has no layer ${type}`
  throw new UnsupportedError({ where: `layer '${name}'`, problem })
}

type Extra = Readonly<Record<string, unknown>>

function theirLayer(layer: NamedLayer, extra: Extra = {}) {
  const { className, options } = kindOf(layer)
  const { type: _, name, trainable = true, ...given } = layer as NamedLayer & Extra
  const config: Record<string, unknown> = { name, trainable, ...extra }
  for (const [key, value] of Object.entries(given)) {
    // How weights began is over; what they are comes with the file.
    if (value === undefined || /Initializer$/.test(key)) continue
    const theirs = options[key]
    if (theirs === undefined) {
      const plain = isPlain(key, value)
      if (plain) continue
      const problem = `its option ${key} has no counterpart in TensorFlow.js`
      throw new UnsupportedError({ where: `layer '${name}'`, problem })
    }
    config[toSnake(theirs)] = theirOption(name, key, value)
  }
  return { class_name: className, config }
}

/** Values that mean what TensorFlow.js does anyway. */
const isPlain = (key: string, value: unknown): boolean =>
  value === false ||
  (key === 'groups' && value === 1) ||
  (['threshold', 'negativeSlope'].includes(key) && value === 0)

function theirOption(layer: string, key: string, value: unknown): unknown {
  if (key === 'activation') {
    const name = activations[String(value)]
    if (typeof value === 'string' && name !== undefined) return name
    const problem = `TensorFlow.js has no activation like ${JSON.stringify(value)}`
    throw new UnsupportedError({ where: `layer '${layer}'`, problem })
  }
  if (!key.endsWith('Regularizer')) return value
  const {
    name,
    l1 = 0,
    l2 = 0,
  } = (typeof value === 'string' ? { name: value } : value) as {
    name: string
    l1?: number
    l2?: number
  }
  if (['l1', 'l2', 'l1l2'].includes(name)) return { class_name: 'L1L2', config: { l1, l2 } }
  const problem = `TensorFlow.js has no regularizer ${name}`
  throw new UnsupportedError({ where: `layer '${layer}'`, problem })
}

function sequentialOf(spec: Extract<Model['spec'], { kind: 'sequential' }>) {
  const layers = spec.layers.map((layer, i) =>
    theirLayer(layer, i === 0 ? { batch_input_shape: [null, ...spec.inputShape] } : {}),
  )
  return { class_name: 'Sequential', config: { name: 'sequential', layers } }
}

function functionalOf(spec: Extract<Model['spec'], { kind: 'functional' }>) {
  type Reference = [string, number, number]
  const references = new Map<string, Reference>(
    Object.keys(spec.inputs).map((name) => [name, [name, 0, 0]]),
  )
  const nodes = new Map<string, Reference[][]>()
  for (const { layer, inputs, output } of spec.calls) {
    const own = nodes.get(layer) ?? []
    references.set(output, [layer, own.length, 0])
    own.push(inputs.map((input) => references.get(input)!))
    nodes.set(layer, own)
  }
  const inputs = Object.entries(spec.inputs).map(([name, shape]) => ({
    name,
    class_name: 'InputLayer',
    config: { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false, name },
    inbound_nodes: [],
  }))
  const layers = spec.layers.map((layer) => ({
    name: layer.name,
    ...theirLayer(layer),
    inbound_nodes: nodes.get(layer.name)!.map((read) => read.map((each) => [...each, {}])),
  }))
  return {
    class_name: 'Model',
    config: {
      name: 'model',
      layers: [...inputs, ...layers],
      input_layers: inputs.map(({ name }) => [name, 0, 0]),
      output_layers: Object.values(spec.outputs).map((value) => references.get(value)!),
    },
  }
}
