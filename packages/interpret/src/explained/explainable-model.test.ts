import {
  concatenate,
  connect,
  createModel,
  defineLayer,
  dense,
  functional,
  input,
  interpreter,
  OptionError,
  sequential,
  softmax,
} from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { explainable } from './explainable-model.js'

const options = { backend: interpreter, precision: 'float64' } as const
const rows = toMatrix(
  [
    [0.5, -1],
    [2, 0.25],
  ],
  'rows',
)

test.each([
  { ends: 'an activation', layers: [dense({ units: 3, activation: 'softmax' })] },
  { ends: 'a layer', layers: [dense({ units: 3 }), softmax()] },
])(
  'a model that ends in softmax as $ends is explained as probabilities or logits',
  async ({ layers }) => {
    const model = createModel(sequential({ inputShape: [2], layers }), options)
    const logits = explainable(model, { space: 'logit' })
    const [p, z] = await Promise.all([explainable(model).predict(rows), logits.predict(rows)])
    for (const row of [0, 1]) {
      const exponentials = Array.from(z.values.subarray(row * 3, row * 3 + 3), Math.exp)
      const sum = exponentials.reduce((a, b) => a + b)
      for (const [c, e] of exponentials.entries()) {
        expect(p.values[row * 3 + c]).toBeCloseTo(e / sum, 12)
      }
    }
    expect(logits.provenance).toEqual(explainable(model).provenance)
  },
)

test('layers of your own are explained as logits too', async () => {
  const scale = defineLayer({
    type: 'scale',
    options: { by: 2 },
    lower: ({ by }, { builder, input }) => builder.mul(input, by),
  })
  const layers = [scale({ by: 3 }), dense({ units: 2, activation: 'softmax', name: 'd' })]
  const weights = {
    'd/kernel': [
      [1, 0],
      [0, 1],
    ],
    'd/bias': [0, 1],
  }
  const model = createModel(sequential({ inputShape: [2], layers }), { ...options, weights })
  const logits = explainable(model, { space: 'logit' })
  expect([...(await logits.predict(rows)).values]).toEqual([1.5, -2, 6, 1.75])
})

test('several inputs are one row of features, each with its name', async () => {
  const [a, b] = [input('a', [2]), input('b', [1])]
  const y = connect([a, b], concatenate(), dense({ units: 1 }))
  const model = createModel(functional({ outputs: { y } }), options)
  const explained = explainable(model)
  expect(explained.featureNames).toEqual(['a 0', 'a 1', 'b 0'])
  const { values } = await explained.predict(
    toMatrix(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      'rows',
    ),
  )
  const expected = await model.predict({
    a: [
      [1, 2],
      [4, 5],
    ],
    b: [[3], [6]],
  })
  expect(Array.from(values)).toEqual(Array.from(expected.data))
})

test('class names name the outputs, and what is not there is refused', () => {
  const model = createModel(sequential({ inputShape: [2], layers: [dense({ units: 3 })] }), options)
  expect(explainable(model).outputNames).toEqual(['output 0', 'output 1', 'output 2'])
  expect(() => explainable(model, { space: 'logit' })).toThrow(OptionError)
  expect(() => explainable(model, { featureNames: ['one'] })).toThrow('expected 2 names, got 1')
  expect(() => explainable(model, { outputName: ['one'] } as never)).toThrow('outputNames')
})
