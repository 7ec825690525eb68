import { requireSupport } from '../backend/checks.js'
import type { BackendV1, ProgramV1, SessionV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { type RowsLike, toRows } from '../data/rows.js'
import { DisposedError } from '../errors/parallax-error.js'
import type { Program } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { NumberArray, Precision } from '../interpreter/kernels/arrays.js'
import type { LossChoice } from '../losses/index.js'
import type { MetricChoice } from '../metrics/index.js'
import { checkSeed } from '../random/draws.js'
import { type ModelSpec, parseSpec } from '../spec/model-spec.js'
import { requireBackend } from '../training/options.js'
import { predictionProgram } from '../training/programs.js'
import { type Architecture, architectureOf } from './architecture.js'
import { type FlatWeights, initialWeights } from './layout.js'
import { replaceWeights, type WeightsByPath, weightState, weightsByPath } from './weights.js'

/** Rows that prediction programs are compiled for: the smallest that holds all rows, or the last. */
const buckets = [1, 16, 256]

/** What a model was trained by. */
export interface TrainedBy {
  readonly loss: LossChoice
  readonly metrics: readonly MetricChoice[]
  readonly weightedMetrics?: readonly MetricChoice[]
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
  /** The weights by `layer/weight`, copied. */
  weights(): Record<string, Tensor>
  /**
   * Outputs for rows, `[rows, …]`.
   * @throws {DataError} if the rows do not fit the model.
   */
  predict(x: RowsLike): Promise<Tensor>
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

/** Outputs of a model for rows; the same as `model.predict(x)`. */
export const predict = (model: Model, x: RowsLike): Promise<Tensor> => model.predict(x)

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
  const programs = new Map<number, Promise<ProgramV1>>()

  const open = async (): Promise<SessionV1> => {
    const session = await backend.open({ precision })
    await session.writeState(weightState(flat))
    return session
  }

  const session = (): Promise<SessionV1> => {
    if (disposed) throw new DisposedError('model')
    opened ??= open()
    return opened
  }

  const programFor = (batchSize: number): Promise<ProgramV1> => {
    const program =
      programs.get(batchSize) ??
      compileFor({ backend, precision, session }, predictionProgram(architecture, batchSize))
    programs.set(batchSize, program)
    return program
  }

  return {
    spec: architecture.spec,
    backend,
    precision,
    architecture,
    ...(trainedBy && { trainedBy }),
    session,
    weights: () => weightsByPath(architecture.layout, flat),
    async predict(x) {
      if (disposed) throw new DisposedError('model')
      const { inputShape, outputShape } = architecture
      const rows = toRows(x, { shape: inputShape, dtype: 'float' }, 'x')
      const batchSize = buckets.find((bucket) => bucket >= rows.count) ?? buckets.at(-1)!
      const program = await programFor(batchSize)
      const data = await predictBatches(program, rows.data, {
        batchSize,
        inputSize: sizeOf(inputShape),
        outputSize: sizeOf(outputShape),
      })
      return { shape: [rows.count, ...outputShape], dtype: 'float', data }
    },
    async dispose() {
      disposed = true
      await (await opened)?.dispose()
    },
  }
}

async function predictBatches(
  program: ProgramV1,
  x: NumberArray,
  {
    batchSize,
    inputSize,
    outputSize,
  }: { batchSize: number; inputSize: number; outputSize: number },
): Promise<NumberArray> {
  const rows = x.length / inputSize
  const parts: NumberArray[] = []
  for (let row = 0; row < rows; row += batchSize) {
    const feed = new Float64Array(batchSize * inputSize)
    feed.set(x.subarray(row * inputSize, (row + batchSize) * inputSize))
    parts.push((await program.run({ x: feed })).output!)
  }
  const Kind = parts[0]!.constructor as new (length: number) => NumberArray
  const outputs = new Kind(rows * outputSize)
  for (const [i, part] of parts.entries()) {
    const start = i * batchSize * outputSize
    outputs.set(part.subarray(0, outputs.length - start), start)
  }
  return outputs
}
