import {
  batchNormalization,
  createModel,
  defineLayer,
  interpreter,
  type Model,
  sequential,
} from '@parallax-ml/core'
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { exportOnnx } from './export-onnx.js'

/** What the file of a model gives for one row or more. */
async function outputOf(model: Model, rows: readonly (readonly number[])[]) {
  const session = await ort.InferenceSession.create(exportOnnx(model))
  const size = [rows.length, rows[0]!.length]
  const input = new ort.Tensor('float32', Float32Array.from(rows.flat()), size)
  const { output } = await session.run({ input })
  await session.release()
  return [...(output!.data as Float32Array)]
}

test('moments are not scales, which lie at the same place of another vector', async () => {
  const model = createModel(
    sequential({ inputShape: [1], layers: [batchNormalization({ epsilon: 1 })] }),
    {
      backend: interpreter,
      weights: {
        'batchNormalization/gamma': [2],
        'batchNormalization/beta': [5],
        'batchNormalization/movingMean': [7],
        'batchNormalization/movingVariance': [15],
      },
    },
  )
  // 2 (x − 7) / √(15 + 1) + 5
  expect(await outputOf(model, [[7], [11], [3]])).toEqual([5, 7, 3])
})

test('a layer may make two lines of every row', async () => {
  const marked = defineLayer({
    type: 'marked',
    outputShape: () => [6],
    lower: (_, { builder: b, input: x }) => {
      const lines = 2 * x.shape[0]!
      const marks = b.constant(9, [lines, 1])
      return b.reshape(b.concat([b.reshape(x, [lines, 2]), marks], 1), [x.shape[0]!, 6])
    },
  })
  const model = createModel(sequential({ inputShape: [4], layers: [marked()] }), {
    backend: interpreter,
  })
  expect(await outputOf(model, [[1, 2, 3, 4]])).toEqual([1, 2, 9, 3, 4, 9])
  expect(
    await outputOf(model, [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]),
  ).toEqual([1, 2, 9, 3, 4, 9, 5, 6, 9, 7, 8, 9])
})
