import { requireSupport } from '../backend/checks.js'
import type { BackendInfo, ProgramV1, SessionV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import {
  type Dataset,
  openData,
  type ResidentData,
  type RowSource,
  type StreamedData,
  streamOf,
} from '../data/source.js'
import { SpecError } from '../errors/parallax-error.js'
import { inputsOf, type Program } from '../graph/program.js'
import { type Architecture, architectureOf } from '../model/architecture.js'
import { type FlatWeights, initialWeights } from '../model/layout.js'
import { type Model, modelOf, type TrainedBy } from '../model/model.js'
import { flatFromState, replaceWeights, weightNames, weightState } from '../model/weights.js'
import { type ResolvedOptimizer, resolveOptimizer } from '../optimizers/index.js'
import { type ModelSpec, parseSpec } from '../spec/model-spec.js'
import { type BatchPlan, planBatches } from './batches.js'
import { earlyStopping } from './early-stopping.js'
import { isWeighted, planEvaluation, runEvaluation } from './evaluate.js'
import { fitNormalization } from './fit-data.js'
import { type History, type Scores, validationName } from './history.js'
import { runLoop, type Stopped } from './loop.js'
import { type Objective, objectiveOf } from './objective.js'
import { type FitOptions, type ParsedFitOptions, parseFitOptions } from './options.js'
import { evaluationProgram, trainingProgram } from './programs.js'

/** What `fit` returns. */
export interface FitResult {
  /** The trained model. */
  readonly model: Model
  /** Loss and metrics by epoch, as means over the rows; with validation also `valLoss` and so on. */
  readonly history: History
  /** Why training ended, and when. */
  readonly stopped: Stopped
  readonly timing: {
    /** From the checked data to programs ready to run. */
    readonly compileMs: number
    readonly trainMs: number
    readonly steps: number
    readonly stepsPerSecond: number
  }
  /** What really ran. */
  readonly backend: BackendInfo
}

/**
 * Trains a network. Everything that is random follows from the seed, so that the same call gives
 * the same numbers on the same backend.
 *
 * @throws {SpecError} if the spec is wrong. @throws {DataError} if data do not fit it.
 * @throws {OptionError} if an option is unknown or does not suit the model.
 * @throws {UnsupportedError} if the backend cannot run the model.
 *
 * @example
 * const run = await fit(spec, { x, y }, { backend: native, loss: 'meanSquaredError', epochs: 100 })
 * await run.model.predict(x)
 */
export async function fit(
  spec: ModelSpec,
  data: Dataset | RowSource,
  options: FitOptions,
): Promise<FitResult> {
  const parsed = parseFitOptions(options)
  const architecture = architectureOf(parseSpec(spec))
  requireTrainable(architecture)
  const objective = objectiveOf(architecture, parsed.loss, parsed.metrics)
  const training = await openRows(data, objective, parsed.residency, 'data')
  const validation =
    parsed.validationData &&
    (await openRows(parsed.validationData, objective, parsed.residency, 'validationData'))
  const optimizer = resolveOptimizer(parsed.optimizer)
  const watcher =
    parsed.earlyStopping &&
    earlyStopping(parsed.earlyStopping, namesOf(objective, validation !== undefined))
  const started = performance.now()
  const first = await firstWeights(architecture, parsed, training, objective)
  const programs = buildPrograms(architecture, objective, optimizer, training, validation, parsed)
  const { backend, precision } = parsed
  for (const { graph } of [programs.training, programs.validation ?? programs.training]) {
    requireSupport(backend, graph, { precision })
  }
  const session = await backend.open({ precision })
  try {
    await session.writeState(weightState(first))
    await bindRows(session, 'training', training, objective)
    const step = await session.compile(programs.training)
    const validate =
      validation && (await prepareValidation(session, programs.validation!, validation, objective))
    const compiled = performance.now()
    const names = weightNames(architecture.layout)
    const { history, stopped, steps, bestWeights } = await runLoop({
      program: step,
      plan: programs.plan,
      data: training.data,
      objective,
      optimizer,
      options: parsed,
      feeds: feedNames(programs.training),
      watcher,
      validate,
      readWeights: () => session.readState(names),
    })
    const trained = performance.now()
    const flat = flatFromState(architecture.layout, bestWeights ?? (await session.readState(names)))
    const seconds = (trained - compiled) / 1000
    return {
      model: modelOf(architecture, flat, backend, precision, trainedBy(parsed)),
      history,
      stopped,
      timing: {
        compileMs: compiled - started,
        trainMs: trained - compiled,
        steps,
        stepsPerSecond: steps / seconds,
      },
      backend: await backend.info(),
    }
  } finally {
    await session.dispose()
  }
}

const trainedBy = ({ loss, metrics }: ParsedFitOptions): TrainedBy => ({ loss, metrics })

function requireTrainable({ layout }: Architecture): void {
  if (layout.sizes.trainable > 0) return
  throw new SpecError({
    where: 'spec',
    problem: 'no layer has weights to train',
    hint: 'Add a layer that has, such as dense().',
  })
}

const feedNames = ({ graph }: Program): Set<string> =>
  new Set(
    inputsOf(graph)
      .filter(({ attributes }) => attributes.source === 'feed')
      .map(({ attributes }) => attributes.name),
  )

/** Checked data and whether their rows have weights. */
interface OpenedRows {
  readonly data: ResidentData | StreamedData
  readonly weighted: boolean
}

async function openRows(
  data: Dataset | RowSource,
  objective: Objective,
  residency: 'resident' | 'streamed',
  where: string,
): Promise<OpenedRows> {
  const opened = openData(data, objective.data, where)
  if (opened.kind === 'streamed') return { data: opened, weighted: await isWeighted(opened) }
  const weighted = opened.sampleWeight !== undefined
  return { data: residency === 'streamed' ? streamOf(opened, objective.data) : opened, weighted }
}

const namesOf = ({ metrics }: Objective, validated: boolean): string[] => {
  const names = ['loss', ...metrics.map(({ name }) => name)]
  return validated ? [...names, ...names.map(validationName)] : names
}

async function firstWeights(
  architecture: Architecture,
  { seed, initialWeights: given }: ParsedFitOptions,
  training: OpenedRows,
  objective: Objective,
): Promise<FlatWeights> {
  const flat = initialWeights(architecture.layout, seed)
  await fitNormalization(architecture, flat, training.data, objective.data)
  return replaceWeights(architecture.layout, flat, given ?? {})
}

function buildPrograms(
  architecture: Architecture,
  objective: Objective,
  optimizer: ResolvedOptimizer,
  training: OpenedRows,
  validation: OpenedRows | undefined,
  { batchSize, shuffle, seed }: ParsedFitOptions,
) {
  const { rows } = training.data
  const plan = planBatches(rows, Math.min(batchSize, rows), shuffle ? { seed } : undefined)
  const batchOf = (prefix: string, opened: OpenedRows, { batchSize: size }: BatchPlan) => ({
    batchSize: size,
    expected: objective.data,
    prefix,
    ...opened,
  })
  return {
    plan,
    training: trainingProgram(
      architecture,
      objective,
      optimizer,
      batchOf('training', training, plan),
    ),
    validation:
      validation &&
      evaluationProgram(
        architecture,
        objective,
        batchOf('validation', validation, planEvaluation(validation.data.rows)),
      ),
  }
}

async function bindRows(
  session: SessionV1,
  prefix: string,
  { data }: OpenedRows,
  { data: expected }: Objective,
): Promise<void> {
  if (data.kind === 'streamed') return
  const { rows, x, y, sampleWeight } = data
  const tensors: Record<string, Tensor | undefined> = {
    x: { shape: [rows, ...expected.x.shape], dtype: expected.x.dtype, data: x },
    y: { shape: [rows, ...expected.y.shape], dtype: expected.y.dtype, data: y },
    sampleWeight: sampleWeight && { shape: [rows], dtype: 'float', data: sampleWeight },
  }
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor !== undefined) await session.bind(`${prefix}/${name}`, tensor)
  }
}

async function prepareValidation(
  session: SessionV1,
  program: ReturnType<typeof evaluationProgram>,
  validation: OpenedRows,
  objective: Objective,
): Promise<() => Promise<Scores>> {
  await bindRows(session, 'validation', validation, objective)
  const compiled: ProgramV1 = await session.compile(program)
  const plan = planEvaluation(validation.data.rows)
  return () => runEvaluation(compiled, plan, validation.data, objective)
}
