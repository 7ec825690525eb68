import { describe, expect, test } from 'vitest'
import { DataError, DisposedError, OptionError } from '../errors/parallax-error.js'
import { interpreter } from '../interpreter/backend.js'
import { concatenate } from '../layers/concatenate.js'
import { conv2d } from '../layers/convolution.js'
import { dense } from '../layers/dense.js'
import { dropout } from '../layers/dropout.js'
import { flatten } from '../layers/flatten.js'
import { add } from '../layers/merging.js'
import { connect, functional, input } from '../spec/functional.js'
import { sequential } from '../spec/sequential.js'
import { gradients } from '../training/gradients.js'
import { createModel, type Model } from './model.js'
import { createProbe } from './probe.js'

const options = { backend: interpreter, precision: 'float64' } as const
const rowsOf = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Math.sin(1 + 3 * r + 7 * c)),
  )
const network = (): Model =>
  createModel(
    sequential({
      inputShape: [4, 4, 1],
      layers: [
        conv2d({ filters: 2, kernelSize: 3, activation: 'tanh', name: 'filters' }),
        dropout({ rate: 0.5 }),
        flatten(),
        dense({ units: 3, activation: 'softmax', name: 'classes' }),
      ],
    }),
    options,
  )
const images = { shape: [20, 4, 4, 1], data: Float64Array.from(rowsOf(20, 16).flat()) }
/** 1 at the chosen element of every row. */
const oneHot = (chosen: readonly number[], width: number) =>
  chosen.map((index) => Array.from({ length: width }, (_, k) => (k === index ? 1 : 0)))

describe('a probe', () => {
  test('differentiates another output for every row, as gradients() does for one', async () => {
    const model = network()
    const probe = createProbe(model, { gradients: ['input'] })
    const chosen = Array.from({ length: 20 }, (_, r) => r % 3)
    const found = await probe.run(images, oneHot(chosen, 3))
    for (const output of [0, 1, 2]) {
      const { inputs } = await gradients(model, images, { output })
      for (const [r, k] of chosen.entries()) {
        if (k !== output) continue
        const part = (data: ArrayLike<number>) => Array.from(data).slice(r * 16, r * 16 + 16)
        expect(part(found.gradients.input!.data)).toEqual(part(inputs.input!.data))
      }
    }
    expect(found.output).toEqual(await model.predict(images))
  })

  test('gives what layers give, and the gradient there by central differences', async () => {
    const model = network()
    const probe = createProbe(model, { values: ['filters', 'flatten:0'], gradients: ['filters'] })
    const { values, gradients: found } = await probe.run(images, oneHot(Array(20).fill(1), 3))
    expect(values.filters!.shape).toEqual([20, 2, 2, 2])
    expect(values['flatten:0']!.data).toEqual(values.filters!.data)
    const weights = model.weights()
    const head = createModel(
      sequential({
        inputShape: [8],
        layers: [dense({ units: 3, activation: 'softmax', name: 'classes' })],
      }),
      {
        ...options,
        weights: {
          'classes/kernel': weights['classes/kernel']!,
          'classes/bias': weights['classes/bias']!,
        },
      },
    )
    const h = 1e-5
    for (let i = 0; i < 8; i++) {
      const moved = (by: number) => {
        const data = Float64Array.from(values.filters!.data.subarray(0, 8))
        data[i]! += by
        return head.predict({ shape: [1, 8], data })
      }
      const [up, down] = [await moved(h), await moved(-h)]
      const slope = (up.data[1]! - down.data[1]!) / (2 * h)
      expect(Math.abs(slope - found.filters!.data[i]!)).toBeLessThan(1e-9)
    }
  })

  test('tells apart values that are the same node: layers that do nothing side by side', async () => {
    const x = input('x', [2])
    const hidden = connect(x, dense({ units: 2, name: 'hidden' }))
    const left = connect(hidden, dropout({ rate: 0.5, name: 'left' }))
    const right = connect(hidden, dropout({ rate: 0.5, name: 'right' }))
    const y = connect([left, right], add())
    const model = createModel(functional({ outputs: { y } }), options)
    const probe = createProbe(model, { gradients: ['hidden', 'left', 'right'] })
    const { gradients: found } = await probe.run(rowsOf(1, 2), [[1, 0]])
    expect(Array.from(found.hidden!.data)).toEqual([2, 0])
    expect(Array.from(found.left!.data)).toEqual([1, 0])
    expect(Array.from(found.right!.data)).toEqual([1, 0])
  })

  test('gives 0 where nothing leads to the output, and takes one of several outputs', async () => {
    const [a, b] = [input('a', [2]), input('b', [1])]
    const both = connect([a, b], concatenate())
    const [y, z] = [connect(both, dense({ units: 1 })), connect(b, dense({ units: 2 }))]
    const model = createModel(functional({ outputs: { y, z } }), options)
    const probe = createProbe(model, { gradients: ['a', 'b'], of: 'z' })
    const rows = { a: rowsOf(3, 2), b: rowsOf(3, 1) }
    const { gradients: found } = await probe.run(rows, oneHot([0, 1, 0], 2))
    expect(Array.from(found.a!.data)).toEqual([0, 0, 0, 0, 0, 0])
    expect(Array.from(found.b!.data).every((value) => value !== 0)).toBe(true)
    expect(() => createProbe(model)).toThrow('several outputs')
  })

  test('refuses what is not there', async () => {
    const model = network()
    expect(() => createProbe(model, { values: ['filter'] })).toThrow("Did you mean 'filters'")
    expect(() => createProbe(model, { value: ['filters'] } as never)).toThrow(OptionError)
    const probe = createProbe(model, { gradients: ['input'] })
    await expect(probe.run(images)).rejects.toThrow('they are missing')
    await expect(probe.run(images, [[1, 0, 0]])).rejects.toThrow(DataError)
    await expect(createProbe(model).run(images, oneHot([0], 3))).rejects.toThrow(
      'differentiates nothing',
    )
    await probe.dispose()
    await model.dispose()
    await expect(probe.run(images, oneHot(Array(20).fill(0), 3))).rejects.toThrow(DisposedError)
  })
})
