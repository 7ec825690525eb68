import type { Dataset, RowSource } from '../data/source.js'
import { OptionError, SpecError } from '../errors/parallax-error.js'
import type { Program } from '../graph/program.js'
import { isSumMetric } from '../metrics/definition.js'
import { type Architecture, architectureOf } from '../model/architecture.js'
import { type FlatWeights, initialWeights } from '../model/layout.js'
import { replaceWeights } from '../model/weights.js'
import { type ResolvedOptimizer, resolveOptimizer } from '../optimizers/index.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { parseSpec } from '../spec/parse-spec.js'
import type { BatchOptions } from './batch-inputs.js'
import { type BatchPlan, planBatches } from './batches.js'
import { type EarlyStopping, earlyStopping } from './early-stopping.js'
import { planEvaluation } from './evaluate.js'
import { fitNormalization } from './fit-data.js'
import { validationName } from './history.js'
import { lossNames, metricsOf, type Objective, objectiveOf } from './objective.js'
import { type FitOptions, type ParsedFitOptions, parseFitOptions } from './options.js'
import { evaluationProgram, trainingProgram } from './programs.js'
import { type OpenedRows, openRows, weighClasses } from './rows.js'

/** Rows, the order in which they are read, and the program that reads them. */
export interface Pass {
  readonly rows: OpenedRows
  readonly batches: BatchPlan
  readonly program: Program
}

/** Everything that a fit needs but a backend's session. */
export interface FitPlan {
  readonly architecture: Architecture
  readonly objective: Objective
  readonly optimizer: ResolvedOptimizer
  readonly options: ParsedFitOptions
  readonly watcher: EarlyStopping | undefined
  readonly firstWeights: FlatWeights
  readonly training: Pass
  readonly validation: Pass | undefined
  /** When the checks were over, in milliseconds. */
  readonly started: number
}

/**
 * Checks everything and builds the programs, before a backend allocates anything.
 * @throws the errors of `fit`.
 */
export async function planFit(
  spec: ModelSpec,
  data: Dataset | RowSource,
  given: FitOptions,
): Promise<FitPlan> {
  const options = parseFitOptions(given)
  const architecture = architectureOf(parseSpec(spec))
  requireTrainable(architecture)
  const objective = objectiveOf(architecture, options)
  requireValidation(objective, options)
  const optimizer = resolveOptimizer(options.optimizer)
  const open = (rows: Dataset | RowSource, where: string): Promise<OpenedRows> =>
    openRows(rows, objective.data, options.residency, where)
  const training = weighClasses(await open(data, 'data'), objective, options.classWeight)
  const validation =
    options.validationData && (await open(options.validationData, 'validationData'))
  const values = valuesOf(objective, validation !== undefined)
  const watcher = options.earlyStopping && earlyStopping(options.earlyStopping, values)
  const started = performance.now()
  const firstWeights = await prepareWeights(architecture, objective, options, training)
  const shared = { architecture, objective, optimizer, options }
  return {
    ...shared,
    watcher,
    firstWeights,
    training: trainingPass(shared, training),
    validation: validation && validationPass(shared, validation),
    started,
  }
}

type Shared = Pick<FitPlan, 'architecture' | 'objective' | 'optimizer' | 'options'>

function trainingPass(
  { architecture, objective, optimizer, options }: Shared,
  rows: OpenedRows,
): Pass {
  const { shuffle, seed } = options
  const count = rows.data.rows
  const batches = planBatches(
    count,
    Math.min(options.batchSize, count),
    shuffle ? { seed } : undefined,
  )
  const batch = batchOf(rows, objective, batches, 'training')
  return { rows, batches, program: trainingProgram(architecture, objective, optimizer, batch) }
}

function validationPass({ architecture, objective }: Shared, rows: OpenedRows): Pass {
  const batches = planEvaluation(rows.data.rows)
  const batch = batchOf(rows, objective, batches, 'validation')
  return { rows, batches, program: evaluationProgram(architecture, objective, batch) }
}

const batchOf = (
  rows: OpenedRows,
  { data: expected }: Objective,
  { batchSize }: BatchPlan,
  prefix: string,
): BatchOptions => ({ ...rows, expected, batchSize, prefix })

async function prepareWeights(
  architecture: Architecture,
  { data: expected }: Objective,
  { seed, initialWeights: given = {} }: ParsedFitOptions,
  { data }: OpenedRows,
): Promise<FlatWeights> {
  const flat = initialWeights(architecture.layout, seed)
  await fitNormalization(architecture, flat, data, expected)
  return replaceWeights(architecture.layout, flat, given)
}

function requireTrainable({ layout }: Architecture): void {
  if (layout.sizes.trainable > 0) return
  throw new SpecError({
    where: 'spec',
    problem: 'no layer has weights to train',
    hint: 'Add a layer that has, such as dense().',
  })
}

function requireValidation(objective: Objective, { validationData }: ParsedFitOptions): void {
  if (validationData !== undefined) return
  const { name } = metricsOf(objective).find(({ definition }) => !isSumMetric(definition)) ?? {}
  if (name === undefined) return
  throw new OptionError({
    where: `option metrics (${name})`,
    problem: 'it needs all rows at once, which training steps do not have',
    hint: 'Give validationData, or ask evaluate() for it.',
  })
}

/** The values that the history will have, and which are the better ones. */
function valuesOf(objective: Objective, validated: boolean): Record<string, 'higher' | 'lower'> {
  const metrics = metricsOf(objective)
  const inTraining = metrics.filter(({ definition }) => isSumMetric(definition))
  const losses = lossNames(objective).map((name) => [name, 'lower'] as const)
  const betterOf = (list: typeof metrics) =>
    list.map(({ name, definition }) => [name, definition.better] as const)
  const trained = [...losses, ...betterOf(inTraining)]
  const validation = [...losses, ...betterOf(metrics)].map(
    ([name, better]) => [validationName(name), better] as const,
  )
  return Object.fromEntries(validated ? [...trained, ...validation] : trained)
}
