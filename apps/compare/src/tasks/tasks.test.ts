import { native } from '@parallax-ml/backend-native'
import { describe, expect, test } from 'vitest'
import { measure } from '../measure.js'
import { breastCancerTask } from './breast-cancer.js'
import { digitsTask } from './digits.js'
import { digitsCnnTask } from './digits-cnn.js'
import { tasks } from './index.js'
import { irisTask } from './iris.js'
import { wineTask } from './wine.js'
import { xorTask } from './xor.js'
import { xorArticleTask } from './xor-article.js'

describe.each(tasks)('$name', (task) => {
  test('gives equal rows for a seed, with a label each', () => {
    const { train, test: tested } = task.data(3)
    expect(task.data(3)).toEqual({ train, test: tested })
    expect([train.x.length, tested.x.length]).toEqual([train.y.length, tested.y.length])
  })

  test('has test rows of its own exactly where it says so', () => {
    const { train, test: tested } = task.data(0)
    expect(train !== tested).toBe(task.hasOwnTestRows)
  })
})

const scoresFrom = async (task: (typeof tasks)[number], seed: number) => {
  const { run } = await measure({ task, backend: native, seed }, () => {})
  return { ...run.test }
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

test.each([wineTask, breastCancerTask])('$name is learned', async (task) => {
  expect((await scoresFrom(task, 0)).accuracy).toBeGreaterThan(0.93)
})
