import { dense, interpreter, mean, sequential } from '@parallax-ml/core'
import { classificationTree, regressionTree, treeModel } from '@parallax-ml/interpret'
import { describe, expect, test } from 'vitest'
import type { Planted } from '../planted/planted-fault.js'
import { classifier, near, tanh } from '../planted/recipes.js'
import { clouds, sums, withRandomLabels } from '../planted/rows.js'
import { subjectOf } from '../subject.js'
import { pick, scoresOf } from './answers.js'
import { type FoldScores, openBench, outOfFoldAnswers } from './bench.js'
import { matrixOf, rowsOf } from './matrix.js'

const benchOf = ({ recipe, data }: Planted, repeats = 1) =>
  openBench(
    subjectOf(recipe, data),
    { backend: interpreter, precision: 'float64' },
    { seed: 7, repeats },
  )
const rows = withRandomLabels(clouds(1, 50, near), 1)
const planted = classifier(rows, [tanh(4)], { epochs: 3 })

describe('folds', () => {
  test('leave every row out once in each repeat, and divide rows anew', () => {
    const { splits } = benchOf(planted, 2)
    expect(splits).toHaveLength(10)
    const left = splits.map(({ test }) => [...test])
    for (const repeat of [left.slice(0, 5), left.slice(5)]) {
      expect(repeat.flat().sort((a, b) => a - b)).toEqual([...rows.y.keys()])
    }
    expect(left.slice(0, 5)).not.toEqual(left.slice(5))
  })

  test('have each class in its share', () => {
    const y = rows.y.map((_, row) => (row % 10 === 0 ? 1 : 0))
    const { splits } = benchOf(classifier({ x: rows.x, y }, [tanh(2)]))
    expect(splits.map(({ test }) => test.filter((row) => y[row] === 1).length)).toEqual([
      1, 1, 1, 1, 1,
    ])
  })
})

describe('crossValidate', () => {
  test('trains each fold on its own rows and seed, and scores both sides', async () => {
    const bench = benchOf(planted)
    const folds = await bench.crossValidate()
    for (const [i, { split, seed, train, test, answers }] of folds.entries()) {
      expect(seed).toBe(7 + i)
      const [own, left] = [pick(rows, split.train), pick(rows, split.test)]
      const predictor = await bench.train({}, own, 7 + i)
      expect(answers).toEqual(await predictor.answer(left.x))
      expect(test).toEqual(scoresOf(answers, left.y, 'classification'))
      expect(train).toEqual(scoresOf(await predictor.answer(own.x), own.y, 'classification'))
      await predictor.dispose()
    }
  })

  test('is done once for each recipe', async () => {
    const bench = benchOf(planted)
    const folds = await bench.crossValidate()
    expect(bench.cost.trainings).toBe(5)
    expect(await bench.crossValidate({})).toBe(folds)
    expect(bench.cost.trainings).toBe(5)
    const longer = await bench.crossValidate({ epochs: 20 })
    expect(bench.cost.trainings).toBe(10)
    expect(longer.map(({ train }) => train.loss)).not.toEqual(folds.map(({ train }) => train.loss))
  })
})

test('an ensemble costs as many trainings as it has members', async () => {
  const bench = benchOf(planted)
  await (await bench.train({ ensemble: { members: 3, bagging: true } })).dispose()
  expect(bench.cost.trainings).toBe(3)
})

test('looks into training are of one network, also where the recipe is an ensemble', async () => {
  const { recipe, data } = planted
  const ensemble = { members: 2, bagging: false }
  const points = await benchOf({ recipe: { ...recipe, ensemble }, data }).trace()
  expect(points.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
})

test('answers left out stand where their rows are, and are those of the first repeat', () => {
  const scores = { score: 0, loss: 0 }
  const fold = (rows: number[], ...answers: number[]): FoldScores => ({
    seed: 0,
    split: { train: [], test: rows },
    train: scores,
    test: scores,
    answers: answers.map((answer) => [answer]),
  })
  const folds = [fold([2, 0], 12, 10), fold([1, 3], 11, 13), fold([0, 1, 2, 3], 0, 0, 0, 0)]
  expect(outOfFoldAnswers(folds, 4)).toEqual([[10], [11], [12], [13]])
})

describe('simple models', () => {
  test('learn the rows of a fold, and are judged by those left out', async () => {
    const bench = benchOf(planted)
    const [frequent, , tree] = await bench.simpleModels()
    const byHand = { frequent: [] as number[], tree: [] as number[] }
    for (const split of bench.splits) {
      const [own, left] = [pick(rows, split.train), pick(rows, split.test)]
      const most = mean(own.y) > 0.5 ? 1 : 0
      byHand.frequent.push(mean(left.y.map((label) => Number(label === most))))
      const fitted = classificationTree(own.x, own.y, { maxDepth: 3 })
      const answers = rowsOf(await treeModel(fitted).predict(matrixOf(left.x)))
      byHand.tree.push(scoresOf(answers, left.y, 'classification').score)
    }
    expect([frequent!.name, frequent!.scores]).toEqual(['the most frequent class', byHand.frequent])
    expect([tree!.name, tree!.scores]).toEqual(['a tree of depth 3', byHand.tree])
  })

  test('of numbers', async () => {
    const train = sums(2, 60, [2, -1])
    const spec = sequential({ inputShape: [2], layers: [dense({ units: 1 })] })
    const bench = benchOf({
      recipe: { spec, loss: 'meanSquaredError', epochs: 1 },
      data: { train },
    })
    const [center, line, tree] = await bench.simpleModels()
    expect(Math.max(...center!.scores)).toBeLessThanOrEqual(0)
    expect(Math.min(...line!.scores)).toBeGreaterThan(0.99)
    const [split] = bench.splits
    const [own, left] = [pick(train, split!.train), pick(train, split!.test)]
    const fitted = regressionTree(own.x, own.y, { maxDepth: 3 })
    const answers = rowsOf(await treeModel(fitted).predict(matrixOf(left.x)))
    expect(tree!.scores[0]).toBe(scoresOf(answers, left.y, 'regression').score)
  })
})
