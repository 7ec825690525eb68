import { describe, expect, test } from 'vitest'
import type { Tensor } from '../backend/tensor.js'
import { loadModel, saveModel } from '../files/model-file.js'
import { interpreter } from '../interpreter/backend.js'
import { defineLayer } from '../layers/define-layer.js'
import { dense } from '../layers/dense.js'
import { flatten } from '../layers/flatten.js'
import { createModel } from '../model/model.js'
import { evaluate } from '../training/evaluate.js'
import { fit } from '../training/fit.js'
import { gradients } from '../training/gradients.js'
import { connect, functional, input } from './functional.js'
import { parseSpec } from './parse-spec.js'
import { sequential } from './sequential.js'
import { summary } from './summary.js'

/** Joins its inputs by their sum. */
const sum = defineLayer({
  type: 'sum',
  merges: true,
  lower: (_, { builder, inputs }) => inputs.reduce((a, b) => builder.add(a, b)),
})

const picture = input('picture', [2, 2])
const numbers = input('numbers', [3])
const hidden = connect(
  [
    connect(picture, flatten(), dense({ units: 6, activation: 'tanh', name: 'look' })),
    connect(numbers, dense({ units: 6, activation: 'tanh', name: 'count' })),
  ],
  sum(),
)
const spec = functional({
  outputs: {
    kind: connect(hidden, dense({ units: 3, activation: 'softmax', name: 'kind' })),
    size: connect(hidden, dense({ units: 1, name: 'size' })),
  },
})

const rows = Array.from({ length: 30 }, (_, i) => i)
const data = {
  x: {
    picture: rows.map((i) => [
      [i % 3, (i % 3) / 2],
      [1, 0],
    ]),
    numbers: rows.map((i) => [i / 30, Math.sin(i), 1]),
  },
  y: { kind: rows.map((i) => i % 3), size: rows.map((i) => [i / 30]) },
}
const options = {
  backend: interpreter,
  loss: { kind: 'sparseCategoricalCrossentropy', size: 'meanSquaredError' },
  lossWeights: { size: 2 },
  metrics: { kind: ['accuracy'] },
  optimizer: { name: 'adam', learningRate: 0.02 },
  epochs: 60,
  batchSize: 8,
  precision: 'float64',
} as const

