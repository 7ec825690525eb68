import { describe, test } from 'vitest'
import { expectClose, golden } from '../testing/golden.js'
import { calibratedJoint } from './calibrated-joint.js'
import { confidentLearning } from './confident-learning.js'
import { labelMargins, selfConfidences } from './label-quality.js'
import { pruneByNoiseRate } from './prune-by-noise-rate.js'

const { labels, probabilities, flipped, trueLabels, cleanlab, ...values } = golden('label-noise')

/** Precision and recall of rows against those that were flipped. */
function quality(rows: readonly number[]): { precision: number; recall: number } {
  const hits = rows.filter((row) => flipped.includes(row)).length
  return { precision: hits / rows.length, recall: hits / flipped.length }
}

describe('confident learning', () => {
  const result = confidentLearning(probabilities, labels)

  test('has the thresholds and counts of the reference', () => {
    expectClose(result.thresholds, values.thresholds)
    expectClose(result.thresholds, cleanlab.thresholds)
    expectClose(result.joint, values.confidentJointCounts)
    expectClose(result.joint, cleanlab.confidentJointRaw)
    const counts = [0, 1, 2].map((k) => labels.filter((label: number) => label === k).length)
    expectClose(calibratedJoint(result.joint, counts), cleanlab.confidentJointCalibrated)
  })

  test('suspects the same rows', () => {
    const sorted = result.suspects.toSorted((a, b) => a - b)
    expectClose(sorted, values.offDiagonalRows)
    expectClose(sorted, cleanlab.confidentLearning)
    expectClose(result.suspects.length, cleanlab.numLabelIssues)
    const { precision, recall } = quality(sorted)
    const expected = cleanlab.confidentLearningScore
    expectClose([precision, recall], [expected.precision, expected.recall])
  })

  test('prunes the same rows', () => {
    const rows = pruneByNoiseRate(probabilities, labels)
    expectClose(rows, cleanlab.pruneByNoiseRate)
    const { precision, recall } = quality(rows)
    const expected = cleanlab.pruneByNoiseRateScore
    expectClose([precision, recall], [expected.precision, expected.recall])
  })

  test('ranks rows as the reference', () => {
    const confidences = selfConfidences(probabilities, labels)
    expectClose(confidences, values.selfConfidence)
    expectClose(labelMargins(probabilities, labels), values.normalizedMargin)
    const worst = [...confidences.keys()].sort((i, j) => confidences[i]! - confidences[j]!)
    expectClose(worst.slice(0, cleanlab.numLabelIssues), cleanlab.lowSelfConfidence)
  })

  test('the flipped labels are those that differ from the true ones', () => {
    const different = labels.flatMap((label: number, i: number) =>
      label === trueLabels[i] ? [] : i,
    )
    expectClose(different, flipped)
  })
})
