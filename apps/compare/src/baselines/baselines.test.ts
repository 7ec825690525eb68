import { readFileSync } from 'node:fs'
import { breastCancer, digits, iris, wine } from '@parallax-ml/datasets'
import { logisticProbabilities, logisticRegression } from '@parallax-ml/interpret'
import { describe, expect, test } from 'vitest'
import { baselinesOf } from './index.js'

// Values of scikit-learn; golden/baselines.py beside it says how they were made.
const reference = JSON.parse(
  readFileSync(new URL('../../golden/baselines.json', import.meta.url), 'utf8'),
)

const classes = { kind: 'classification', hasOwnTestRows: true } as const

/** Every fifth row is for testing. */
function split(x: readonly number[][], y: readonly number[]) {
  const pick = (isTest: boolean) => {
    const chosen = x.map((_, i) => i).filter((i) => (i % 5 === 0) === isTest)
    return { x: chosen.map((i) => x[i]!), y: chosen.map((i) => y[i]!) }
  }
  return { train: pick(false), test: pick(true) }
}

describe.each(Object.entries({ iris, wine, breastCancer, digits }))('%s', (name, load) => {
  const rows = load()
  const data = split(rows.x, rows.y)
  const expected = reference[name]

  test('accuracies are those of scikit-learn', () => {
    const { majority, linear, nearest } = baselinesOf(data, classes)
    expect(majority).toBeCloseTo(expected.majorityAccuracy, 12)
    expect(linear).toBeCloseTo(expected.logisticAccuracy, 12)
    expect(nearest).toBeCloseTo(expected.nearestAccuracy, 12)
  })

  test('the probabilities of logistic regression are those of scikit-learn', () => {
    const fitted = logisticRegression(data.train.x, data.train.y, { standardErrors: false })
    const { columns, values } = logisticProbabilities(fitted, data.test.x)
    const losses = data.test.y.map((label, i) => -Math.log(values[i * columns + label]!))
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    expect(mean).toBeCloseTo(expected.logisticLogLoss, 6)
  })
})

test('R² of a regression is that of scikit-learn', () => {
  const { x } = iris()
  const data = split(
    x.map((row) => row.slice(0, 3)),
    x.map((row) => row[3]!),
  )
  const { majority, linear, nearest } = baselinesOf(data, { ...classes, kind: 'regression' })
  expect(majority).toBeCloseTo(reference.regression.meanR2, 12)
  expect(linear).toBeCloseTo(reference.regression.linearR2, 12)
  expect(nearest).toBeCloseTo(reference.regression.nearestR2, 12)
})

test('the nearest neighbour is found in scaled features, unless they share a unit', () => {
  const train = {
    x: [
      [0, 0],
      [1, 100],
    ],
    y: [0, 1],
  }
  // As they stand, the features put this row nearer to the first.
  const data = { train, test: { x: [[0.9, 40]], y: [1] } }
  expect(baselinesOf(data, classes).nearest).toBe(1)
  expect(baselinesOf(data, { ...classes, featuresShareUnit: true }).nearest).toBe(0)
})

test('there is no nearest neighbour where the test rows were trained on, and no line for xor', () => {
  const train = {
    x: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    y: [0, 1, 1, 0],
  }
  expect(baselinesOf({ train, test: train }, { ...classes, hasOwnTestRows: false })).toEqual({
    majority: 0.5,
    linear: 0.5,
  })
})

test('a feature without variance does not matter', () => {
  const flat = {
    x: [
      [0, 5],
      [9, 5],
    ],
    y: [0, 1],
  }
  expect(baselinesOf({ train: flat, test: flat }, classes)).toMatchObject({ nearest: 1, linear: 1 })
})
