import { describe, expect, test } from 'vitest'
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

  test('by hand: the most probable class of those that reach their threshold', () => {
    const rows = [
      [0.5, 0.45, 0.05],
      [0.4, 0.2, 0.4],
      [0.6, 0.3, 0.1],
      [0.78, 0.22, 0],
    ]
    const { thresholds, joint, suspects } = confidentLearning(rows, [0, 0, 1, 1])
    expectClose(thresholds.slice(0, 2), [0.45, 0.26])
    expect(thresholds[2]).toBe(Number.POSITIVE_INFINITY)
    // Row 1 reaches none. The least sure of its own label comes first.
    expect([joint, suspects]).toEqual([
      [
        [1, 0, 0],
        [2, 0, 0],
        [0, 0, 0],
      ],
      [3, 2],
    ])
  })

  test('a probability that equals its threshold but for rounding reaches it', () => {
    // The mean of three times 0.1 is 0.10000000000000002.
    const rows = [[0.1, 0.9], [0.1, 0.9], [0.1, 0.9], [0.05, 0.95]] // biome-ignore format: a table
    expect(confidentLearning(rows, [0, 0, 0, 1]).joint).toEqual([[3, 0], [0, 1]]) // biome-ignore format: a table
  })

  test('a label none of whose rows is confident keeps all of its own', () => {
    expect(calibratedJoint([[0, 0], [1, 2]], [4, 6])).toEqual([[4, 0], [2, 4]]) // biome-ignore format: a table
  })

  test('prunes the same rows', () => {
    const rows = pruneByNoiseRate(probabilities, labels)
    expectClose(rows, cleanlab.pruneByNoiseRate)
    const { precision, recall } = quality(rows)
    const expected = cleanlab.pruneByNoiseRateScore
    expectClose([precision, recall], [expected.precision, expected.recall])
  })

  test('prunes no row whose label is the most probable class', () => {
    // Of four rows labelled 0 one is confidently of class 0 and one of class 1: so two may be of class 1.
    const rows = [[0.1, 0.9], [0.51, 0.49], [0.51, 0.49], [0.99, 0.01], [0.2, 0.8]] // biome-ignore format: a table
    const own = [0, 0, 0, 0, 1]
    const { joint } = confidentLearning(rows, own)
    expect(calibratedJoint(joint, [4, 1])).toEqual([[2, 2], [0, 1]]) // biome-ignore format: a table
    expect(pruneByNoiseRate(rows, own)).toEqual([0])
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
