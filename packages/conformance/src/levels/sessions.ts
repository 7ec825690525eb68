import {
  createProgram,
  GraphBuilder,
  interpreter,
  type Program,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, withSession } from '../execute.js'
import { randomProgram } from '../samples/random-program.js'

const float = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'float',
  data: Float64Array.from(data),
})
const exact = { absolute: 0, relative: 0 }

/** total += table[row]; gives the total before the step. */
export function accumulator(): Program {
  const b = new GraphBuilder()
  const total = b.input({ name: 'total', source: 'state', shape: [2], dtype: 'float' })
  const table = b.input({ name: 'table', source: 'bound', shape: [3, 2], dtype: 'float' })
  const row = b.input({ name: 'row', source: 'feed', shape: [1], dtype: 'int32', range: [0, 2] })
  const next = b.add(total, b.reshape(b.gather(table, row), [2]))
  return createProgram(b, { outputs: { before: total }, updates: { total: next } })
}

/** The data that {@link accumulator} reads, held in bytes. */
export const accumulatorTable: Tensor = {
  shape: [3, 2],
  dtype: 'float',
  data: Uint8Array.of(1, 2, 10, 20, 100, 200),
}

/** A program whose updates are made of states by `build`. */
function updating(
  names: readonly string[],
  build: (
    b: GraphBuilder,
    ...states: ReturnType<GraphBuilder['input']>[]
  ) => Parameters<typeof createProgram>[1],
): Program {
  const b = new GraphBuilder()
  const states = names.map((name) => b.input({ name, source: 'state', shape: [3], dtype: 'float' }))
  return createProgram(b, build(b, ...states))
}

/** Runs a program once over given state, and compares what it leaves. */
async function checkUpdate(
  { backend, precision, compare }: CaseContext,
  program: Program,
  state: Record<string, Tensor>,
  expected: { state: Record<string, number[]>; outputs?: Record<string, number[]> },
): Promise<void> {
  await withSession(backend, precision, program, async (session) => {
    await session.writeState(state)
    const outputs = await (await session.compile(program)).run({})
    const after = await session.readState()
    for (const [name, values] of Object.entries(expected.state))
      compare(after[name]!.data, values, exact, name)
    for (const [name, values] of Object.entries(expected.outputs ?? {}))
      compare(outputs[name]!, values, exact, name)
  })
}

