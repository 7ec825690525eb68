import { createModel, interpreter } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { fileOf, floats, type GraphInit, weight } from '../../testing/files.js'
import { TensorProto_DataType as Type } from '../proto/onnx_pb.js'
import { importOnnx } from './import-onnx.js'

// Files so small that anyone can work out what they give.

type NestedNumbers = readonly (number | NestedNumbers)[]

/** What a file with the input `x` and the output `y` gives for one row. */
async function predict(bytes: Uint8Array, row: NestedNumbers): Promise<number[]> {
  const model = createModel(importOnnx(bytes).spec, { backend: interpreter, precision: 'float64' })
  const { data } = await model.predict([row] as never)
  await model.dispose()
  return [...data]
}

const product: GraphInit = {
  input: [floats('x', -1, 2)],
  output: [floats('y', -1, 2)],
  initializer: [weight('w', [2, 2], [1, 2, 3, 4])],
  node: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
}

describe('weights', () => {
  test('may be listed among the inputs, as files before IR version 4 have it', async () => {
    const bytes = fileOf(
      { ...product, input: [floats('x', -1, 2), floats('w', 2, 2)] },
      { irVersion: 3n },
    )
    const { inputShapes } = importOnnx(bytes)
    expect(inputShapes).toEqual({ x: [2] })
    expect(await predict(bytes, [1, 10])).toEqual([31, 42])
  })

  test('keep their own numbers where their names differ in one sign that paths may not hold', async () => {
    const bytes = fileOf({
      ...product,
      initializer: [
        weight('b_1_2', [2], [0.5, 0.5]),
        weight('b:1', [2], [1, 2]),
        weight('b_1', [2], [10, 20]),
        weight('b 1', [2], [100, 200]),
      ],
      node: ['b_1_2', 'b:1', 'b_1', 'b 1'].map((bias, i) => ({
        opType: 'Add',
        input: [i === 0 ? 'x' : `sum${i}`, bias],
        output: [i === 3 ? 'y' : `sum${i + 1}`],
      })),
    })
    expect(await predict(bytes, [1000, 2000])).toEqual([1111.5, 2222.5])
  })
})

describe('constants that are worked out at once', () => {
  test('have the digits of float64', async () => {
    const bytes = fileOf({
      input: [floats('x', -1, 1)],
      output: [floats('y', -1, 1)],
      // 2²⁴, after which float32 has even numbers only, and 1.
      initializer: [
        { name: 'large', dataType: Type.DOUBLE, doubleData: [2 ** 24] },
        { name: 'one', dataType: Type.DOUBLE, doubleData: [1] },
      ],
      node: [
        { opType: 'Add', input: ['large', 'one'], output: ['sum'] },
        { opType: 'Sub', input: ['sum', 'large'], output: ['rest'] },
        { opType: 'Add', input: ['x', 'rest'], output: ['y'] },
      ],
    })
    expect(await predict(bytes, [2])).toEqual([3])
  })

  test('keep the sign of zeros', async () => {
    const bytes = fileOf({
      input: [floats('x', -1, 2)],
      output: [floats('y', -1, 2)],
      initializer: [
        { name: 'signs', dataType: Type.INT32, dims: [2n], int32Data: [1, -1] },
        { name: 'zero', dataType: Type.FLOAT, floatData: [0] },
      ],
      node: [
        {
          opType: 'Cast',
          input: ['signs'],
          output: ['floats'],
          attribute: [{ name: 'to', type: 2, i: BigInt(Type.FLOAT) }],
        },
        { opType: 'Mul', input: ['floats', 'zero'], output: ['zeros'] },
        { opType: 'Div', input: ['x', 'zeros'], output: ['y'] },
      ],
    })
    expect(await predict(bytes, [1, 1])).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ])
  })
})

test('a file with functions of its own is refused, as nobody looks into them', () => {
  const nodes = [{ opType: 'Neg', input: ['a'], output: ['b'] }]
  const functions = [{ name: 'Negative', domain: 'own', input: ['a'], output: ['b'], node: nodes }]
  expect(() => importOnnx(fileOf(product, { functions }))).toThrow(
    /it defines functions of its own: Negative.*Inline them/,
  )
})

describe('what a file says of its inputs', () => {
  const negation = (...sizes: readonly number[]): Uint8Array =>
    fileOf({
      input: [floats('x', -1, ...sizes)],
      output: [floats('y', -1, ...sizes)],
      node: [{ opType: 'Neg', input: ['x'], output: ['y'] }],
    })

  test('holds for sizes that are fixed, while open ones may be said', () => {
    const shapes = (x: readonly number[]) => importOnnx(negation(-1, 2), { inputShapes: { x } })
    expect(shapes([5, 2]).inputShapes).toEqual({ x: [5, 2] })
    expect(() => shapes([5, 3])).toThrow(/fit the file \(expected \[any, 2\], got \[5, 3\]\)/)
    expect(() => shapes([5])).toThrow(/fit the file \(expected \[any, 2\], got \[5\]\)/)
    expect(() => importOnnx(negation(-1, 2))).toThrow(/input 'x': some of its sizes are open/)
  })

  test('is found under names that begin with a letter', async () => {
    const { spec } = importOnnx(
      fileOf({
        input: [floats('0', -1, 1), floats('_a:0', -1, 1)],
        output: [floats('1.y', -1, 1)],
        node: [{ opType: 'Sub', input: ['0', '_a:0'], output: ['1.y'] }],
      }),
    )
    const model = createModel(spec, { backend: interpreter })
    const { x1_y } = await model.predictAll({ x0: [[5]], x_a_0: [[3]] })
    expect([...x1_y!.data]).toEqual([2])
  })
})

