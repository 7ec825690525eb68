import { createModel, dense, interpreter, sequential } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { explainByGradients } from '../runs/explain-run.js'
import type { Task } from '../tasks/task.js'
import { explanationFigure, rowsBeyond, rowsOf } from './explanations.js'
import { jumpsOf } from './kinks.js'

/** 3 · relu(x0 − x1) + x0: on the way to a row of two equal numbers, nothing but rounding decides. */
const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 2, activation: 'relu' }), dense({ units: 1 })],
})
const float = (shape: number[], data: number[]) =>
  ({ shape, dtype: 'float', data: Float64Array.from(data) }) as const
const weights = {
  'dense/kernel': float([2, 2], [1, 1, -1, 0]),
  'dense/bias': float([2], [0, 0]),
  'dense_1/kernel': float([2, 1], [3, 1]),
  'dense_1/bias': float([1], [0]),
}
const train = {
  x: [
    [1, 1],
    [3, 3],
  ],
  y: [1, 2],
}
const test2 = {
  x: [
    [4, 4],
    [5, 3],
  ],
  y: [4, 11],
}
const task: Task = {
  name: 'tied',
  description: 'tied',
  kind: 'regression',
  spec,
  training: { loss: 'meanSquaredError', epochs: 1 },
  data: () => ({ train, test: test2, featureNames: ['x0', 'x1'] }),
  seedMovesRows: false,
  hasOwnTestRows: true,
}
const explain = async () => {
  const model = createModel(spec, { backend: interpreter, precision: 'float64', weights })
  const found = await explainByGradients(model, task, task.data(0), test2.x)
  await model.dispose()
  return { shapleyValues: [[0], [0]], integratedGradients: rowsOf(found) }
}

test('float64 jumps where values tie, and by as much as the slope does', async () => {
  const jumps = await jumpsOf(task, weights, 0, [0, 1])
  // (4 − 2) · 3 from one side to the other; the row [5, 3] is nowhere near.
  expect(jumps[0]![0]).toBeCloseTo(6, 4)
  expect(jumps[0]![1]).toBeCloseTo(6, 4)
  expect(Math.max(...jumps[1]!)).toBeLessThan(1e-5)
  expect(await jumpsOf(task, weights, 0, [1])).toEqual([undefined, jumps[1]])
})

test('what is beyond the bound on a kink alone is shown and excused, and nothing else is', async () => {
  const right = await explain()
  const [tied, clear] = right.integratedGradients as [number[], number[]]
  const jumps = await jumpsOf(task, weights, 0, [0, 1])
  const figure = (first: number[], second: number[], shapley = 0) => {
    const found = { shapleyValues: [[shapley], [0]], integratedGradients: [first, second] }
    return explanationFigure(found, right, 1e-5, jumps)
  }
  const other = [tied[0]! + 6, tied[1]! - 6] // The slope of the other side.
  const scale = Math.max(...right.integratedGradients.flat().map(Math.abs))

  expect(figure(tied, clear)).toEqual({ worst: 0, bound: 1e-5, holds: true })
  const kink = figure(other, clear)
  expect(kink).toMatchObject({ holds: true, kinks: { rows: 1, of: 2, elsewhere: 0 } })
  expect(kink.worst).toBeCloseTo(6 / scale, 12)

  expect(figure(other, [clear[0]! + 1, clear[1]!])).toMatchObject({
    holds: false,
    kinks: { rows: 1, of: 2, elsewhere: 1 / scale },
  })
  expect(figure([tied[0]! + 7, tied[1]!], clear)).toMatchObject({ holds: false })
  expect(figure([tied[0]! + 7, tied[1]!], clear).kinks).toBeUndefined()
  expect(figure([Number.NaN, tied[1]!], clear)).toMatchObject({ worst: Number.NaN, holds: false })
  expect(figure(other, clear, 1)).toMatchObject({ holds: false }) // Answers do not jump.
  const found = { shapleyValues: [[0], [0]], integratedGradients: [other, clear] }
  expect(explanationFigure(found, right, 1e-5)).toMatchObject({ holds: false })
  expect(rowsBeyond(found, right, 1e-5)).toEqual([0])
})
