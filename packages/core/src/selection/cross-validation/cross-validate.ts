import { type Dataset, openData, type RowSource } from '../../data/source.js'
import { takeRows } from '../../data/take-rows.js'
import { architectureOf } from '../../model/architecture.js'
import type { ModelSpec } from '../../spec/model-spec.js'
import { parseSpec } from '../../spec/parse-spec.js'
import { evaluate } from '../../training/evaluate.js'
import { fit } from '../../training/fit.js'
import { objectiveOf } from '../../training/objective.js'
import { summarizeScores } from '../statistics/score-summary.js'
import { type CrossValidateOptions, parseCrossValidation } from './options.js'
import { type PlannedFold, planFolds } from './plan-folds.js'
import type { CrossValidation, FoldResult } from './result.js'
import { trainingMetrics } from './training-metrics.js'

/**
 * Trains a network several times, each time without some of the rows, and judges it on those. Every
 * training starts anew: its first weights and the mean and variance of `normalization` layers come
 * from its own seed and its own training rows. The same call gives the same numbers on the same backend.
 *
 * Scores have their mean, standard deviation and an interval that takes into account that training
 * sets overlap ({@link ScoreSummary}). A fold whose numbers diverged has scores that are not finite.
 *
 * @throws {OptionError} if an option is unknown or does not suit the model.
 * @throws {DataError} if data do not fit, or cannot be divided so.
 * @throws the errors of `fit`.
 *
 * @example
 * const { scores } = await crossValidate(spec, { x, y }, {
 *   backend: native, loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'], epochs: 50,
 *   folds: 5, repeats: 3, stratify: true,
 * })
 * console.log(scores.accuracy) // { mean, standardDeviation, interval: { low, high } }
 */
export async function crossValidate(
  spec: ModelSpec,
  data: Dataset | RowSource,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  const parsed = parseCrossValidation(options)
  const { confidence, fitting } = parsed
  const objective = objectiveOf(architectureOf(parseSpec(spec)), fitting)
  const planned = await planFolds(parsed, openData(data, objective.data, 'data'), objective)
  const done: FoldResult[] = []
  for (const fold of planned) {
    if (options.signal?.aborted) break
    const result = await runFold(fold)
    if (result === undefined) break
    done.push(result)
  }
  return resultOf(done, planned.length, confidence)

  /** Undefined if the signal aborted it. */
  async function runFold(fold: PlannedFold): Promise<FoldResult | undefined> {
    const { repeat, seed, split } = fold
    const train = takeRows(data, fold.fit.train)
    const { onProgress } = options
    const { model, stopped } = await fit(spec, train, {
      ...fitting,
      ...(fold.fit.watch
        ? { validationData: takeRows(data, fold.fit.watch) }
        : trainingMetrics(objective, fitting)),
      seed,
      ...(onProgress && {
        onProgress: (progress) =>
          onProgress({ ...progress, fold: done.length + 1, folds: planned.length }),
      }),
    })
    try {
      if (stopped.reason === 'aborted') return undefined
      const { metrics = [], weightedMetrics = [] } = fitting
      const judgedBy = { metrics, weightedMetrics }
      const scores = await evaluate(model, takeRows(data, split.test), judgedBy)
      const trainScores = await evaluate(model, train, judgedBy)
      const rows = { train: fold.fit.train.length, test: split.test.length }
      const result = { repeat, fold: fold.fold, seed, rows, scores, trainScores, stopped }
      await options.onFold?.(result, model, split)
      return result
    } finally {
      await model.dispose()
    }
  }
}

function resultOf(
  folds: readonly FoldResult[],
  planned: number,
  confidence: number,
): CrossValidation {
  const total = (side: 'train' | 'test') => folds.reduce((sum, { rows }) => sum + rows[side], 0)
  const testShare = total('test') / total('train')
  const summaries = (of: 'scores' | 'trainScores'): CrossValidation['scores'] =>
    Object.fromEntries(
      Object.keys(folds[0]?.[of] ?? {}).map((name) => [
        name,
        summarizeScores(
          folds.map((fold) => (fold[of] as Record<string, number>)[name]!),
          testShare,
          confidence,
        ),
      ]),
    )
  return {
    folds,
    scores: summaries('scores'),
    trainScores: summaries('trainScores'),
    confidence,
    stopped:
      folds.length === planned
        ? { reason: 'completed', message: `All ${planned} trainings are done.` }
        : {
            reason: 'aborted',
            message: `The signal aborted it after ${folds.length} of ${planned} trainings.`,
          },
  }
}
