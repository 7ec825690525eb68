import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../builder.js'
import { differentiate } from '../differentiate.js'
import { createProgram, validateProgram } from '../program.js'
import type { Padding } from '../types.js'

const feed = (b: GraphBuilder, name: string, shape: number[], dtype: 'float' | 'int32' = 'float') =>
  b.input({ name, source: 'feed', shape, dtype })

describe('shapes', () => {
  const b = new GraphBuilder()
  const x = feed(b, 'x', [2, 7, 5, 4])
  const filter = feed(b, 'filter', [3, 2, 2, 6])

  test('of a convolution with strides, padding, dilation and groups', () => {
    const attributes = {
      strides: [2, 1],
      padding: [1, 0, 0, 2],
      dilation: [1, 3],
      groups: 2,
    } as const
    expect(b.conv2d(x, filter, attributes).shape).toEqual([2, 3, 4, 6])
  })

  test('of pooling, whose windows do not overlap by default', () => {
    expect(b.maxPool(x, { size: [2, 2] }).shape).toEqual([2, 3, 2, 4])
    expect(b.averagePool(x, { size: [3, 2], strides: [1, 1] }).shape).toEqual([2, 5, 4, 4])
  })

  test('gradients of gradients are the same nodes again', () => {
    const y = b.conv2d(x, filter, { groups: 2 })
    const [dx, df] = differentiate(b, y, [x, filter], y)
    expect([dx!.op, df!.op]).toEqual(['convInputGradient', 'convFilterGradient'])
    const [again] = differentiate(b, dx!, [y], x)
    expect(again).toBe(y)
    expect(b.conv2d(x, filter, { groups: 2 })).toBe(y)
    const program = createProgram(b, { outputs: { dx: dx!, df: df! } })
    expect(() => validateProgram(JSON.parse(JSON.stringify(program)))).not.toThrow()
  })
})

describe('errors name the operation and the shapes', () => {
  const b = new GraphBuilder()
  const x = feed(b, 'x', [2, 5, 5, 4])
  const filter = feed(b, 'filter', [3, 3, 4, 6])
  const y = feed(b, 'y', [2, 3, 3, 6])
  const pooled = feed(b, 'pooled', [2, 2, 2, 4])
  const cases: [string, () => unknown, RegExp][] = [
    ['rank', () => b.conv2d(b.reshape(x, [10, 20]), filter), /conv2d: images have four axes/],
    ['filter rank', () => b.conv2d(x, b.reshape(filter, [9, 24])), /conv2d: filters have four/],
    [
      'channels',
      () => b.conv2d(x, filter, { groups: 2 }),
      /conv2d: images and filters differ in channels \(expected 4 channels in 2 groups/,
    ],
    [
      'outputs',
      () => b.conv2d(x, feed(b, 'odd', [3, 3, 1, 6]), { groups: 4 }),
      /the outputs do not divide into the groups \(expected a multiple of 4, got 6\)/,
    ],
    [
      'too large',
      () => b.conv2d(x, filter, { dilation: [1, 3] }),
      /conv2d: the window is larger than the image \(expected at most 5 by 5.*got 3 by 7\)/,
    ],
    ['strides', () => b.conv2d(x, filter, { strides: [0, 1] }), /conv2d: strides is not valid/],
    ['groups', () => b.conv2d(x, filter, { groups: 1.5 }), /conv2d: groups is not valid/],
    [
      'padding',
      () => b.conv2d(x, filter, { padding: [1, 1] as unknown as Padding }),
      /conv2d: padding is not valid \(expected 4 whole numbers of at least 0, got \[1,1\]\)/,
    ],
    [
      'input gradient',
      () => b.convInputGradient(y, filter, { inputShape: [2, 6, 5, 4] }),
      /convInputGradient: the results have the wrong shape \(expected \[2, 4, 3, 6\]/,
    ],
    [
      'filter gradient',
      () => b.convFilterGradient(x, y, { filterShape: [2, 3, 4, 6] }),
      /convFilterGradient: the results have the wrong shape/,
    ],
    ['type', () => b.conv2d(x, feed(b, 'i', [1, 1, 4, 1], 'int32')), /conv2d: an input has the wr/],
    ['pool size', () => b.maxPool(x, { size: [6, 1] }), /maxPool: the window is larger/],
    [
      'pool padding',
      () => b.averagePool(x, { size: [2, 2], padding: [0, 2, 0, 0] }),
      /averagePool: a window could lie in the padding entirely/,
    ],
    [
      'pool results',
      () => b.maxPoolGradient(x, pooled, { size: [3, 3] }),
      /maxPoolGradient: the results have the wrong shape \(expected \[2, 1, 1, 4\]/,
    ],
    [
      'average results',
      () => b.averagePoolGradient(pooled, { size: [2, 2], inputShape: [2, 7, 5, 4] }),
      /averagePoolGradient: the results have the wrong shape/,
    ],
  ]
  test.each(cases)('%s', (_, build, message) => expect(build).toThrow(message))
})