/** State that programs share, read and replace, and data that stay where they were bound. */
export const sessionCases = (): ConformanceCase[] => [
  {
    level: 'sessions',
    name: 'outputs see the old state, step by step',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, accumulator(), async (session) => {
        await session.bind('table', accumulatorTable)
        const program = await session.compile(accumulator())
        const { before } = await program.runSteps({ row: Int32Array.of(0, 1, 2, 0) }, 4)
        compare(before!, [0, 0, 1, 2, 11, 22, 111, 222], exact, 'before')
        compare((await session.readState()).total!.data, [112, 224], exact, 'total')
      }),
  },
  {
    level: 'sessions',
    name: 'states swap',
    run: (context) =>
      checkUpdate(
        context,
        updating(['a', 'c'], (_, a, c) => ({ updates: { a: c!, c: a! } })),
        { a: float(1, 2, 3), c: float(4, 5, 6) },
        { state: { a: [4, 5, 6], c: [1, 2, 3] } },
      ),
  },
  {
    level: 'sessions',
    name: 'states swap, call after call, and show what they were',
    async run({ backend, precision, compare }) {
      const program = updating(['a', 'c'], (b, a, c) => ({
        outputs: { was: b.add(b.mul(a!, 10), c!) },
        updates: { a: c!, c: a! },
      }))
      await withSession(backend, precision, program, async (session) => {
        await session.writeState({ a: float(1, 2, 3), c: float(4, 5, 6) })
        const compiled = await session.compile(program)
        for (let call = 0; call < 5; call++) {
          const expected = call % 2 === 0 ? [14, 25, 36] : [41, 52, 63]
          compare((await compiled.run({})).was!, expected, exact, `was, in call ${call}`)
        }
        const { a, c } = await session.readState()
        compare(a!.data, [4, 5, 6], exact, 'a')
        compare(c!.data, [1, 2, 3], exact, 'c')
      })
    },
  },
  {
    level: 'sessions',
    name: 'three states go round, shifted and as an output',
    run: (context) =>
      checkUpdate(
        context,
        updating(['a', 'c', 'd'], (b, a, c, d) => {
          const shifted = b.concat([b.slice(a!, 0, 1, 2), b.slice(a!, 0, 0, 1)], 0)
          return { outputs: { shown: b.reverse(c!, 0) }, updates: { a: c!, c: d!, d: shifted } }
        }),
        { a: float(1, 2, 3), c: float(4, 5, 6), d: float(7, 8, 9) },
        { state: { a: [4, 5, 6], c: [7, 8, 9], d: [2, 3, 1] }, outputs: { shown: [6, 5, 4] } },
      ),
  },
  {
    level: 'sessions',
    name: 'one value updates two states',
    run: (context) =>
      checkUpdate(
        context,
        updating(['a', 'c'], (b, a, c) => {
          const sum = b.add(a!, c!)
          return { outputs: { sum, double: b.mul(sum, 2) }, updates: { a: sum, c: sum } }
        }),
        { a: float(1, 2, 3), c: float(4, 5, 6) },
        {
          state: { a: [5, 7, 9], c: [5, 7, 9] },
          outputs: { sum: [5, 7, 9], double: [10, 14, 18] },
        },
      ),
  },
  {
    level: 'sessions',
    name: 'programs share state and bound data',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, accumulator(), async (session) => {
        await session.bind('table', accumulatorTable)
        const programs = [
          await session.compile(accumulator()),
          await session.compile(accumulator()),
        ]
        await programs[0]!.run({ row: Int32Array.of(0) })
        await programs[1]!.run({ row: Int32Array.of(1) })
        await session.writeState({ total: float(5, 5) })
        const { before } = await programs[0]!.run({ row: Int32Array.of(2) })
        compare(before!, [5, 5], exact, 'before')
        compare((await session.readState(['total'])).total!.data, [105, 205], exact, 'total')
      }),
  },
  {
    level: 'sessions',
    name: 'sessions share nothing',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, accumulator(), (first) =>
        withSession(backend, precision, accumulator(), async (second) => {
          for (const session of [first, second]) await session.bind('table', accumulatorTable)
          await (await first.compile(accumulator())).run({ row: Int32Array.of(0) })
          const { before } = await (await second.compile(accumulator())).run({
            row: Int32Array.of(0),
          })
          compare(before!, [0, 0], exact, 'before')
        }),
      ),
  },
  {
    level: 'sessions',
    name: 'what callers hold does not change under them',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, accumulator(), async (session) => {
        const start = float(5, 5)
        const table = { ...accumulatorTable, data: accumulatorTable.data.slice() as Uint8Array }
        await session.bind('table', table)
        table.data.fill(0)
        await session.writeState({ total: start })
        const program = await session.compile(accumulator())
        const { before } = await program.run({ row: Int32Array.of(0) })
        const read = await session.readState()
        await program.run({ row: Int32Array.of(0) })
        compare(before!, [5, 5], exact, 'an earlier output')
        compare(start.data, [5, 5], exact, 'the written state')
        compare(read.total!.data, [6, 7], exact, 'state read before')
      }),
  },
  {
    level: 'sessions',
    name: 'data bound again take the place of the old',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, accumulator(), async (session) => {
        await session.bind('table', accumulatorTable)
        const program = await session.compile(accumulator())
        await session.bind('table', { ...accumulatorTable, data: Uint8Array.of(7, 8, 0, 0, 0, 0) })
        await program.run({ row: Int32Array.of(0) })
        compare((await session.readState()).total!.data, [7, 8], exact, 'total')
      }),
  },
  {
    level: 'sessions',
    name: 'one call of many steps is many calls of one step, to the bit',
    async run({ backend, precision, compare }) {
      const { program, state, feeds, steps } = randomProgram(20_001)
      await withSession(backend, precision, program, async (session) => {
        const compiled = await session.compile(program)
        await session.writeState(state)
        await compiled.runSteps(feeds, steps)
        const together = await session.readState()
        await session.writeState(state)
        for (let step = 0; step < steps; step++) {
          const part = Object.entries(feeds).map(([name, values]) => {
            const width = values.length / steps
            return [name, values.slice(step * width, (step + 1) * width)]
          })
          await compiled.run(Object.fromEntries(part))
        }
        for (const [name, { data }] of Object.entries(await session.readState())) {
          compare(data, together[name]!.data, exact, name)
        }
      })
    },
  },
  {
    level: 'sessions',
    name: 'state saved here goes on in the interpreter, and the other way round',
    async run({ backend, precision, compare }) {
      const { program, state, feeds, steps } = randomProgram(20_002)
      const straight = await arbitrate({
        program,
        state,
        feeds: repeatTwice(feeds),
        steps: 2 * steps,
      })
      for (const [first, second] of [
        [backend, interpreter],
        [interpreter, backend],
      ] as const) {
        let carried = state
        for (const each of [first, second]) {
          carried = await withSession(each, precision, program, async (session) => {
            await session.writeState(carried)
            await (await session.compile(program)).runSteps(feeds, steps)
            return session.readState()
          })
        }
        const size = precision === 'float32' ? 4e-5 : 1e-12
        for (const [name, { data }] of Object.entries(straight.state)) {
          compare(carried[name]!.data, data, { absolute: size, relative: size }, name)
        }
      }
    },
  },
]

const repeatTwice = (feeds: ReturnType<typeof randomProgram>['feeds']) =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, values]) => {
      const Kind = values.constructor as new (from: number[]) => typeof values
      return [name, new Kind([...values, ...values])]
    }),
  )
