import { randomKey, uniforms } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { golden } from '../testing/golden.js'
import { labelNoiseTest } from './null-distribution.js'

const rows = 300

/** Class 1's true probability of each row, and labels drawn from it. */
function drawnLabels(seed: number, sharpness: number): { truth: number[]; labels: number[] } {
  const places = uniforms(randomKey(seed, 'places'), rows)
  const draws = uniforms(randomKey(seed, 'draws'), rows)
  const truth = Array.from(places, (u) => 1 / (1 + Math.exp(-sharpness * (u - 0.5))))
  return { truth, labels: truth.map((p, i) => (draws[i]! < p ? 1 : 0)) }
}

const both = (truth: readonly number[]): number[][] => truth.map((p) => [1 - p, p])
const flip = (labels: readonly number[], seed: number, share: number): number[] => {
  const draws = uniforms(randomKey(seed, 'flips'), rows)
  return labels.map((label, i) => (draws[i]! < share ? 1 - label : label))
}
const count = (of: (seed: number) => boolean): number =>
  Array.from({ length: 40 }, (_, seed) => of(seed)).filter(Boolean).length

describe.each([
  ['overlap', 8, 32],
  ['hardly overlap', 40, 40],
])('label noise against the doubt of the model, where classes %s', (_, sharpness, least) => {
  test('is a false alarm about one time in twenty', () => {
    const alarms = count((seed) => {
      const { truth, labels } = drawnLabels(seed, sharpness)
      return labelNoiseTest(both(truth), labels, { seed, simulations: 100 }).p <= 0.05
    })
    expect(alarms).toBeLessThanOrEqual(6)
  })

  test('is found where a tenth of the labels is flipped', () => {
    const found = count((seed) => {
      const { truth, labels } = drawnLabels(seed, sharpness)
      const noisy = flip(labels, seed, 0.1)
      return labelNoiseTest(both(truth), noisy, { seed, simulations: 100 }).p <= 0.05
    })
    expect(found).toBeGreaterThanOrEqual(least)
  })
})

test('a model that has learnt the noise explains it away', () => {
  const found = count((seed) => {
    const { truth, labels } = drawnLabels(seed, 40)
    const learnt = truth.map((p) => 0.1 + 0.8 * p)
    return (
      labelNoiseTest(both(learnt), flip(labels, seed, 0.1), { seed, simulations: 100 }).p <= 0.05
    )
  })
  expect(found).toBeLessThanOrEqual(6)
})

test('draws labels with the probabilities of all classes', () => {
  // All rows are alike, so that every label but the likeliest class is suspect: half of those drawn.
  const alike = Array.from({ length: rows }, () => [0.2, 0.3, 0.5])
  const { simulated } = labelNoiseTest(alike, new Array(rows).fill(2))
  expect(simulated.reduce((sum, share) => sum + share, 0) / simulated.length).toBeCloseTo(0.5, 1)
})

test('is sure of nothing where there is nothing to suspect', () => {
  const sure = [[1, 0], [0, 1], [1, 0], [0, 1]] // biome-ignore format: a table
  expect(labelNoiseTest(sure, [0, 1, 0, 1])).toMatchObject({ statistic: 0, p: 1, threshold: 0 })
})

test('is a pure function of its seed', () => {
  const { probabilities, labels } = golden('label-noise')
  const options = { seed: 3, simulations: 20 }
  expect(labelNoiseTest(probabilities, labels, options)).toEqual(
    labelNoiseTest(probabilities, labels, options),
  )
})
