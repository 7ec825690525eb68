import { describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { activation } from '../layers/activation.js'
import { defineLayer } from '../layers/define-layer.js'
import { dense } from '../layers/dense.js'
import { defineLoss } from '../losses/define.js'
import { meanOfRows } from '../losses/definition.js'
import { sequential } from '../spec/sequential.js'
import { fit } from './fit.js'
import type { FitOptions } from './options.js'

const data = { x: [[1], [2]], y: [[1], [2]] }
const options: FitOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  optimizer: { name: 'sgd', learningRate: 1e-3 },
  epochs: 400,
  shuffle: false,
  batchSize: 1,
}

const root = defineLayer({
  type: 'root',
  lower: (_, { builder: b, input }) => b.sqrt(input),
})

const steep = defineLayer({
  type: 'steep',
  lower: (_, { builder: b, input }) => b.mul(input, 1e20),
})

describe('numbers that are no longer finite are traced to', () => {
  test('the layer whose output is the first', async () => {
    const layers = [
      activation({ activation: 'linear' }),
      root({ name: 'root' }),
      dense({ units: 1 }),
    ]
    const spec = sequential({ inputShape: [1], layers })
    const x = Array.from({ length: 60 }, (_, i) => [i === 36 ? -1 : 1])
    const { stopped } = await fit(spec, { x, y: x }, options)
    expect(stopped).toMatchObject({
      reason: 'nonFiniteLoss',
      nonFinite: { in: 'output', layer: 'root', step: 37 },
    })
    expect(stopped.message).toMatch(/the output of layer 'root' is the first that is not finite/)
  })

  test('the weight whose gradient it was', async () => {
    // In float32 a slope of 1e50 is infinite, but 0 times it is not.
    const layers = [dense({ units: 1, name: 'first', kernelInitializer: 'zeros' }), steep()]
    const steeper = defineLoss({
      name: 'steeper',
      perRow: (_, { builder: b, output }) => meanOfRows(b, b.mul(output, 1e30)),
    })
    const spec = sequential({ inputShape: [1], layers })
    const { stopped, model } = await fit(spec, data, { ...options, loss: steeper })
    const weight = 'first/kernel'
    expect(stopped.nonFinite).toEqual({ in: 'gradient', layer: 'first', weight, step: 1 })
    expect(stopped.step).toBe(2)
    // The model has the last weights that were finite.
    expect([...model.weights()[weight]!.data]).toEqual([0])
  })

  test('weights that a step threw out of range', async () => {
    const spec = sequential({ inputShape: [1], layers: [dense({ units: 1, name: 'only' })] })
    const { stopped } = await fit(
      spec,
      { x: [[1]], y: [[-10]] },
      {
        ...options,
        optimizer: { name: 'sgd', learningRate: 1e38 },
      },
    )
    expect(stopped.nonFinite).toMatchObject({ in: 'weights', layer: 'only', step: 1 })
    expect(stopped.message).toMatch(/only\/kernel was not finite after step 1/)
  })

  test('the loss, if all that goes into it is finite', async () => {
    const broken = defineLoss({
      name: 'broken',
      perRow: (_, { builder: b, output }) => meanOfRows(b, b.log(b.mul(b.abs(output), -1))),
    })
    const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
    const { stopped } = await fit(spec, data, { ...options, loss: broken })
    expect(stopped.nonFinite).toEqual({ in: 'loss', step: 1 })
  })

  test('the loss that overflows before all else, after many steps', async () => {
    const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
    const optimizer = { name: 'sgd', learningRate: 0.6 } as const
    const { stopped } = await fit(spec, data, { ...options, optimizer })
    expect(stopped.nonFinite).toEqual({ in: 'loss', step: stopped.step })
    expect(stopped.step).toBeGreaterThan(50)
  })
})
