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
import { withTrainable } from '../spec/with-trainable.js'
import type { BatchOptions } from './batch-inputs.js'
import { type BatchPlan, planBatches } from './batches.js'
import type { CallbackHooks, RunFacts } from './callbacks/callback.js'
import { earlyStopping } from './callbacks/early-stopping.js'
import { type Keeper, keeperOf } from './checkpoints/keeper.js'
import { planEvaluation } from './evaluate.js'
import { fitNormalization } from './fit-data.js'
import { validationName } from './history.js'
import { lossNames, metricsOf, type Objective, objectiveOf } from './objective.js'
import { type FitOptions, type ParsedFitOptions, parseFitOptions } from './options.js'
import { evaluationProgram, trainingProgram } from './programs.js'
import { type OpenedRows, openRows, weighClasses } from './rows.js'

/** Rows, and the order in which they are read. */
export interface Pass {
  readonly rows: OpenedRows
  readonly batches: BatchPlan
  readonly batch: BatchOptions
}

/** The programs of a run, for one choice of layers that learn. */
export interface Programs {
  readonly architecture: Architecture
  readonly training: Program
  readonly validation: Program | undefined
}

/** A callback at work. */
export interface NamedHooks {
  /** Unique within the run: a second one of the same name is `name 2`. */
  readonly name: string
  readonly hooks: CallbackHooks
}

/** Everything that a fit needs but a backend's session. */
export interface FitPlan {
  /** Of the spec as it was given. */
  readonly architecture: Architecture
  readonly objective: Objective
  readonly optimizer: ResolvedOptimizer
  readonly options: ParsedFitOptions
  readonly facts: RunFacts
  readonly callbacks: readonly NamedHooks[]
  readonly keeper: Keeper | undefined
  readonly firstWeights: FlatWeights
  readonly training: Pass
  readonly validation: Pass | undefined
  /** When the checks were over, in milliseconds. */
  readonly started: number
}

/**
 * Checks everything and plans the run, before a backend allocates anything.
 * @throws the errors of `fit`.
 */
export async function planFit(
  spec: ModelSpec,
  data: Dataset | RowSource,
  given: FitOptions,
): Promise<FitPlan> {
  const options = parseFitOptions(given)
  const architecture = architectureOf(parseSpec(spec))
  const objective = objectiveOf(architecture, options)
  requireValidation(objective, options)
  const optimizer = resolveOptimizer(options.optimizer)
  const open = (rows: Dataset | RowSource, where: string): Promise<OpenedRows> =>
    openRows(rows, objective.data, options.residency, where)
  const trainingRows = weighClasses(await open(data, 'data'), objective, options.classWeight)
  const validationRows =
    options.validationData && (await open(options.validationData, 'validationData'))
  const training = trainingPass(trainingRows, objective, options)
  const { stepsPerEpoch } = training.batches
  const { epochs, checkpoint } = options
  const values = valuesOf(objective, validationRows !== undefined)
  const facts = {
    spec: architecture.spec,
    values,
    epochs,
    stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
  }
  const callbacks = beginCallbacks(options, facts)
  const keeper = checkpoint && keeperOf(checkpoint, facts)
  const started = performance.now()
  return {
    architecture,
    objective,
    optimizer,
    options,
    facts,
    callbacks,
    keeper,
    firstWeights: await prepareWeights(architecture, objective, options, trainingRows),
    training,
    validation: validationRows && validationPass(validationRows, objective),
    started,
  }
}

function beginCallbacks(
  { callbacks, earlyStopping: stopping }: ParsedFitOptions,
  facts: RunFacts,
): NamedHooks[] {
  const all = [...callbacks, ...(stopping ? [earlyStopping(stopping)] : [])]
  return all.map(({ name, begin }, i) => {
    const before = all.slice(0, i).filter((other) => other.name === name).length
    return { name: before === 0 ? name : `${name} ${before + 1}`, hooks: begin(facts) }
  })
}

/**
 * The programs of a run in which some layers are frozen or set free against the spec.
 * @throws {SpecError} if no layer is left to train.
 */
export function programsOf(
  { architecture: original, objective, optimizer, training, validation }: FitPlan,
  trainable: Readonly<Record<string, boolean>>,
): Programs {
  const changed = withTrainable(original.spec, trainable)
  const architecture = changed === original.spec ? original : architectureOf(changed)
  requireTrainable(architecture)
  return {
    architecture,
    training: trainingProgram(architecture, objective, optimizer, training.batch),
    validation: validation && evaluationProgram(architecture, objective, validation.batch),
  }
}

function trainingPass(
  rows: OpenedRows,
  objective: Objective,
  { shuffle, seed, batchSize }: ParsedFitOptions,
): Pass {
  const count = rows.data.rows
  const batches = planBatches(count, Math.min(batchSize, count), shuffle ? { seed } : undefined)
  return { rows, batches, batch: batchOf(rows, objective, batches, 'training') }
}

function validationPass(rows: OpenedRows, objective: Objective): Pass {
  const batches = planEvaluation(rows.data.rows)
  return { rows, batches, batch: batchOf(rows, objective, batches, 'validation') }
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
export function valuesOf(
  objective: Objective,
  validated: boolean,
): Record<string, 'higher' | 'lower'> {
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