describe('a functional model', () => {
  test('is JSON, and reading it again changes nothing', () => {
    const copy = parseSpec(JSON.parse(JSON.stringify(spec)), { customLayers: [sum.definition] })
    expect(copy).toEqual(spec)
  })

  test('shows in its summary what each layer reads', () => {
    expect(summary(spec)).toBe(
      [
        'layer    type             output  weights  reads',
        'picture  input            [2, 2]',
        'numbers  input            [3]',
        'flatten  flatten          [4]           0  picture',
        'look     dense (tanh)     [6]          30  flatten',
        'count    dense (tanh)     [6]          24  numbers',
        'sum      sum              [6]           0  look, count',
        'kind     dense (softmax)  [3]          21  sum',
        'size     dense (linear)   [1]           7  sum',
        'output kind: kind',
        'output size: size',
        '82 weights, 82 of them trainable',
      ].join('\n'),
    )
  })

  test('trains two outputs, is judged, saved, and loaded', async () => {
    const { model, history } = await fit(spec, data, options)
    expect(Object.keys(history)).toEqual(['loss', 'kindLoss', 'sizeLoss', 'kindAccuracy'])
    expect(history.kindAccuracy!.at(-1)).toBe(1)
    const last = (name: string): number => history[name]!.at(-1)!
    expect(last('loss')).toBeCloseTo(last('kindLoss') + 2 * last('sizeLoss'), 12)
    const scores = await evaluate(model, data)
    expect(scores.loss).toBeLessThan(0.2)
    const loaded = loadModel(saveModel(model), {
      backend: interpreter,
      customLayers: [sum.definition],
    })
    expect(await evaluate(loaded, data)).toEqual(scores)
    const { kind, size } = await loaded.predictAll(data.x)
    expect([kind!.shape, size!.shape]).toEqual([
      [30, 3],
      [30, 1],
    ])
    await expect(loaded.predict(data.x)).rejects.toThrow(/several outputs: kind, size/)
  })

  test('streams what it could bind, to the same bits', async () => {
    const resident = await fit(spec, data, { ...options, epochs: 3 })
    const streamed = await fit(spec, data, { ...options, epochs: 3, residency: 'streamed' })
    expect(streamed.history).toEqual(resident.history)
  })

  test('weighs rows by output', async () => {
    const none = { ...data, sampleWeight: { kind: rows.map(() => 0) } }
    const { history } = await fit(spec, none, { ...options, epochs: 2 })
    expect(history.kindLoss).toEqual([0, 0])
    expect(history.sizeLoss![0]).toBeGreaterThan(0)
  })

  test('has gradients by input, of the output that is named', async () => {
    const model = createModel(spec, {
      backend: interpreter,
      customLayers: [sum.definition],
    } as never)
    const { inputs } = await gradients(model, data.x, { output: 0, of: 'size' })
    expect([inputs.picture!.shape, inputs.numbers!.shape]).toEqual([
      [30, 2, 2],
      [30, 3],
    ])
    await expect(gradients(model, data.x, { output: 0 })).rejects.toThrow(
      /several outputs.*Name one: kind, size/,
    )
  })

  test('names what is missing or unknown in its data', async () => {
    const without = { ...data, x: { picture: data.x.picture } }
    await expect(fit(spec, without as never, options)).rejects.toThrow(
      /data\.x\.numbers: it is missing/,
    )
    const slip = { ...data, y: { ...data.y, sizes: data.y.size } }
    await expect(fit(spec, slip, options)).rejects.toThrow(/data\.y\.sizes.*Did you mean 'size'/)
    const plain = { ...data, x: data.x.numbers }
    await expect(fit(spec, plain, options)).rejects.toThrow(
      /data\.x: the model needs several, by name/,
    )
    const loss = { kind: 'sparseCategoricalCrossentropy', siz: 'meanSquaredError' }
    await expect(fit(spec, data, { ...options, loss } as never)).rejects.toThrow(
      /no output 'siz'.*'size'/,
    )
  })
})

describe('shared layers', () => {
  const left = input('left', [2])
  const right = input('right', [2])
  const shared = dense({ units: 2, name: 'shared' })
  const twins = functional({
    outputs: {
      both: connect([connect(left, shared), connect(right, shared)], sum(), dense({ units: 1 })),
    },
  })

  test('have one set of weights, whose gradient is the sum of its uses', async () => {
    const model = createModel(twins, { backend: interpreter, precision: 'float64', seed: 3 })
    expect(Object.keys(model.weights())).toEqual([
      'shared/kernel',
      'shared/bias',
      'dense/kernel',
      'dense/bias',
    ])
    const x = { left: [[1, 2]], right: [[3, 4]] }
    const both = (await gradients(model, x, { output: 0 })).weights['shared/bias']!
    const kernel = model.weights()['dense/kernel']!.data
    expect([...both.data]).toEqual([2 * kernel[0]!, 2 * kernel[1]!])
    expect(summary(twins)).toMatch(/shared +dense \(linear\) +\[2\] +shared +right/)
  })

  test('refuse inputs that would need other weights', () => {
    const wide = input('wide', [3])
    const build = () =>
      functional({
        outputs: { out: connect([connect(left, shared), connect(wide, shared)], sum()) },
      })
    expect(build).toThrow(/shared by inputs that need weights of different shapes/)
  })
})

