import { describe, expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { architectureOf } from '../model/architecture.js'
import { createModel } from '../model/model.js'
import { connect, functional, input } from '../spec/functional.js'
import { sequential } from '../spec/sequential.js'
import { evaluate } from '../training/evaluate.js'
import { fit } from '../training/fit.js'
import { gradients } from '../training/gradients.js'
import { concatenate } from './concatenate.js'
import { dense } from './dense.js'
import { embedding } from './embedding.js'
import { flatten } from './flatten.js'

const spec = sequential({
  inputShape: [2],
  layers: [embedding({ inputDim: 3, outputDim: 2 }), flatten(), dense({ units: 1 })],
})
const options = { backend: interpreter, loss: 'meanSquaredError', epochs: 1 } as const
const outOfRange = {
  code: 'INVALID_DATA',
  message: expect.stringContaining('a whole number from 0 to 2'),
}

describe('embedding', () => {
  test('gives the vector of each index', async () => {
    const table = [
      [1, 2],
      [3, 4],
      [5, 6],
    ]
    const only = sequential({ inputShape: [2], layers: [embedding({ inputDim: 3, outputDim: 2 })] })
    const model = createModel(only, {
      backend: interpreter,
      weights: { 'embedding/embeddings': table },
    })
    const { shape, data } = await model.predict([[2, 0]])
    expect(shape).toEqual([1, 2, 2])
    expect([...data]).toEqual([5, 6, 1, 2])
    await model.dispose()
  })

  test.each([[3], [-1], [0.5], [Number.NaN], [2 ** 31]])(
    'refuses index %f wherever rows come in',
    async (index) => {
      const x = [[0, index]]
      const data = { x, y: [[0]] }
      const model = createModel(spec, { backend: interpreter })
      await expect(model.predict(x)).rejects.toMatchObject(outOfRange)
      await expect(gradients(model, x, { output: 0 })).rejects.toMatchObject(outOfRange)
      await expect(evaluate(model, data, { loss: 'meanSquaredError' })).rejects.toMatchObject(
        outOfRange,
      )
      await expect(fit(spec, data, options)).rejects.toMatchObject(outOfRange)
      const source = { rows: 1, read: () => data }
      await expect(fit(spec, source, options)).rejects.toMatchObject(outOfRange)
    },
  )

  test('an input that several embeddings read must suit all of them', () => {
    const both = connect([input('a', [1]), input('b', [1])], concatenate())
    const model = functional({
      outputs: {
        wide: connect(both, embedding({ inputDim: 9, outputDim: 1 })),
        narrow: connect(both, flatten(), embedding({ inputDim: 4, outputDim: 1 })),
      },
    })
    const rows = { shape: [1], dtype: 'float', whole: true, range: [0, 3] }
    expect(architectureOf(model).inputRows).toEqual({ a: rows, b: rows })
  })

  test('refuses to read what another layer computes', () => {
    const layers = [dense({ units: 2 }), flatten(), embedding({ inputDim: 3, outputDim: 2 })]
    expect(() => sequential({ inputShape: [2], layers })).toThrow(
      "layer 'embedding': it reads indices, but layer 'dense' computes them",
    )
  })
})
