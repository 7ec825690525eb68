import { describe, expect, test } from 'vitest'
import { GraphBuilder } from './builder.js'
import { splatOf } from './simplify.js'
import type { GraphNode } from './types.js'

const feed = (b: GraphBuilder, name: string, shape: number[], dtype: 'float' | 'int32' = 'float') =>
  b.input({ name, source: 'feed', shape, dtype })

describe('building', () => {
  test('makes equal nodes once', () => {
    const b = new GraphBuilder()
    const x = feed(b, 'x', [2])
    expect(b.exp(x)).toBe(b.exp(x))
    expect(b.add(x, 1)).toBe(b.add(x, 1))
    expect(b.slice(x, 0, 0, 1)).not.toBe(b.slice(x, 0, 1, 1))
  })

  test('keeps constants of different bits apart', () => {
    const b = new GraphBuilder()
    const values = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const nodes = values.map((value) => b.constant(value))
    expect(new Set(nodes).size).toBe(values.length)
    expect(nodes.map(splatOf)).toEqual(values)
    expect(b.constants([0, 1], [2])).not.toBe(b.constants([-0, 1], [2]))
  })

  test('grows scalars and axes of size 1 by explicit nodes', () => {
    const b = new GraphBuilder()
    const sum = b.add(feed(b, 'x', [2, 3]), feed(b, 'y', [1, 3]))
    expect(sum.shape).toEqual([2, 3])
    expect(b.inputsOf(sum).map(({ op }) => op)).toEqual(['input', 'broadcast'])
  })

  test('refuses shapes that only NumPy would align', () => {
    const b = new GraphBuilder()
    const [x, y] = [feed(b, 'x', [2, 3]), feed(b, 'y', [3])]
    expect(() => b.add(x, y)).toThrow(/operation add: the shapes do not fit .*\[2, 3\] and \[3\]/)
  })
})

describe('simplification', () => {
  const b = new GraphBuilder()
  const x = feed(b, 'x', [2, 3])
  const i = feed(b, 'i', [2, 3], 'int32')
  const cases: [string, GraphNode, GraphNode | number][] = [
    ['x · 1', b.mul(x, 1), x],
    ['x / 1', b.div(x, 1), x],
    ['x − 0', b.sub(x, 0), x],
    ['x + −0', b.add(x, -0), x],
    ['−(−x)', b.neg(b.neg(x)), x],
    ['i · 0', b.mul(i, 0), 0],
    ['i − i', b.sub(i, i), 0],
    ['select of the same', b.select(b.less(x, 0), x, x), x],
    ['select of a known condition', b.select(b.constant(0, [2, 3], 'bool'), b.exp(x), x), x],
    ['cast to its own type', b.cast(x, 'float'), x],
    ['a folded constant', b.exp(b.constant(0, [2, 3])), 1],
    ['a view of a constant', b.transpose(b.constant(7, [2, 3]), [1, 0]), 7],
    ['reshape of a reshape', b.reshape(b.reshape(x, [6]), [2, 3]), x],
    ['transposed twice', b.transpose(b.transpose(x, [1, 0]), [1, 0]), x],
    ['the whole as a slice', b.slice(x, 1, 0, 3), x],
    [
      'sum over no axis of size above 1',
      b.sum(b.reshape(x, [2, 1, 3]), [1]),
      b.reshape(x, [2, 1, 3]),
    ],
    ['concat of one', b.concat([x], 0), x],
    ['pad by nothing', b.pad(x, 0, 0, 0), x],
  ]
  test.each(cases)('%s', (_, node, expected) => {
    if (typeof expected === 'number') expect(splatOf(node)).toBe(expected)
    else expect(node).toBe(expected)
  })

  test('leaves alone what could be NaN or lose a sign', () => {
    expect(b.mul(x, 0).op).toBe('mul')
    expect(b.sub(x, x).op).toBe('sub')
    expect(b.add(x, 0).op).toBe('add')
    expect(b.sub(0, x).op).toBe('sub')
  })

  test('keeps the type of a folded comparison', () => {
    const folded = b.less(b.constant(1, [2]), b.constant(2, [2]))
    expect(folded).toMatchObject({ op: 'constant', dtype: 'bool' })
  })

  test('shortens slices of slices', () => {
    const part = b.slice(b.slice(x, 1, 1, 2), 1, 1, 1)
    expect(part.attributes).toEqual({ axis: 1, start: 2, size: 1 })
    expect(b.inputsOf(part)).toEqual([x])
  })
})

describe('errors name the operation and the shapes', () => {
  const b = new GraphBuilder()
  const x = feed(b, 'x', [2, 3])
  const i = feed(b, 'i', [2], 'int32')
  const cases: [string, () => unknown, RegExp][] = [
    ['matmul', () => b.matmul(x, x), /matmul: the inner sizes 3 and 2 differ/],
    ['reshape', () => b.reshape(x, [5]), /reshape: the number of elements differs \(expected 6/],
    ['slice', () => b.slice(x, 1, 2, 2), /slice: it reaches outside the axis/],
    ['sum', () => b.sum(x, [2]), /sum: no such axis \(expected 0 to 1, got 2\)/],
    ['transpose', () => b.transpose(x, [0, 0]), /transpose: not a permutation/],
    ['gather', () => b.gather(x, x), /gather: an input has the wrong type/],
    ['concat', () => b.concat([x, i], 0), /concat: the inputs differ elsewhere/],
    ['broadcast', () => b.broadcast(x, [4, 3]), /broadcast: only axes of size 1 can grow/],
    ['exp', () => b.exp(i), /exp: an input has the wrong type \(expected float, got int32\)/],
    [
      'add',
      () => b.add(b.broadcast(i, [2]), b.slice(b.reshape(x, [6]), 0, 0, 2)),
      /differ in type/,
    ],
    ['input', () => feed(b, 'z', [0]), /input: not a shape/],
  ]
  test.each(cases)('%s', (_, build, message) => expect(build).toThrow(message))
})