describe('wiring', () => {
  const plain = {
    version: 1,
    kind: 'functional',
    inputs: { a: [2] },
    layers: [{ type: 'dense', name: 'd', units: 1 }],
  }
  const call = { layer: 'd', inputs: ['a'], output: 'v' }
  const cases: [string, object, RegExp][] = [
    [
      'an unknown layer',
      { calls: [{ ...call, layer: 'e' }], outputs: { o: 'v' } },
      /there is no layer 'e'/,
    ],
    [
      'a value before it is made',
      { calls: [{ ...call, inputs: ['v'] }], outputs: { o: 'v' } },
      /no value so far 'v'/,
    ],
    [
      'a value made twice',
      { calls: [call, call], outputs: { o: 'v' } },
      /a second value is named 'v'/,
    ],
    ['an unknown output', { calls: [call], outputs: { o: 'w' } }, /there is no value 'w'/],
    ['an output that is an input', { calls: [call], outputs: { o: 'a' } }, /it shows an input/],
    ['no outputs', { calls: [call], outputs: {} }, /spec\.outputs: there are none/],
    [
      'two inputs for one',
      { calls: [{ ...call, inputs: ['a', 'a'] }], outputs: { o: 'v' } },
      /takes one input/,
    ],
  ]
  test.each(cases)('refuses %s', (_, rest, message) => {
    expect(() => parseSpec({ ...plain, ...rest })).toThrow(message)
  })
})

describe('weights that training treats differently', () => {
  const line = { x: [[1], [2], [3]], y: [[3], [5], [7]] }
  const fitLine = (first: object, rest: object = {}) =>
    fit(sequential({ inputShape: [1], layers: [dense({ units: 1, ...first })] }), line, {
      backend: interpreter,
      loss: 'meanSquaredError',
      optimizer: { name: 'sgd', learningRate: 0.05 },
      epochs: 1,
      shuffle: false,
      precision: 'float64',
      initialWeights: { 'dense/kernel': [[0.5]], 'dense/bias': [0.25] },
      ...rest,
    })
  const weightsOf = ({ model }: { model: { weights(): Record<string, Tensor> } }) =>
    Object.values(model.weights()).map(({ data: [value] }) => value!)

  test('trainable: false keeps them', async () => {
    const layers = [dense({ units: 1, trainable: false }), dense({ units: 1, name: 'last' })]
    const run = await fit(sequential({ inputShape: [1], layers }), line, {
      backend: interpreter,
      loss: 'meanSquaredError',
      epochs: 3,
      initialWeights: { 'dense/kernel': [[0.5]] },
    })
    expect(run.model.weights()['dense/kernel']!.data[0]).toBe(0.5)
    expect(summary(run.model.spec)).toMatch(/4 weights, 2 of them trainable/)
  })

  test('a multiplier scales their step', async () => {
    const [plain, half] = [
      weightsOf(await fitLine({})),
      weightsOf(await fitLine({ learningRateMultiplier: 0.5 })),
    ]
    const start = [0.5, 0.25]
    for (const i of [0, 1])
      expect(half[i]! - start[i]!).toBeCloseTo((plain[i]! - start[i]!) / 2, 14)
  })

  test('a regulariser adds its penalty to the loss, and its gradient to theirs', async () => {
    const plain = await fitLine({})
    const penalised = await fitLine({ kernelRegularizer: { name: 'l1l2', l1: 0.1, l2: 0.2 } })
    const penalty = 0.1 * 0.5 + 0.2 * 0.25
    expect(penalised.history.loss![0]).toBeCloseTo(plain.history.loss![0]! + penalty, 14)
    const gradient = 0.1 + 0.2 * 2 * 0.5
    expect(weightsOf(penalised)[0]).toBeCloseTo(weightsOf(plain)[0]! - 0.05 * gradient, 14)
    expect(weightsOf(penalised)[1]).toBe(weightsOf(plain)[1])
  })

  test('a penalty counts once an epoch, also with a padded last batch', async () => {
    const options = { batchSize: 2, optimizer: { name: 'sgd', learningRate: 1e-12 } }
    const plain = await fitLine({}, options)
    const penalised = await fitLine({ kernelRegularizer: { name: 'l2', l2: 4 } }, options)
    expect(penalised.history.loss![0]! - plain.history.loss![0]!).toBeCloseTo(1, 9)
  })

  test('a constraint moves them back after the step', async () => {
    const constrained = await fitLine({ kernelConstraint: { name: 'maxNorm', maxValue: 0.75 } })
    expect(weightsOf(await fitLine({}))[0]).toBeGreaterThan(0.75)
    expect(weightsOf(constrained)[0]).toBeCloseTo(0.75, 6)
    expect(weightsOf(constrained)[1]).toBe(weightsOf(await fitLine({}))[1])
  })
})
