import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../../graph/builder.js'
import { differentiate } from '../../graph/differentiate.js'
import { createProgram } from '../../graph/program.js'
import type { GraphNode } from '../../graph/types.js'
import { interpret } from '../interpret.js'
import type { Precision } from './arrays.js'

/** Runs an expression over images of one channel. */
function run(
  build: (b: GraphBuilder, x: GraphNode) => GraphNode,
  x: number[],
  [height, width]: [number, number],
  precision: Precision = 'float64',
): number[] {
  const b = new GraphBuilder()
  const shape = [1, height, width, x.length / height / width]
  const node = build(b, b.input({ name: 'x', source: 'feed', shape, dtype: 'float' }))
  const none = {
    of: (): never => {
      throw new Error('there is no state')
    },
  }
  const interpretation = interpret(createProgram(b, { outputs: { node } }), precision, none)
  interpretation.feeds.get('x')!.set(x)
  interpretation.step()
  interpretation.step() // what a kernel leaves behind must not matter
  return [...interpretation.outputs.get('node')!]
}

const { NaN: nan, NEGATIVE_INFINITY: inf } = Number
const square = { size: [2, 2], strides: [1, 1] } as const
const around = { size: [3, 3], strides: [2, 2], padding: [1, 1, 1, 1] } as const

describe('convolution', () => {
  test('does not turn the filter round, and pads with zeros', () => {
    const filter = (b: GraphBuilder) => b.constants([1, 10, 100, 1000], [2, 2, 1, 1])
    const x = [1, 2, 3, 4]
    expect(run((b, v) => b.conv2d(v, filter(b)), x, [2, 2])).toEqual([4321])
    const padding = [1, 0, 0, 1] as const
    expect(run((b, v) => b.conv2d(v, filter(b), { padding }), x, [2, 2])).toEqual([
      2100, 200, 4321, 402,
    ])
  })

  test('padding is of zeros, with which infinite filters make NaN', () => {
    const filter = (b: GraphBuilder) => b.constant(-inf, [1, 2, 1, 1])
    const padding = [0, 0, 0, 1] as const
    expect(run((b, v) => b.conv2d(v, filter(b), { padding }), [1, 2], [1, 2])).toEqual([-inf, nan])
  })

  test('each group sees its own channels', () => {
    const filter = (b: GraphBuilder) => b.constants([1, 10, 100, 1000], [1, 1, 1, 4])
    const grouped = run((b, v) => b.conv2d(v, filter(b), { groups: 2 }), [2, 3, 4, 5], [1, 2])
    expect(grouped).toEqual([2, 20, 300, 3000, 4, 40, 500, 5000])
  })

  test('images larger than one lot of patches, with rows and columns beside the tiles', () => {
    const [height, width, channels, outputs] = [67, 31, 3, 5]
    const x = Array.from({ length: height * width * channels }, (_, i) => (i * 7) % 11)
    const taps = Array.from({ length: 9 * channels * outputs }, (_, i) => ((i * 5) % 13) - 6)
    const filter = (b: GraphBuilder) => b.constants(taps, [3, 3, channels, outputs])
    const found = run((b, v) => b.conv2d(v, filter(b)), x, [height, width], 'float32')
    const expected = found.map((_, i) => {
      const [o, j, row] = [i % outputs, Math.floor(i / outputs) % 29, Math.floor(i / outputs / 29)]
      let sum = 0
      for (let t = 0; t < 9 * channels; t++) {
        const [c, q, p] = [t % channels, Math.floor(t / channels) % 3, Math.floor(t / channels / 3)]
        sum += x[((row + p) * width + j + q) * channels + c]! * taps[t * outputs + o]!
      }
      return sum
    })
    expect(found).toEqual(expected)
  })
})

describe('max-pooling', () => {
  const gradient = (b: GraphBuilder, x: GraphNode, attributes: Parameters<typeof b.maxPool>[1]) => {
    const y = b.maxPool(x, attributes)
    const size = y.shape.reduce((a, c) => a * c)
    const weights = Array.from({ length: size }, (_, i) => 10 ** i)
    return differentiate(b, y, [x], b.constants(weights, y.shape))[0]!
  }

  test('the gradient of ties goes to the first, row-major', () => {
    expect(run((b, x) => gradient(b, x, square), [5, 5, 1, 5, 5, 5], [2, 3])).toEqual([
      1, 10, 0, 0, 0, 0,
    ])
  })

  test('padding never wins, also over −∞', () => {
    const x = [inf, inf, inf, -3]
    expect(run((b, v) => b.maxPool(v, around), x, [2, 2])).toEqual([-3])
    expect(run((b, v) => b.maxPool(v, around), [inf, inf, inf, inf], [2, 2])).toEqual([inf])
    expect(run((b, v) => gradient(b, v, around), [inf, inf, inf, inf], [2, 2])).toEqual([
      1, 0, 0, 0,
    ])
  })

  test('NaN wins, and the first NaN takes the gradient', () => {
    const x = [1, nan, 9, 2, 3, nan]
    expect(run((b, v) => b.maxPool(v, square), x, [2, 3])).toEqual([nan, nan])
    expect(run((b, v) => gradient(b, v, square), x, [2, 3])).toEqual([0, 11, 0, 0, 0, 0])
  })

  test('its second derivative picks the same cells, ties, NaN and −∞ included', () => {
    const twice = (b: GraphBuilder, x: GraphNode, attributes: Parameters<typeof b.maxPool>[1]) => {
      const y = b.maxPool(x, attributes)
      const factor = b.broadcast(b.constant(1), y.shape)
      const cotangent = b.mul(
        b.input({ name: 's', source: 'feed', shape: y.shape, dtype: 'float' }),
        factor,
      )
      const first = b.maxPoolGradient(x, cotangent, attributes)
      const places = Array.from({ length: first.shape.reduce((a, c) => a * c) }, (_, i) => i)
      return differentiate(b, first, [cotangent], b.constants(places, first.shape))[0]!
    }
    expect(run((b, x) => twice(b, x, square), [5, 5, 1, 5, 5, 5], [2, 3])).toEqual([0, 1])
    expect(run((b, x) => twice(b, x, square), [1, nan, 9, 2, 3, nan], [2, 3])).toEqual([1, 1])
    expect(run((b, x) => twice(b, x, around), [inf, inf, inf, inf], [2, 2])).toEqual([0])
    const corner = { size: [2, 2], padding: [1, 1, 1, 1] } as const
    expect(run((b, x) => twice(b, x, corner), [1, 2, 3, 4], [2, 2])).toEqual([0, 1, 2, 3])
  })
})

test('average pooling divides by the cells inside the image, forwards and backwards', () => {
  const corner = { size: [2, 2], padding: [1, 0, 1, 0], strides: [2, 2] } as const
  const x = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  expect(run((b, v) => b.averagePool(v, corner), x, [3, 3])).toEqual([1, 2.5, 5.5, 7])
  const shared = (b: GraphBuilder, y: GraphNode) =>
    b.averagePoolGradient(y, { ...corner, inputShape: [1, 3, 3, 1] })
  expect(run(shared, [1, 10, 100, 1000], [2, 2])).toEqual([1, 5, 5, 50, 250, 250, 50, 250, 250])
})
