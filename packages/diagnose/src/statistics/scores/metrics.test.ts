import {
  createModel,
  dense,
  evaluate,
  type FitOptions,
  interpreter,
  type Scores,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { expectClose, golden } from '../../testing/golden.js'
import { classScores, countConfusions } from './confusion.js'
import { meanEntropy } from './entropy.js'
import { multiclassAuc } from './multiclass-auc.js'
import { regressionErrors } from './regression-errors.js'
import { areaUnder, precisionRecallCurve, rocCurve } from './threshold-curves.js'

const values = golden('metrics')
const largest = (row: readonly number[]): number => row.indexOf(Math.max(...row))

/** Scores that core gives outputs, through a model that answers with its inputs. */
async function scoresOf(
  outputs: readonly (readonly number[])[],
  y: readonly unknown[],
  loss: FitOptions['loss'],
  metrics: NonNullable<FitOptions['metrics']>,
): Promise<Scores> {
  const units = outputs[0]!.length
  const layers = [dense({ units, useBias: false })]
  const kernel = Array.from({ length: units }, (_, i) =>
    Array.from({ length: units }, (_, j) => (i === j ? 1 : 0)),
  )
  const model = createModel(sequential({ inputShape: [units], layers }), {
    backend: interpreter,
    precision: 'float64',
    weights: { 'dense/kernel': kernel },
  })
  return evaluate(model, { x: outputs, y } as never, { loss, metrics } as never)
}

describe.each([0, 1])('binary predictions %d', (index) => {
  const { yTrue, pPositive, threshold, expected } = values.binary[index]
  const predicted = pPositive.map((p: number) => (p >= threshold ? 1 : 0))

  test('scores of core', async () => {
    const metrics = [
      'balancedAccuracy',
      'matthewsCorrelation',
      'cohensKappa',
      'logLoss',
      'brierScore',
      'auc',
      'averagePrecision',
      'binaryAccuracy',
      'precision',
      'recall',
      'f1Score',
    ]
    const scores = await scoresOf(
      pPositive.map((p: number) => [p]),
      yTrue.map((y: number) => [y]),
      'meanSquaredError',
      // A probability that equals the threshold counts as positive in the reference, not in core.
      metrics.map((name) =>
        /auc|average|log|brier/.test(name) ? name : { name, threshold: threshold - 1e-12 },
      ) as never,
    )
    expectClose(
      metrics.map((name) => scores[name]),
      [
        expected.balancedAccuracy,
        expected.mcc,
        expected.kappa,
        expected.logLoss,
        expected.brier,
        expected.rocAuc,
        expected.averagePrecision,
        expected.accuracy,
        expected.precision,
        expected.recall,
        expected.f1,
      ],
    )
  })

  test('confusions and scores by class', () => {
    const counts = countConfusions(yTrue, predicted, 2)
    expectClose(counts, expected.confusion)
    const { precision, recall, f1, specificity } = classScores(counts)[1]!
    expectClose(
      [precision, recall, f1, specificity],
      [expected.precision, expected.recall, expected.f1, expected.specificity],
    )
  })

  test('curves', () => {
    const roc = rocCurve(yTrue, pPositive)
    expectClose(roc.falsePositiveRate, expected.roc.fpr)
    expectClose(roc.truePositiveRate, expected.roc.tpr)
    expect([roc.thresholds[0], expected.roc.thresholds[0]]).toEqual([
      Number.POSITIVE_INFINITY,
      null,
    ])
    expectClose(roc.thresholds.slice(1), expected.roc.thresholds.slice(1))
    expectClose(areaUnder(roc), expected.rocAuc)
    const curve = precisionRecallCurve(yTrue, pPositive)
    expectClose(curve.precision, expected.pr.precision)
    expectClose(curve.recall, expected.pr.recall)
  })
})

test('predictions checked by hand', async () => {
  const { yTrue, p, rocAuc, averagePrecision, brier } = values.handChecked
  const outputs = p.map((each: number) => [each])
  const targets = yTrue.map((y: number) => [y])
  const names = ['auc', 'averagePrecision', 'brierScore'] as const
  const scores = await scoresOf(outputs, targets, 'meanSquaredError', names)
  expectClose(
    [scores.auc, scores.averagePrecision, scores.brierScore],
    [rocAuc, averagePrecision, brier],
  )
  expectClose(areaUnder(rocCurve(yTrue, p)), rocAuc)
})

describe('several classes', () => {
  const { yTrue, probabilities, expected } = values.multiclass[0]
  const targets = yTrue.map((y: number) => [0, 1, 2, 3].map((k) => (k === y ? 1 : 0)))

  test('scores of core', async () => {
    const scores = await scoresOf(probabilities, targets, 'meanSquaredError', [
      'categoricalAccuracy',
      'balancedAccuracy',
      'matthewsCorrelation',
      'cohensKappa',
      'logLoss',
      'brierScore',
      { name: 'topKCategoricalAccuracy', k: 2 },
    ])
    expectClose(
      [
        scores.categoricalAccuracy,
        scores.balancedAccuracy,
        scores.matthewsCorrelation,
        scores.cohensKappa,
        scores.logLoss,
        scores.brierScore,
        scores.topKCategoricalAccuracy,
      ],
      [
        expected.accuracy,
        expected.balancedAccuracy,
        expected.mcc,
        expected.kappa,
        expected.logLoss,
        expected.brierSumOverClasses,
        expected.top2,
      ],
    )
    const averages = [
      ['macro', expected.f1Macro],
      ['micro', expected.f1Micro],
      ['weighted', expected.f1Weighted],
    ] as const
    for (const [average, f1] of averages) {
      const metrics = [{ name: 'f1Score', average } as const]
      const { f1Score } = await scoresOf(probabilities, targets, 'meanSquaredError', metrics)
      expectClose(f1Score, f1)
    }
  })

  test('confusions and scores by class', () => {
    const counts = countConfusions(yTrue, probabilities.map(largest), 4)
    expectClose(counts, expected.confusion)
    const scores = classScores(counts)
    expectClose(
      [
        scores.map(({ precision }) => precision),
        scores.map(({ recall }) => recall),
        scores.map(({ f1 }) => f1),
      ],
      [expected.precisionPerClass, expected.recallPerClass, expected.f1PerClass],
    )
  })

  test('areas and entropy', () => {
    const areas = multiclassAuc(probabilities, yTrue)
    expectClose(
      [areas.oneVsRestMacro, areas.oneVsRestWeighted, areas.oneVsOneMacro],
      [expected.rocAucOvrMacro, expected.rocAucOvrWeighted, expected.rocAucOvoMacro],
    )
    expectClose(meanEntropy(probabilities), expected.meanEntropyNats)
  })
})

test('regression', async () => {
  const { yTrue, yPred, ...expected } = values.regression
  const outputs = yPred.map((y: number) => [y])
  const targets = yTrue.map((y: number) => [y])
  const scores = await scoresOf(outputs, targets, 'meanSquaredError', [
    'rootMeanSquaredError',
    'meanAbsoluteError',
    'r2Score',
  ])
  const errors = regressionErrors(yTrue, yPred)
  expectClose(
    [
      scores.loss,
      scores.rootMeanSquaredError,
      scores.meanAbsoluteError,
      scores.r2Score,
      errors.medianAbsolute,
      errors.explainedVariance,
      errors.maximum,
    ],
    [
      expected.mse,
      expected.rmse,
      expected.mae,
      expected.r2,
      expected.medianAbsoluteError,
      expected.explainedVariance,
      expected.maxError,
    ],
  )
})
