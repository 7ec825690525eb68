import type { ProgramV1 } from '../backend/contract.js'
import {
  bytesOfRow,
  type Dataset,
  type ResidentData,
  type RowSource,
  type StreamedData,
} from '../data/source.js'
import type { LossChoice } from '../losses/index.js'
import type { MetricChoice, NameOfMetric, NameOfWeighted } from '../metrics/index.js'
import { compileFor, type Model } from '../model/model.js'
import { type BatchPlan, batchFeeds, planBatches, rowCountOfStep } from './batches.js'
import { chunkSizer, yieldToEventLoop } from './chunks.js'
import type { Scores } from './history.js'
import { type Objective, objectiveOf } from './objective.js'
import { type PredictionsByOutput, predictionRows } from './predictions.js'
import { evaluationProgram } from './programs.js'
import { openRows } from './rows.js'
import { type ScoreSums, scoreSums } from './scores.js'

/** Options of {@link evaluate}; of several outputs, each for all of them or by output. */
export interface EvaluateOptions<
  Metric extends MetricChoice = MetricChoice,
  Weighted extends MetricChoice = MetricChoice,
> {
  /** Default: the loss that `fit` trained the model by. */
  readonly loss?: LossChoice | Readonly<Record<string, LossChoice>>
  /** Default: the metrics that `fit` was given. */
  readonly metrics?: readonly Metric[] | Readonly<Record<string, readonly Metric[]>>
  /**
   * Metrics that sample weights weigh; scores call them `weighted…`. Default: those that `fit` was
   * given.
   */
  readonly weightedMetrics?: readonly Weighted[] | Readonly<Record<string, readonly Weighted[]>>
  /** Share of each output's loss in the total, by output. Default 1. */
  readonly lossWeights?: Readonly<Record<string, number>>
}

/** Rows per step of an evaluation; the scores do not depend on it. */
const evaluationBatch = 256

/** The plan by which data are evaluated: in their own order. */
export const planEvaluation = (rows: number): BatchPlan =>
  planBatches(rows, Math.min(rows, evaluationBatch), undefined)

/**
 * Loss and metrics of a model on data. The loss is a mean over the rows, weighed by sample weights
 * (their sum does not divide it); metrics are weighed only as `weightedMetrics`.
 *
 * @throws {DataError} if the data do not fit. @throws {OptionError} if the loss or a metric does not.
 */
export async function evaluate<
  const Metric extends MetricChoice,
  const Weighted extends MetricChoice,
>(
  model: Model,
  data: Dataset | RowSource,
  options: EvaluateOptions<Metric, Weighted> = {},
): Promise<Scores<NameOfMetric<Metric> | NameOfWeighted<Weighted>>> {
  const objective = objectiveOf(model.architecture, { ...model.trainedBy, ...options })
  const { sums, predictions, rows } = await evaluateSums(model, data, objective)
  return sums.scores(rows, predictions)
}

/** What an evaluation program gives over all rows of some data. */
export interface Evaluated {
  readonly sums: ScoreSums
  readonly predictions: PredictionsByOutput
  readonly rows: number
}

/**
 * Evaluates a model on data, up to the sums.
 * @throws {DataError} if the data do not fit.
 */
export async function evaluateSums(
  model: Model,
  data: Dataset | RowSource,
  objective: Objective,
): Promise<Evaluated> {
  const rows = await openRows(data, objective.data, 'streamed', 'data')
  const batches = planEvaluation(rows.data.rows)
  const batch = { ...rows, expected: objective.data, batchSize: batches.batchSize, prefix: '' }
  const program = await compileFor(model, evaluationProgram(model.architecture, objective, batch))
  try {
    return await runEvaluation(program, batches, rows.data, objective)
  } finally {
    await program.dispose()
  }
}

/** Runs an evaluation program over all rows of its data. */
export async function runEvaluation(
  program: ProgramV1,
  plan: BatchPlan,
  data: ResidentData | StreamedData,
  objective: Objective,
): Promise<Evaluated> {
  const sums = scoreSums(objective)
  const collected = predictionRows(objective, plan.rows)
  const sizer = chunkSizer(plan.batchSize * bytesOfRow(objective.data))
  for (let step = 0; step < plan.stepsPerEpoch; ) {
    const count = sizer.next(plan.stepsPerEpoch - step)
    const started = performance.now()
    const feeds = await batchFeeds(plan, data, step, count)
    const outputs = await program.runSteps(feeds, count)
    sizer.took(count, performance.now() - started)
    for (let i = 0; i < count; i++) {
      sums.add(outputs, i, count)
      collected.add(outputs, i, count, rowCountOfStep(plan, step + i))
    }
    step += count
    if (step < plan.stepsPerEpoch) await yieldToEventLoop()
  }
  return { sums, predictions: collected.all(), rows: plan.rows }
}
