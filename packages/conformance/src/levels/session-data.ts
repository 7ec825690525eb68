import {
  createProgram,
  GraphBuilder,
  type NumberArray,
  type Program,
  type Tensor,
} from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { arbitrate, execute, withSession } from '../execute.js'
import { vector } from './small-program.js'
import { boundFor, exact } from './vectors.js'

const shape = [2, 4, 4, 1]
const pixels = Array.from({ length: 32 }, (_, i) => (i * 89) % 256)

/** Kernels of many kinds, all of which read the bound data directly or through a view. */
function readers(): Program {
  const b = new GraphBuilder()
  const image = b.input({ name: 'image', source: 'bound', shape, dtype: 'float' })
  const rows = b.input({
    name: 'rows',
    source: 'bound',
    shape: [3],
    dtype: 'int32',
    range: [0, 7],
  })
  const places = b.input({
    name: 'places',
    source: 'bound',
    shape: [2],
    dtype: 'int32',
    range: [0, 7],
  })
  const mask = b.input({ name: 'mask', source: 'bound', shape: [8, 4], dtype: 'bool' })
  const table = b.reshape(image, [8, 4])
  const turned = b.transpose(table, [1, 0])
  return createProgram(b, {
    outputs: {
      sum: b.sum(table, [1]),
      added: b.add(table, 1),
      turned: b.reshape(turned, [2, 16]),
      product: b.matmul(table, turned),
      convolved: b.conv2d(image, b.constants([1, -1, 2, 1], [2, 2, 1, 1])),
      largest: b.maxPool(image, { size: [2, 2], strides: [2, 2] }),
      mean: b.averagePool(image, { size: [2, 2], strides: [2, 2] }),
      running: b.cumsum(table, 0),
      place: b.argmax(table, 1),
      shares: b.softmax(table),
      gathered: b.gather(table, rows),
      gatheredOnly: b.gather(b.add(table, 2), places),
      gatheredTurned: b.gather(turned, b.minimum(rows, 3)),
      scattered: b.scatterAdd(b.slice(table, 0, 0, 3), rows, 8),
      hot: b.oneHot(rows, 8),
      chosen: b.select(mask, table, b.neg(table)),
      whole: b.add(rows, 1),
    },
  })
}

const bytes = (size: readonly number[], dtype: Tensor['dtype'], data: number[]): Tensor => ({
  shape: size,
  dtype,
  data: Uint8Array.from(data),
})
const bools = Array.from({ length: 32 }, (_, i) => (i % 3 === 0 ? 1 : 0))

/** total += small + the first of large; gives both totals before. */
function counting(): Program {
  const b = new GraphBuilder()
  const small = b.input({ name: 'small', source: 'feed', shape: [1], dtype: 'float' })
  const large = b.input({ name: 'large', source: 'feed', shape: [40], dtype: 'float' })
  const total = b.input({ name: 'total', source: 'state', shape: [1], dtype: 'float' })
  const totals = b.input({ name: 'totals', source: 'state', shape: [40], dtype: 'float' })
  return createProgram(b, {
    outputs: { total, totals },
    updates: { total: b.add(total, small), totals: b.add(totals, large) },
  })
}

