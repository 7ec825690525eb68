import { conv2d, dense, fit, flatten, maxPooling2d, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { createNativeBackend } from '../index.js'

const wave = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * i))

const networks = {
  dense: {
    spec: sequential({
      inputShape: [201],
      layers: [
        dense({ units: 263, activation: 'tanh' }),
        dense({ units: 130, activation: 'relu' }),
        dense({ units: 5, activation: 'softmax' }),
      ],
    }),
    x: { shape: [150, 201], data: wave(150 * 201) },
    rows: 150,
  },
  convolutional: {
    spec: sequential({
      inputShape: [28, 28, 1],
      layers: [
        conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
        maxPooling2d(),
        conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
        maxPooling2d(),
        flatten(),
        dense({ units: 5, activation: 'softmax' }),
      ],
    }),
    x: { shape: [50, 28, 28, 1], data: wave(50 * 784) },
    rows: 50,
  },
}

describe.each(['float32', 'float64'] as const)('threads, %s', (precision) => {
  test.each(Object.entries(networks))(
    '%s: the same numbers from 1, 2 and 3',
    async (_, network) => {
      const { spec, x, rows } = network
      const y = Int32Array.from({ length: rows }, (_, i) => i % 5)
      const train = async (threads: number) => {
        const backend = createNativeBackend({ threads })
        expect((await backend.info()).threads).toBe(threads)
        const { history, model } = await fit(
          spec,
          { x, y },
          {
            backend,
            precision,
            loss: 'sparseCategoricalCrossentropy',
            epochs: 4,
            batchSize: rows,
            seed: 3,
          },
        )
        const answers = (await model.predict(x)).data
        await model.dispose()
        return { history, answers, weights: model.weights() }
      }
      const expected = await train(1)
      for (const threads of [2, 3]) expect(await train(threads)).toEqual(expected)
    },
  )
})
