import { native } from '@parallax-ml/backend-native'
import { dense, fit, sequential } from '@parallax-ml/core'
import { moons } from '@parallax-ml/datasets'
import { expect, test } from 'vitest'
import { friedmanTask } from '../tasks/friedman.js'
import { irisTask } from '../tasks/iris.js'
import type { Task } from '../tasks/task.js'
import { gatherEvidence } from './evidence.js'

async function evidenceOf(task: Task, inDetail = true, epochs = 3) {
  const data = task.data(0)
  const { model } = await fit(task.spec, data.train, { ...task.training, epochs, backend: native })
  const outputs = await model.predict(data.test.x)
  const evidence = await gatherEvidence(model, task, data, inDetail)
  await model.dispose()
  return { data, outputs, evidence }
}

test('confusions count every test row once, and mistakes are those off the diagonal', async () => {
  const { data, evidence } = await evidenceOf(irisTask, true, 2)
  const counts = evidence.confusion!
  expect(counts.map((row) => row.reduce((a, b) => a + b))).toEqual([10, 10, 10])
  const wrong =
    counts.flat().reduce((a, b) => a + b) - counts.reduce((sum, row, i) => sum + row[i]!, 0)
  expect(wrong).toBeGreaterThan(0)
  expect(evidence.mistakes).toHaveLength(Math.min(12, wrong))
  const given = evidence.mistakes!.map(({ probabilityOfActual }) => probabilityOfActual)
  expect(given).toEqual(given.toSorted((a, b) => a - b))
  for (const { row, actual, predicted, confidence, probabilityOfActual } of evidence.mistakes!) {
    expect(data.test.y[data.test.x.indexOf(row as number[])]).toBe(actual)
    expect(predicted).not.toBe(actual)
    expect(confidence).toBeGreaterThanOrEqual(probabilityOfActual)
  }
})

test('without detail there are counts alone', async () => {
  expect(Object.keys((await evidenceOf(irisTask, false)).evidence)).toEqual(['confusion'])
  expect((await evidenceOf(friedmanTask, false, 1)).evidence).toEqual({})
})

test('predictions stand beside their targets', async () => {
  const { data, outputs, evidence } = await evidenceOf(friedmanTask, true, 1)
  expect(evidence.predictions).toHaveLength(data.test.y.length)
  for (const [i, [target, predicted]] of evidence.predictions!.entries()) {
    expect(target).toBeCloseTo(data.test.y[i]!, 1)
    expect(predicted).toBeCloseTo(outputs.data[i]!, 1)
  }
})

test('a map holds the probability at the centre of each cell, row by row from below', async () => {
  const { x, y, featureNames, classNames } = moons({ rows: 40 })
  const spec = sequential({ inputShape: [2], layers: [dense({ units: 1, activation: 'sigmoid' })] })
  // Class 1 lies to the right of 0 and above, more surely above.
  const weights = { 'dense/kernel': { shape: [2, 1], dtype: 'float', data: Float32Array.of(1, 3) } }
  const { model } = await fit(
    spec,
    { x, y },
    {
      backend: native,
      loss: 'binaryCrossentropy',
      optimizer: { name: 'sgd', learningRate: 1e-9 },
      epochs: 1,
      initialWeights: weights as never,
    },
  )
  const rows = { x, y }
  const data = { train: rows, test: rows, featureNames, classNames }
  const { map } = await gatherEvidence(model, { kind: 'classification' }, data, true)
  const { ends, columns, probabilities, points } = map!
  expect(probabilities).toHaveLength(columns * columns)
  const [[left, right], [bottom, top]] = ends
  for (const [column, row] of [
    [0, 0],
    [7, 30],
    [columns - 1, columns - 1],
  ] as const) {
    const a = left + ((right - left) * (column + 0.5)) / columns
    const b = bottom + ((top - bottom) * (row + 0.5)) / columns
    expect(probabilities[row * columns + column]).toBeCloseTo(1 / (1 + Math.exp(-a - 3 * b)), 2)
  }
  expect(points).toHaveLength(40)
  await model.dispose()
})
