import { requireSupport } from '../backend/checks.js'
import type { BackendInfo, SessionV1 } from '../backend/contract.js'
import type { Dataset, RowSource } from '../data/source.js'
import { trainableOf } from '../model/layout.js'
import { type Model, modelOf } from '../model/model.js'
import { flatFromState, weightNames, weightState } from '../model/weights.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { runEvaluation } from './evaluate.js'
import type { History, Scores } from './history.js'
import { runLoop, type Stopped } from './loop.js'
import type { FitOptions } from './options.js'
import { type FitPlan, planFit } from './plan.js'
import { bindRows } from './rows.js'
import { initialSlots, trainedState } from './update.js'

/** What `fit` returns. */
export interface FitResult {
  /** The trained model. */
  readonly model: Model
  /**
   * Loss and metrics by epoch over the rows; with validation also `valLoss` and so on. Metrics that
   * need all rows at once, such as `auc`, have values of validation alone.
   */
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
  const plan = await planFit(spec, data, options)
  const { backend, precision } = plan.options
  requireSupport(backend, plan.training.program.graph, { precision })
  if (plan.validation) requireSupport(backend, plan.validation.program.graph, { precision })
  const session = await backend.open({ precision })
  try {
    return await train(plan, session)
  } finally {
    await session.dispose()
  }
}

async function train(plan: FitPlan, session: SessionV1): Promise<FitResult> {
  const { architecture, options, optimizer, training } = plan
  const { backend, precision, loss, metrics, weightedMetrics, lossWeights } = options
  await session.writeState({
    ...weightState(plan.firstWeights),
    ...initialSlots(optimizer, trainableOf(architecture.layout)),
  })
  await bindRows(session, 'training', training.rows, plan.objective.data)
  const program = await session.compile(training.program)
  const validate = await prepareValidation(plan, session)
  const names = weightNames(architecture.layout)
  const source = trainedState(optimizer)
  const readWeights = async () => {
    const { [source]: trainable, ...others } = await session.readState([...names, source])
    return { ...others, trainable: trainable! }
  }
  const compiled = performance.now()
  const { history, stopped, bestWeights } = await runLoop({ plan, program, validate, readWeights })
  const trainMs = performance.now() - compiled
  const flat = flatFromState(architecture.layout, bestWeights ?? (await readWeights()))
  return {
    model: modelOf(architecture, flat, backend, precision, {
      loss,
      metrics,
      weightedMetrics,
      lossWeights,
    }),
    history,
    stopped,
    timing: {
      compileMs: compiled - plan.started,
      trainMs,
      steps: stopped.step,
      stepsPerSecond: (1000 * stopped.step) / trainMs,
    },
    backend: await backend.info(),
  }
}

async function prepareValidation(
  { validation, objective }: FitPlan,
  session: SessionV1,
): Promise<(() => Promise<Scores>) | undefined> {
  if (validation === undefined) return undefined
  const { rows, batches, program } = validation
  await bindRows(session, 'validation', rows, objective.data)
  const compiled = await session.compile(program)
  return async () => {
    const { sums, predictions } = await runEvaluation(compiled, batches, rows.data, objective)
    return sums.scores(batches.rows, predictions)
  }
}
