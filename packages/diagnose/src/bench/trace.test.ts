import { dense, interpreter, leakyRelu, relu, sequential, type Tensor } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { subjectOf } from '../subject.js'
import { expectClose } from '../testing/golden.js'
import { traceOf } from './trace.js'

const place = { backend: interpreter, precision: 'float64' } as const
const tensor = (shape: number[], ...data: number[]): Tensor => ({
  dtype: 'float',
  shape,
  data: Float64Array.from(data),
})

test('norms of gradients by layer, and units that are 0 on all rows', async () => {
  const spec = sequential({
    inputShape: [1],
    layers: [dense({ units: 4, activation: 'relu' }), dense({ units: 1 })],
  })
  const train = { x: [[1], [-1]], y: [0, 0] }
  const subject = subjectOf({ spec, loss: 'meanSquaredError', epochs: 1 }, { train })
  const weights = {
    // Of rows 1 and −1, units answer (1, 0), (0, 2), (0, 0) and (3, 1).
    'dense/kernel': tensor([1, 4], 1, -2, 0, 1),
    'dense/bias': tensor([4], 0, 0, -1, 2),
    'dense_1/kernel': tensor([4, 1], 1, 1, 1, 1),
    'dense_1/bias': tensor([1], 0),
  }
  const [point] = await traceOf(subject, [{ epoch: 3, weights }], place)
  // Outputs are 4 and 3: the loss is 25 / 2, its slopes 4 and 3.
  expect(point!.epoch).toBe(3)
  expectClose(point!.loss, 12.5)
  expect(point!.silent).toEqual({ dense: 0.25 })
  // Kernel: 4 · (1, 0, 0, 3) + 3 · (0, 2, 0, 1) = (4, 6, 0, 15); bias: 7.
  expectClose(point!.norms.dense_1, Math.sqrt(16 + 36 + 225 + 49))
  // Kernel: (4, −3, 0, 4 − 3); biases: (4, 3, 0, 7).
  expectClose(point!.norms.dense, Math.sqrt(16 + 9 + 1 + 16 + 9 + 49))
})

test('only units that can die are looked at', async () => {
  const spec = sequential({
    inputShape: [1],
    layers: [
      dense({ units: 2 }),
      relu(),
      dense({ units: 2, activation: { name: 'relu', negativeSlope: 0.1 } }),
      leakyRelu(),
      dense({ units: 2, activation: 'relu6' }),
      dense({ units: 1 }),
    ],
  })
  const train = { x: [[1], [2]], y: [1, 2] }
  const subject = subjectOf({ spec, loss: 'meanSquaredError', epochs: 1 }, { train })
  const [point] = await traceOf(subject, [{ epoch: 0, weights: {} }], place)
  expect(Object.keys(point!.silent)).toEqual(['relu', 'dense_2'])
})
