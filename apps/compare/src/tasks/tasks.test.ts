import { isDeepStrictEqual } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { digits } from '@parallax-ml/datasets'
import { describe, expect, test } from 'vitest'
import { measure } from '../runs/measure.js'
import { workOf } from '../runs/work.js'
import { breastCancerTask } from './breast-cancer.js'
import { digitsTask } from './digits.js'
import { digitsCnnTask } from './digits-cnn.js'
import { digitsShiftTask } from './digits-shift.js'
import { friedmanTask } from './friedman.js'
import { tasks } from './index.js'
import { irisTask } from './iris.js'
import { moonsTask } from './moons.js'
import { spiralsTask } from './spirals.js'
import { wineTask } from './wine.js'
import { xorTask } from './xor.js'
import { xorArticleTask } from './xor-article.js'

describe.each(tasks)('$name', (task) => {
  test('gives equal rows for a seed, with a label each', () => {
    const { train, test: tested } = task.data(3)
    expect(task.data(3)).toMatchObject({ train, test: tested })
    expect([train.x.length, tested.x.length]).toEqual([train.y.length, tested.y.length])
  })

  test('has test rows of its own exactly where it says so', () => {
    const { train, test: tested } = task.data(0)
    const rows = new Set(train.x.map(String))
    expect(tested.x.every((row) => rows.has(String(row)))).toBe(!task.hasOwnTestRows)
  })

  test('has other rows for other seeds exactly where it says so', () => {
    expect(isDeepStrictEqual(task.data(0), task.data(1))).toBe(!task.seedMovesRows)
  })

  test('names its features and, unless it is a regression, its classes', () => {
    const { train, featureNames, classNames } = task.data(0)
    expect(featureNames).toHaveLength(train.x[0]!.length)
    const classes = task.kind === 'regression' ? undefined : new Set(train.y).size
    expect(classNames?.length).toBe(classes)
  })

  test('is said to take some work', () => {
    expect(workOf(task)).toBeGreaterThan(workOf(task, 1))
  })
})

const scoresFrom = async (task: (typeof tasks)[number], seed: number) => {
  const { run } = await measure({ task, backend: native, seed, inDetail: false }, () => {})
  return run.test
}

test('xor is solved from every seed tried', async () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(xorTask.success!.holds(await scoresFrom(xorTask, seed)), `seed ${seed}`).toBe(true)
  }
})

test("xor-article has the article's parameters and epochs, and does not learn", async () => {
  expect(xorArticleTask.training).toMatchObject({ epochs: 1000, batchSize: 4 })
  for (let seed = 0; seed < 5; seed++) {
    const scores = await scoresFrom(xorArticleTask, seed)
    expect(scores.loss).toBeGreaterThan(0.4)
    expect(xorArticleTask.success!.holds(scores)).toBe(false)
  }
})

test.each([
  [irisTask, [10, 10, 10]],
  [wineTask, [12, 14, 10]],
  [breastCancerTask, [42, 71]],
  [digitsTask, [36, 36, 35, 37, 36, 36, 36, 36, 35, 36]],
  [digitsCnnTask, [36, 36, 35, 37, 36, 36, 36, 36, 35, 36]],
])('$name: other seeds, other test rows; a fifth of each class', (task, counts) => {
  const rowsOf = (seed: number) => task.data(seed).test
  expect(rowsOf(0)).not.toEqual(rowsOf(1))
  const { y } = rowsOf(0)
  expect(counts.map((_, label) => y.filter((other) => other === label).length)).toEqual(counts)
})

test.each([
  [wineTask, 0.93],
  [breastCancerTask, 0.93],
  [moonsTask, 0.93],
  [spiralsTask, 0.97],
  [digitsShiftTask, 0.92],
])('$name is learned', async (task, least) => {
  expect((await scoresFrom(task, 0)).accuracy).toBeGreaterThan(least)
})

test('friedman1 is learned far better than a linear model can', async () => {
  const { r2Score, rootMeanSquaredError, loss } = await scoresFrom(friedmanTask, 0)
  expect(r2Score).toBeGreaterThan(0.85)
  expect(rootMeanSquaredError! ** 2).toBeCloseTo(loss, 4)
})

test('the writers of digits-shift are other people: its test rows come after all others', () => {
  const { x } = digits()
  const { train, test: tested } = digitsShiftTask.data(0)
  expect([...train.x, ...tested.x]).toEqual(x)
})
