import type { BackendV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { FileError } from '../errors/parallax-error.js'
import { sameShape, showShape } from '../graph/shape.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import type { LayerDefinition } from '../layers/definition.js'
import { createModel, type Model, type TrainedBy, withTrainedBy } from '../model/model.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { parseSpec } from '../spec/parse-spec.js'
import { resolveModel } from '../spec/resolve.js'
import { readSafetensors, writeSafetensors } from './safetensors.js'

const format = 'parallax-model'
const formatVersion = '1'

/**
 * A model as the bytes of one file: weights, spec, what is learnt from data (such as the moments of
 * `normalization`), loss and metrics. The file is a safetensors file, which other tools read.
 */
export function saveModel(model: Model): Uint8Array {
  const { spec, precision, trainedBy } = model
  const metadata = new Map([
    ['format', format],
    ['version', formatVersion],
    ['precision', precision],
    ['spec', JSON.stringify(spec)],
  ])
  // A custom loss or metric is code, which no file can hold: then evaluate() must be told again.
  if (trainedBy !== undefined && isPlain(trainedBy)) {
    metadata.set('trainedBy', JSON.stringify(trainedBy))
  }
  return writeSafetensors(
    { tensors: new Map(Object.entries(model.weights())), metadata },
    precision,
  )
}

/** Options of {@link loadModel}. */
export interface LoadModelOptions {
  readonly backend: BackendV1
  /** Default: the precision that the model was saved in. */
  readonly precision?: Precision
  /** The definitions of the spec's custom layers: what `defineLayer` gave, as `definition`. */
  readonly customLayers?: readonly LayerDefinition[]
}

/**
 * The model that {@link saveModel} wrote.
 *
 * @throws {FileError} if the bytes are damaged or of another format or version.
 * @throws {SpecError} if the spec uses layers that are not known.
 * @throws {DataError} if a weight is missing or does not fit.
 */
export function loadModel(bytes: Uint8Array, options: LoadModelOptions): Model {
  const { tensors, metadata } = readSafetensors(bytes)
  if (metadata.get('format') !== format || metadata.get('version') !== formatVersion) {
    throw new FileError({
      where: 'model file',
      problem: 'it is not a model of this format and version',
      expected: `${format} ${formatVersion}`,
      received: `${metadata.get('format')} ${metadata.get('version')}`,
    })
  }
  const { backend, customLayers = [] } = options
  const spec = parseSpec(readJson(metadata, 'spec'), { customLayers })
  const precision =
    options.precision ?? (metadata.get('precision') === 'float64' ? 'float64' : 'float32')
  requireWeights(spec, tensors)
  const model = createModel(spec, { backend, precision, weights: Object.fromEntries(tensors) })
  if (!metadata.has('trainedBy')) return model
  return withTrainedBy(model, readJson(metadata, 'trainedBy') as TrainedBy)
}

/** Every weight must be there, before a hostile spec can make anything large. */
function requireWeights(spec: ModelSpec, tensors: ReadonlyMap<string, Tensor>): void {
  for (const { name, weights } of resolveModel(spec).layers) {
    for (const weight of weights) {
      const tensor = tensors.get(`${name}/${weight.name}`)
      if (tensor !== undefined && sameShape(tensor.shape, weight.shape)) continue
      throw new FileError({
        where: `model file, weight '${name}/${weight.name}'`,
        problem: tensor === undefined ? 'it is missing' : 'it has another shape than the spec says',
        expected: showShape(weight.shape),
        ...(tensor && { received: showShape(tensor.shape) }),
      })
    }
  }
}

function readJson(metadata: ReadonlyMap<string, string>, name: string): unknown {
  try {
    return JSON.parse(metadata.get(name) ?? '')
  } catch {
    throw new FileError({ where: `model file, metadata '${name}'`, problem: 'it is not JSON' })
  }
}

/** Whether a value is the same after a trip through JSON. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol' || value === undefined) return false
  if (typeof value !== 'object' || value === null) return true
  const isRecord = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isRecord && Object.values(value).every((part) => part === undefined || isPlain(part))
}
