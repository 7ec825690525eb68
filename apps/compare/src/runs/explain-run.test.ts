import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { fit } from '@parallax-ml/core'
import { compareExplanations } from '@parallax-ml/interpret'
import { expect, test } from 'vitest'
import { irisTask } from '../tasks/iris.js'
import { explainRun } from './explain-run.js'

test('the same weights are explained alike on two backends', async () => {
  const data = irisTask.data(0)
  const epochs = 5
  const found = await Promise.all(
    [native, onnx].map(async (backend) => {
      const { model } = await fit(irisTask.spec, data.train, {
        ...irisTask.training,
        epochs,
        backend,
      })
      return explainRun(model, irisTask, data, { backend, seed: 0, epochs })
    }),
  )
  for (const method of [0, 1]) {
    const [agreement] = compareExplanations(found.map(({ shared }) => shared[method]!))
    expect(agreement!.verdict).toBe('equal')
  }
  expect(found[0]!.shared).toEqual(found[0]!.own)
})