describe('files that differ in their numbers alone', () => {
  const read = (...numbers: readonly number[]) =>
    importOnnx(fileOf({ ...product, initializer: [weight('w', [2, 2], numbers)] }))

  test('start with their own', async () => {
    const [first, second] = [read(1, 2, 3, 4), read(5, 6, 7, 8)]
    for (const [{ spec }, row] of [
      [first, [4, 6]],
      [second, [12, 14]],
    ] as const) {
      const model = createModel(spec, { backend: interpreter })
      expect([...(await model.predict([[1, 1]])).data]).toEqual(row)
    }
  })

  test('have other specs, while the same file has the same', () => {
    expect(read(1, 2, 3, 4).spec).toEqual(read(1, 2, 3, 4).spec)
    expect(read(1, 2, 3, 4).spec).not.toEqual(read(1, 2, 4, 3).spec)
    expect(read(0, 0, 0, 0).spec).not.toEqual(read(0, 0, 0, -0).spec)
  })
})

describe('operations', () => {
  const text = (name: string, value: string) => ({
    name,
    type: 3,
    s: new TextEncoder().encode(value),
  })

  test('a slice backwards reaches the first element where its end is out of the way', async () => {
    const whole = (name: string, value: bigint) => ({
      name,
      dataType: Type.INT64,
      dims: [1n],
      int64Data: [value],
    })
    const bytes = fileOf({
      input: [floats('x', -1, 3)],
      output: [floats('y', -1, 3)],
      initializer: [
        whole('start', -1n),
        whole('end', -(2n ** 63n)),
        whole('axis', 1n),
        whole('step', -1n),
      ],
      node: [{ opType: 'Slice', input: ['x', 'start', 'end', 'axis', 'step'], output: ['y'] }],
    })
    expect(await predict(bytes, [1, 2, 3])).toEqual([3, 2, 1])
  })

  test('blocks of channels go depth first unless the file says columns', async () => {
    const blocks = (...mode: string[]) =>
      fileOf({
        input: [floats('x', -1, 8, 1, 1)],
        output: [floats('y', -1, 2, 2, 2)],
        node: [
          {
            opType: 'DepthToSpace',
            input: ['x'],
            output: ['y'],
            attribute: [
              { name: 'blocksize', type: 2, i: 2n },
              ...mode.map((value) => text('mode', value)),
            ],
          },
        ],
      })
    const pixels = [0, 1, 2, 3, 4, 5, 6, 7].map((value) => [[value]])
    const depthFirst = [0, 2, 4, 6, 1, 3, 5, 7]
    expect(await predict(blocks(), pixels)).toEqual(depthFirst)
    expect(await predict(blocks('DCR'), pixels)).toEqual(depthFirst)
    expect(await predict(blocks('CRD'), pixels)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('one score of two classes gives both, probabilities or not', async () => {
    const classifier = (...transform: string[]) =>
      fileOf({
        input: [floats('x', -1, 2)],
        output: [floats('y', -1, 2)],
        node: [
          {
            opType: 'LinearClassifier',
            domain: 'ai.onnx.ml',
            input: ['x'],
            output: ['label', 'y'],
            attribute: [
              { name: 'coefficients', type: 6, floats: [2, -1] },
              { name: 'intercepts', type: 6, floats: [0.5] },
              { name: 'classlabels_ints', type: 7, ints: [0n, 1n] },
              ...transform.map((value) => text('post_transform', value)),
            ],
          },
        ],
      })
    expect(await predict(classifier(), [1, 1])).toEqual([-1.5, 1.5])
    const second = 1 / (1 + Math.exp(-1.5))
    expect(await predict(classifier('LOGISTIC'), [1, 1])).toEqual([1 - second, second])
  })

  test('clip has its bounds as attributes in files before version 11', async () => {
    const clip = (...bounds: readonly (readonly [string, number])[]) =>
      fileOf({
        input: [floats('x', -1, 3)],
        output: [floats('y', -1, 3)],
        node: [
          {
            opType: 'Clip',
            input: ['x'],
            output: ['y'],
            attribute: bounds.map(([name, f]) => ({ name, type: 1, f })),
          },
        ],
      })
    expect(await predict(clip(['min', -1], ['max', 2]), [-5, 0, 5])).toEqual([-1, 0, 2])
    expect(await predict(clip(['max', 2]), [-5, 0, 5])).toEqual([-5, 0, 2])
  })

  test.each([
    ['MAX', [0.75, -1]],
    ['L1', [3 / 7, -4 / 7]],
    ['L2', [3 / 5, -4 / 5]],
  ])('rows are normalised by %s, and rows of zeros stay', async (norm, expected) => {
    const bytes = fileOf({
      input: [floats('x', -1, 2)],
      output: [floats('y', -1, 2)],
      node: [
        {
          opType: 'Normalizer',
          domain: 'ai.onnx.ml',
          input: ['x'],
          output: ['y'],
          attribute: [text('norm', norm)],
        },
      ],
    })
    expect(await predict(bytes, [3, -4])).toEqual(expected)
    expect(await predict(bytes, [0, 0])).toEqual([0, 0])
  })
})
