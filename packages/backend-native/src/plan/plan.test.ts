import {
  createProgram,
  differentiate,
  GraphBuilder,
  type GraphNode,
  optimizerProgram,
  resolveOptimizer,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { emit } from '../emit/emit.js'
import { Arena } from './arena.js'
import { collapse } from './collapse.js'
import type { ContractKernel, LoopKernel } from './kernels.js'
import { type Plan, plan } from './plan.js'

const float32 = { precision: 'float32' } as const
const kinds = ({ calls }: Plan): string[] => calls.map(({ kernel }) => kernel.kind)
const feed = (b: GraphBuilder, name: string, shape: number[]) =>
  b.input({ name, source: 'feed', shape, dtype: 'float' })
const state = (b: GraphBuilder, name: string, shape: number[]) =>
  b.input({ name, source: 'state', shape, dtype: 'float' })

/** Dense layers of equal width, their gradients and a step against them, on one flat state. */
function deepProgram(layers: number, width: number, rows: number) {
  const b = new GraphBuilder()
  const flat = state(b, 'flat', [layers * (width * width + width)])
  let x: GraphNode = feed(b, 'x', [rows, width])
  for (let l = 0; l < layers; l++) {
    const start = l * (width * width + width)
    const kernel = b.reshape(b.slice(flat, 0, start, width * width), [width, width])
    const bias = b.reshape(b.slice(flat, 0, start + width * width, width), [1, width])
    x = b.relu(b.add(b.matmul(x, kernel), b.broadcast(bias, [rows, width])))
  }
  const loss = b.sum(x)
  const [gradient] = differentiate(b, loss, [flat])
  const updates = { flat: b.sub(flat, b.mul(gradient!, 0.01)) }
  return createProgram(b, { outputs: { loss }, updates })
}

describe('fusion', () => {
  test('bias and activation become part of the product', () => {
    const b = new GraphBuilder()
    const product = b.matmul(feed(b, 'x', [5, 7]), feed(b, 'w', [7, 3]))
    const y = b.tanh(b.add(product, b.broadcast(feed(b, 'bias', [1, 3]), [5, 3])))
    const { calls } = plan(createProgram(b, { outputs: { y } }), float32)
    expect(calls).toHaveLength(1)
    const kernel = calls[0]!.kernel as ContractKernel
    expect(kernel.kind).toBe('contract')
    expect(kernel.steps.map(({ op }) => op)).toEqual(['add', 'tanh'])
  })

  test('Adam is one loop that writes over its three states', () => {
    const program = optimizerProgram(resolveOptimizer('adam'), 40)
    const planned = plan(program, float32)
    expect(kinds(planned)).toEqual(['loop'])
    expect(planned.inPlace).toBe(3)
    const { stores } = planned.calls[0]!.kernel as LoopKernel
    expect(stores.every(({ flush }) => flush)).toBe(true)
  })

  test('a cheap value is computed where it is used, not stored where its input is', () => {
    const b = new GraphBuilder()
    const a = b.tanh(feed(b, 'x', [4, 6]))
    const through = b.matmul(a, feed(b, 'w', [6, 6]))
    const y = b.mul(through, b.sub(1, b.mul(a, a)))
    const { calls } = plan(createProgram(b, { outputs: { y } }), float32)
    expect(calls.map(({ kernel }) => ('steps' in kernel ? kernel.steps.length : 0))).toEqual([1, 3])
  })

  test('reductions join what they reduce; a value in between is not stored', () => {
    const b = new GraphBuilder()
    const x = feed(b, 'x', [8, 5])
    const y = b.sum(b.mul(x, x), [0])
    const { calls, arenaBytes } = plan(createProgram(b, { outputs: { y } }), float32)
    expect(calls).toHaveLength(1)
    expect(arenaBytes).toBe(0)
  })

  test('a value that is needed whole and in part is never in a circle', () => {
    const b = new GraphBuilder()
    const x = b.exp(feed(b, 'x', [4, 4]))
    const total = b.sum(x)
    const y = b.div(x, b.broadcast(b.reshape(total, [1, 1]), [4, 4]))
    const planned = plan(createProgram(b, { outputs: { y } }), float32)
    expect(kinds(planned)).toEqual(['loop', 'loop'])
  })
})

describe('memory', () => {
  test('gradients of slices are made where the flat gradient wants them', () => {
    const planned = plan(deepProgram(3, 8, 4), float32)
    // No copies: 3 forward, 2 gradients of inputs, 3 of kernels, 3 of biases, loss, update, seed.
    expect(planned.calls.filter(({ kernel }) => kernel.kind === 'contract')).toHaveLength(8)
    const copies = planned.calls.filter(
      ({ kernel }) =>
        kernel.kind === 'loop' && kernel.steps.length === 0 && kernel.reductions.length === 0,
    )
    expect(copies).toEqual([])
  })

  test('is used again: the arena of many layers grows by what backpropagation must keep', () => {
    const bytes = (layers: number) => plan(deepProgram(layers, 16, 8), float32).arenaBytes
    const flat = 4 * (16 * 16 + 16)
    const kept = 4 * 16 * 8
    expect(bytes(20) - bytes(10)).toBeLessThanOrEqual(10 * (flat + kept) + 1024)
  })

  test('pieces that are given back join with their neighbours', () => {
    const arena = new Arena()
    const [a, b, c] = [arena.take(32), arena.take(16), arena.take(32)]
    arena.give(a, 32)
    arena.give(c, 32)
    arena.give(b, 16)
    expect(arena.take(80)).toBe(0)
    expect(arena.size).toBe(80)
  })

  test('state that another value still needs is not written over', () => {
    const b = new GraphBuilder()
    const s = state(b, 's', [6])
    const next = b.mul(s, 2)
    const late = b.matmul(b.reshape(next, [2, 3]), b.reshape(s, [3, 2]))
    const planned = plan(createProgram(b, { outputs: { late }, updates: { s: next } }), float32)
    expect(planned.inPlace).toBe(0)
  })
})

test('axes merge where everything lies behind one another', () => {
  const axes = {
    sizes: [2, 3, 4],
    strides: [
      [12, 4, 1],
      [0, 4, 1],
    ],
  }
  expect(collapse(axes)).toMatchObject({
    sizes: [2, 12],
    strides: [
      [12, 1],
      [0, 1],
    ],
  })
})

describe('growth', () => {
  test('equal kernels are emitted once', () => {
    const few = emit(plan(deepProgram(6, 8, 4), float32)).kernels
    expect(emit(plan(deepProgram(30, 8, 4), float32)).kernels).toBe(few)
  })

  // Other work on the machine can spoil one measurement; work that grows as the square spoils all.
  test('planning and emission are nearly linear in the number of nodes', { retry: 4 }, () => {
    const time = (layers: number): number => {
      const program = deepProgram(layers, 8, 4)
      const times = Array.from({ length: 5 }, () => {
        const started = performance.now()
        emit(plan(program, float32))
        return performance.now() - started
      })
      return Math.min(...times)
    }
    time(25)
    expect(time(100)).toBeLessThan(4 * 3 * time(25))
  })
})
