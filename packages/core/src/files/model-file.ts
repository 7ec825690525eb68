import type { BackendV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { FileError } from '../errors/parallax-error.js'
import { sameShape, showShape } from '../graph/shape.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import type { LayerDefinition } from '../layers/definition.js'
import {
  createModel,
  type Model,
  type ModelDetails,
  type TrainedBy,
  withDetails,
  withTrainedBy,
} from '../model/model.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { parseSpec } from '../spec/parse-spec.js'
import { resolveModel } from '../spec/resolve.js'
import { isPlain, readJson } from './json-metadata.js'
import { type FileFormat, readSealed, writeSealed } from './sealed-file.js'

/** A model file of this version, and how older ones become it. */
const modelFormat: FileFormat = { format: 'parallax-model', version: 1, migrations: {} }

/**
 * A model as the bytes of one file: weights, spec, what is learnt from data (such as the moments of
 * `normalization`), class names and preprocessing, loss and metrics. The file is a safetensors file,
 * which other tools read; a checksum over all of it is among its metadata.
 */
export function saveModel(model: Model): Uint8Array {
  const { spec, precision, trainedBy, details } = model
  const metadata = new Map([
    ['precision', precision],
    ['spec', JSON.stringify(spec)],
  ])
  // A custom loss or metric is code, which no file can hold: then evaluate() must be told again.
  if (trainedBy !== undefined && isPlain(trainedBy)) {
    metadata.set('trainedBy', JSON.stringify(trainedBy))
  }
  if (details !== undefined) metadata.set('details', JSON.stringify(details))
  const tensors = new Map(Object.entries(model.weights()))
  return writeSealed(modelFormat, { tensors, metadata }, precision)
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
 * The model that {@link saveModel} wrote, in this version or an older one.
 *
 * @throws {FileError} if the bytes are damaged, or of another format or a newer version.
 * @throws {SpecError} if the spec uses layers that are not known.
 * @throws {DataError} if a weight does not fit.
 */
export function loadModel(bytes: Uint8Array, options: LoadModelOptions): Model {
  const { tensors, metadata } = readSealed(modelFormat, bytes)
  const { backend, customLayers = [] } = options
  const spec = parseSpec(readJson(metadata, 'spec'), { customLayers })
  const precision =
    options.precision ?? (metadata.get('precision') === 'float64' ? 'float64' : 'float32')
  requireWeights(spec, tensors)
  const model = createModel(spec, { backend, precision, weights: Object.fromEntries(tensors) })
  const details = metadata.has('details') ? (readJson(metadata, 'details') as ModelDetails) : {}
  const named = withDetails(model, details)
  if (!metadata.has('trainedBy')) return named
  return withTrainedBy(named, readJson(metadata, 'trainedBy') as TrainedBy)
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
