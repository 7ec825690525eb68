import { requireSupport } from '../backend/checks.js'
import type { BackendV1, ProgramV1, SessionV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { type NamedRows, toColumns } from '../data/columns.js'
import type { RowsLike } from '../data/rows.js'
import { DisposedError, OptionError } from '../errors/parallax-error.js'
import type { Json } from '../files/json-metadata.js'
import type { Program } from '../graph/program.js'
import type { Shape } from '../graph/types.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import type { LossChoice } from '../losses/index.js'
import type { MetricChoice } from '../metrics/index.js'
import { checkSeed } from '../random/draws.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { parseSpec } from '../spec/parse-spec.js'
import { requireBackend } from '../training/options.js'
import { predictionProgram } from '../training/programs.js'
import { type Architecture, architectureOf } from './architecture.js'
import { checkDetails } from './check-details.js'
import { type FlatWeights, initialWeights } from './layout.js'
import { bucketFor, predictBatches } from './predict.js'
import { replaceWeights, type WeightsByPath, weightState, weightsByPath } from './weights.js'

/** What a model was trained by. */
export interface TrainedBy {
  readonly loss: LossChoice | Readonly<Record<string, LossChoice>>
  readonly metrics: readonly MetricChoice[] | Readonly<Record<string, readonly MetricChoice[]>>
  readonly weightedMetrics?: TrainedBy['metrics']
  readonly lossWeights?: Readonly<Record<string, number>> | undefined
}

/** What goes with a model and is kept in its file, though no graph reads it. */
export interface ModelDetails {
  /** Names of the classes in the order of the output's values; of several outputs, by output. */
  readonly classNames?: readonly string[] | Readonly<Record<string, readonly string[]>>
  /** How raw rows become the model's inputs; plain data, which core keeps for whoever wrote it. */
  readonly preprocessing?: Json
}

/** A network with its weights, and the backend that runs it. */
export interface Model {
  readonly spec: ModelSpec
  readonly backend: BackendV1
  readonly precision: Precision
  /** What follows from the spec: layers, shapes, layout of the weights. */
  readonly architecture: Architecture
  /** The loss and metrics that `fit` trained it by; none for a model that was never trained. */
  readonly trainedBy?: TrainedBy
  /** Class names and preprocessing; see {@link withDetails}. */
  readonly details?: ModelDetails
  /** The weights by `layer/weight`, copied. */
  weights(): Record<string, Tensor>
  /**
   * The only output for rows, `[rows, …]`.
   * @throws {DataError} if the rows do not fit the model.
   * @throws {OptionError} if the model has several outputs.
   */
  predict(x: RowsLike | NamedRows): Promise<Tensor>
  /**
   * Every output for rows, by name.
   * @throws {DataError} if the rows do not fit the model.
   */
  predictAll(x: RowsLike | NamedRows): Promise<Record<string, Tensor>>
  /** The session that holds the weights as state; opened at the first call. */
  session(): Promise<SessionV1>
  /** Frees what the backend holds. Disposing twice is harmless. */
  dispose(): Promise<void>
}

/** Options of {@link createModel}. */
export interface ModelOptions {
  readonly backend: BackendV1
  /** Default `float32`. */
  readonly precision?: Precision
  /** Decides the weights. Default 0. */
  readonly seed?: number
  /** Take the place of the weights that the seed would give, all or some. */
  readonly weights?: WeightsByPath
}

/**
 * An untrained model, or one with given weights.
 * @throws {SpecError} if the spec is wrong. @throws {DataError} if a weight does not fit.
 */
export function createModel(spec: ModelSpec, options: ModelOptions): Model {
  const { backend, precision = 'float32', seed = 0, weights = {} } = options
  requireBackend(backend)
  const architecture = architectureOf(parseSpec(spec))
  const first = initialWeights(architecture.layout, checkSeed(seed))
  const flat = replaceWeights(architecture.layout, first, weights)
  return modelOf(architecture, flat, backend, precision)
}

/** The same model, with the loss and metrics that it was trained by. */
export const withTrainedBy = (model: Model, trainedBy: TrainedBy): Model => ({
  ...model,
  trainedBy,
})

/**
 * The same model, with class names or preprocessing that its file will keep. What it has already
 * stays where nothing new is given.
 * @throws {DataError} if class names do not fit the outputs, or preprocessing is not plain data.
 */
export function withDetails(model: Model, details: ModelDetails): Model {
  checkDetails(details, model.architecture)
  const all = { ...model.details, ...details }
  return Object.keys(all).length === 0 ? model : { ...model, details: all }
}

/** Outputs of a model for rows; the same as `model.predict(x)`. */
export const predict = (model: Model, x: RowsLike | NamedRows): Promise<Tensor> => model.predict(x)

const outputShapes = ({ outputs }: Architecture): Record<string, Shape> =>
  Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))

function soleOutput({ outputs }: Architecture, values: Record<string, Tensor>): Tensor {
  const names = Object.keys(outputs)
  if (names.length === 1) return values[names[0]!]!
  throw new OptionError({
    where: 'predict',
    problem: `the model has several outputs: ${names.join(', ')}`,
    hint: 'Call predictAll(), which gives all of them by name.',
  })
}

/**
 * Compiles a program that reads the weights of a model.
 * @throws {UnsupportedError} if the model's backend cannot run it.
 */
export async function compileFor(
  { backend, precision, session }: Pick<Model, 'backend' | 'precision' | 'session'>,
  program: Program,
): Promise<ProgramV1> {
  requireSupport(backend, program.graph, { precision })
  return (await session()).compile(program)
}

/** A model of known architecture and weights. */
export function modelOf(
  architecture: Architecture,
  flat: FlatWeights,
  backend: BackendV1,
  precision: Precision,
  trainedBy?: TrainedBy,
): Model {
  let opened: Promise<SessionV1> | undefined
  let disposed = false
  const shapes = outputShapes(architecture)
  const programs = new Map<number, Promise<ProgramV1>>()

  const open = async (): Promise<SessionV1> => {
    const session = await backend.open({ precision })
    try {
      await session.writeState(weightState(flat))
    } catch (error) {
      await session.dispose()
      throw error
    }
    return session
  }

  const session = (): Promise<SessionV1> => {
    if (disposed) return Promise.reject(new DisposedError('model'))
    opened ??= open().catch((error) => {
      opened = undefined // so that it works once what was missing is there
      throw error
    })
    return opened
  }

  const programFor = (batchSize: number): Promise<ProgramV1> => {
    const known = programs.get(batchSize)
    if (known !== undefined) return known
    const program = compileFor(
      { backend, precision, session },
      predictionProgram(architecture, batchSize),
    )
    programs.set(batchSize, program)
    program.catch(() => programs.delete(batchSize))
    return program
  }

  const predictAll = async (x: RowsLike | NamedRows): Promise<Record<string, Tensor>> => {
    if (disposed) throw new DisposedError('model')
    const { rows, columns } = toColumns({ x }, { x: architecture.inputRows, y: {} }, 'predict')
    return predictBatches(await programFor(bucketFor(rows)), shapes, columns, rows)
  }

  return {
    spec: architecture.spec,
    backend,
    precision,
    architecture,
    ...(trainedBy && { trainedBy }),
    session,
    weights: () => weightsByPath(architecture.layout, flat),
    predict: async (x) => soleOutput(architecture, await predictAll(x)),
    predictAll,
    async dispose() {
      disposed = true
      programs.clear()
      const session = await opened?.catch(() => undefined)
      await session?.dispose()
    },
  }
}