/** What data and results of programs must keep: kind, number, name, sign. */
export const sessionDataCases = (): ConformanceCase[] => [
  {
    level: 'sessions',
    name: 'data bound as bytes are read by operations of every kind',
    async run({ backend, precision, compare }) {
      const program = readers()
      const rows = [6, 1, 3]
      const { outputs } = await execute(backend, precision, {
        program,
        bound: {
          image: bytes(shape, 'float', pixels),
          rows: bytes([3], 'int32', rows),
          places: bytes([2], 'int32', [7, 2]),
          mask: bytes([8, 4], 'bool', bools),
        },
      })
      const { outputs: expected } = await arbitrate({
        program,
        bound: {
          image: { shape, dtype: 'float', data: Float64Array.from(pixels) },
          rows: { shape: [3], dtype: 'int32', data: Int32Array.from(rows) },
          places: { shape: [2], dtype: 'int32', data: Int32Array.of(7, 2) },
          mask: bytes([8, 4], 'bool', bools),
        },
      })
      for (const [name, values] of Object.entries(expected)) {
        compare(outputs[name]!, values, boundFor(precision, 1e-5, 1e-12), name)
      }
    },
  },
  {
    level: 'sessions',
    name: 'one call of thousands of steps feeds and shows each of them',
    async run({ backend, precision, compare }) {
      // More than a backend may take at once, with a few left over.
      const steps = 3080
      const values = Float64Array.from({ length: steps }, (_, i) => (i % 7) - 3)
      const large = Float64Array.from({ length: 40 * steps }, (_, i) => values[Math.floor(i / 40)]!)
      const { outputs, state } = await execute(backend, precision, {
        program: counting(),
        feeds: { small: values, large },
        steps,
      })
      const totals = new Float64Array(steps + 1)
      values.forEach((value, i) => {
        totals[i + 1] = totals[i]! + value
      })
      const wide: NumberArray = large.map((_, i) => totals[Math.floor(i / 40)]!)
      compare(outputs.total!, totals.subarray(0, steps), exact, 'total')
      compare(outputs.totals!, wide, exact, 'totals')
      compare(state.total!.data, totals.subarray(steps), exact, 'the last total')
    },
  },
  {
    level: 'sessions',
    name: 'names may be of any script',
    async run({ backend, precision, compare }) {
      const b = new GraphBuilder()
      const x = b.input({ name: 'größe', source: 'feed', shape: [2], dtype: 'float' })
      const y = b.input({ name: 'λ', source: 'bound', shape: [2], dtype: 'float' })
      const state = b.input({ name: '重み', source: 'state', shape: [2], dtype: 'float' })
      const sum = b.add(b.add(x, y), state)
      const run = await execute(backend, precision, {
        program: createProgram(b, { outputs: { 'Σ 😀': sum }, updates: { 重み: b.mul(sum, 2) } }),
        feeds: { größe: Float64Array.of(1, 2) },
        bound: { λ: vector(10, 20) },
        state: { 重み: vector(100, 200) },
      })
      compare(run.outputs['Σ 😀']!, [111, 222], exact, 'Σ 😀')
      compare(run.state.重み!.data, [222, 444], exact, '重み')
    },
  },
  {
    level: 'sessions',
    name: 'one value may be several outputs, whole and in parts',
    async run({ backend, precision, compare }) {
      const b = new GraphBuilder()
      const x = b.input({ name: 'x', source: 'feed', shape: [4], dtype: 'float' })
      const sum = b.add(x, 1)
      const doubled = b.mul(x, 2)
      const program = createProgram(b, {
        outputs: {
          middle: b.slice(doubled, 0, 1, 2),
          joined: b.concat([b.slice(doubled, 0, 2, 2), b.slice(doubled, 0, 0, 2)], 0),
          first: sum,
          second: sum,
          third: b.reshape(sum, [2, 2]),
          x,
        },
      })
      const { outputs } = await execute(backend, precision, {
        program,
        feeds: { x: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
        steps: 2,
      })
      for (const name of ['first', 'second', 'third']) {
        compare(outputs[name]!, [2, 3, 4, 5, 6, 7, 8, 9], exact, name)
      }
      compare(outputs.middle!, [4, 6, 12, 14], exact, 'middle')
      compare(outputs.joined!, [6, 8, 2, 4, 14, 16, 10, 12], exact, 'joined')
      compare(outputs.x!, [1, 2, 3, 4, 5, 6, 7, 8], exact, 'x')
    },
  },
  {
    level: 'sessions',
    name: 'operations that differ in a constant alone are told apart',
    async run({ backend, precision, compare }) {
      const b = new GraphBuilder()
      const x = b.input({ name: 'x', source: 'feed', shape: [2], dtype: 'float' })
      const mask = b.input({ name: 'mask', source: 'feed', shape: [2], dtype: 'bool' })
      const constants = [0, -0, 1, 127, Infinity, -Infinity, NaN]
      const outputs = Object.fromEntries(
        constants.map((constant, i) => [`${i}`, b.select(mask, constant, x)]),
      )
      const wide = [1, 2].map((start) => Array.from({ length: 37 }, (_, i) => start + 3 * i))
      const first = b.broadcast(b.slice(x, 0, 0, 1), [37])
      wide.forEach((values, i) => {
        outputs[`wide ${i}`] = b.add(b.constants(values, [37]), first)
      })
      const program = createProgram(b, { outputs })
      const feeds = { x: Float64Array.of(3, -4), mask: Uint8Array.of(1, 0) }
      const { outputs: actual } = await execute(backend, precision, { program, feeds })
      constants.forEach((constant, i) => {
        compare(actual[i]!, [constant, -4], exact, String(constant))
      })
      wide.forEach((values, i) => {
        const sums = values.map((value) => value + 3)
        compare(actual[`wide ${i}`]!, sums, exact, `wide constant ${i}`)
      })
    },
  },
  {
    level: 'sessions',
    name: 'what indices set in one run is gone in the next',
    async run({ backend, precision, compare }) {
      const b = new GraphBuilder()
      const rows = b.input({
        name: 'rows',
        source: 'feed',
        shape: [2],
        dtype: 'int32',
        range: [0, 2],
      })
      const program = createProgram(b, {
        outputs: {
          hot: b.oneHot(rows, 3),
          scattered: b.scatterAdd(b.constants([1, 2], [2]), rows, 3),
        },
      })
      await withSession(backend, precision, program, async (session) => {
        const compiled = await session.compile(program)
        const first = await compiled.run({ rows: Int32Array.of(0, 2) })
        compare(first.hot!, [1, 0, 0, 0, 0, 1], exact, 'hot')
        compare(first.scattered!, [1, 0, 2], exact, 'scattered')
        const second = await compiled.run({ rows: Int32Array.of(1, 1) })
        compare(second.hot!, [0, 1, 0, 0, 1, 0], exact, 'hot, in the second run')
        compare(second.scattered!, [0, 3, 0], exact, 'scattered, in the second run')
      })
    },
  },
]
