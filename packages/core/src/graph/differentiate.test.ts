import { describe, expect, test } from 'vitest'
import { interpret } from '../interpreter/interpret.js'
import { GraphBuilder } from './builder.js'
import { differentiate } from './differentiate.js'
import { createProgram } from './program.js'
import { splatOf } from './simplify.js'
import type { GraphNode } from './types.js'

const feed = (b: GraphBuilder, shape: number[], name = 'x') =>
  b.input({ name, source: 'feed', shape, dtype: 'float' })

function evaluate(b: GraphBuilder, node: GraphNode, feeds: Record<string, number[]>): number[] {
  const none = {
    of: (): never => {
      throw new Error('there is no state')
    },
  }
  const run = interpret(createProgram(b, { outputs: { node } }), 'float64', none)
  for (const [name, memory] of run.feeds) memory.set(feeds[name]!)
  run.step()
  return [...run.outputs.get('node')!]
}

describe('differentiate', () => {
  test('x³ and its derivatives', () => {
    const b = new GraphBuilder()
    const x = feed(b, [2])
    const first = differentiate(b, b.mul(x, b.mul(x, x)), [x])[0]!
    const second = differentiate(b, first, [x])[0]!
    const third = differentiate(b, second, [x])[0]!
    expect(evaluate(b, first, { x: [2, -1] })).toEqual([12, 3])
    expect(evaluate(b, second, { x: [2, -1] })).toEqual([12, -6])
    expect(splatOf(third)).toBe(6)
  })

  test('slices of one vector give one concat, gaps filled, never a sum of padded vectors', () => {
    const b = new GraphBuilder()
    const flat = feed(b, [10])
    const first = b.slice(flat, 0, 1, 3)
    const second = b.slice(flat, 0, 6, 4)
    const loss = b.add(b.sum(b.mul(first, first)), b.sum(b.mul(second, 3)))
    const [gradient] = differentiate(b, loss, [flat])
    expect(gradient!.op).toBe('concat')
    const program = createProgram(b, { outputs: { gradient: gradient! } })
    expect(program.graph.nodes.map(({ op }) => op)).not.toContain('pad')
    const x = [9, 1, 2, 3, 9, 9, 9, 9, 9, 9]
    expect(evaluate(b, gradient!, { x })).toEqual([0, 2, 4, 6, 0, 0, 3, 3, 3, 3])
  })

  test('overlapping slices add up', () => {
    const b = new GraphBuilder()
    const flat = feed(b, [3])
    const loss = b.add(b.sum(b.slice(flat, 0, 0, 2)), b.sum(b.slice(flat, 0, 1, 2)))
    expect(evaluate(b, differentiate(b, loss, [flat])[0]!, { x: [5, 6, 7] })).toEqual([1, 2, 1])
  })

  test('what the output does not depend on has gradient 0', () => {
    const b = new GraphBuilder()
    const [x, y] = [feed(b, [2]), feed(b, [3], 'y')]
    expect(splatOf(differentiate(b, b.sum(x), [y])[0]!)).toBe(0)
    expect(splatOf(differentiate(b, b.sum(b.floor(x)), [x])[0]!)).toBe(0)
  })

  test('a cotangent weighs the elements', () => {
    const b = new GraphBuilder()
    const x = feed(b, [2])
    const [gradient] = differentiate(b, b.mul(x, x), [x], b.constants([1, 10], [2]))
    expect(evaluate(b, gradient!, { x: [3, 4] })).toEqual([6, 80])
  })

  test('refuses what is no float', () => {
    const b = new GraphBuilder()
    const x = feed(b, [2])
    expect(() => differentiate(b, b.argmax(x, 0), [x])).toThrow(/only floats can be differentiated/)
  })
})

describe('gradients where the formula has a hole', () => {
  const cases: [string, (b: GraphBuilder, x: GraphNode) => GraphNode, number, number][] = [
    ['√x at 0', (b, x) => b.sqrt(x), 0, 0],
    ['|x| at 0', (b, x) => b.abs(x), 0, 0],
    ['relu at 0', (b, x) => b.relu(x), 0, 0],
    ['x⁰ at 0', (b, x) => b.pow(x, 0), 0, 0],
    ['x¹ at 0', (b, x) => b.pow(x, 1), 0, 1],
    ['0ˣ at 2', (b, x) => b.pow(0, x), 2, 0],
    ['√(x²) at 0', (b, x) => b.sqrt(b.mul(x, x)), 0, 0],
    ['maximum of equals goes to the first', (b, x) => b.maximum(x, b.mul(x, 2)), 0, 1],
    ['minimum of equals goes to the first', (b, x) => b.minimum(b.mul(x, 2), x), 0, 2],
  ]
  test.each(cases)('%s', (_, build, at, expected) => {
    const b = new GraphBuilder()
    const x = feed(b, [1])
    expect(evaluate(b, differentiate(b, build(b, x), [x])[0]!, { x: [at] })).toEqual([expected])
  })

  test('√x at 0 has a finite second derivative', () => {
    const b = new GraphBuilder()
    const x = feed(b, [1])
    const first = differentiate(b, b.sqrt(x), [x])[0]!
    expect(evaluate(b, differentiate(b, first, [x])[0]!, { x: [0] })).toEqual([0])
  })

  test('tied maxima share the gradient', () => {
    const b = new GraphBuilder()
    const x = feed(b, [4])
    const [gradient] = differentiate(b, b.max(x), [x])
    expect(evaluate(b, gradient!, { x: [2, 5, 5, 1] })).toEqual([0, 0.5, 0.5, 0])
  })
})
