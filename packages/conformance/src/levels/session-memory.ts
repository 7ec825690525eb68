import {
  createProgram,
  GraphBuilder,
  isParallaxError,
  type Program,
  type SessionV1,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { withSession } from '../execute.js'
import { requireError } from './lifecycle.js'
import { accumulator, accumulatorTable } from './sessions.js'

const exact = { absolute: 0, relative: 0 }
const floats = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'float',
  data: Float64Array.from(data),
})
const bytes = (...data: number[]): Tensor => ({ ...floats(...data), data: Uint8Array.from(data) })

/** a += 0.5 */
function halfMore(): Program {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
  return createProgram(b, { outputs: { before: a }, updates: { a: b.add(a, 0.5) } })
}

/** State `a` takes the fed value, without being read. */
function writeOnly(): Program {
  const b = new GraphBuilder()
  const value = b.input({ name: 'value', source: 'feed', shape: [2], dtype: 'float' })
  return createProgram(b, { updates: { a: b.mul(value, 2) } })
}

const inSession =
  (program: () => Program, work: (session: SessionV1, context: CaseContext) => Promise<void>) =>
  (context: CaseContext): Promise<void> =>
    withSession(context.backend, context.precision, program(), (session) => work(session, context))

/** What memory holds: the session's numbers, whatever class of array they came in. */
export const sessionMemoryCases = (): ConformanceCase[] => [
  {
    level: 'sessions',
    name: 'numbers have the width of the session',
    run: inSession(halfMore, async (session, { precision, compare }) => {
      const b = new GraphBuilder()
      const x = b.input({ name: 'x', source: 'feed', shape: [1], dtype: 'float' })
      const sum = b.sub(b.add(x, 2 ** -30), x)
      const program = await session.compile(createProgram(b, { outputs: { sum } }))
      const { sum: rest } = await program.run({ x: Float64Array.of(1) })
      compare(rest!, [precision === 'float32' ? 0 : 2 ** -30], exact, '1 + 2^-30 - 1')
      const Kind = precision === 'float32' ? Float32Array : Float64Array
      if (!(rest instanceof Kind)) throw new Error(`an output is no ${Kind.name}`)
      await session.writeState({ a: floats(1, 2) })
      const { a } = await session.readState()
      if (!(a!.data instanceof Kind)) throw new Error(`state is no ${Kind.name}`)
    }),
  },
  {
    level: 'sessions',
    name: 'state written as bytes becomes numbers',
    run: inSession(halfMore, async (session, { compare }) => {
      await session.writeState({ a: bytes(1, 2) })
      await (await session.compile(halfMore())).run({})
      compare((await session.readState()).a!.data, [1.5, 2.5], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'state that is only updated begins as zeros and keeps its shape',
    run: inSession(writeOnly, async (session, { compare }) => {
      const program = await session.compile(writeOnly())
      compare((await session.readState()).a!.data, [0, 0], exact, 'a')
      await requireError('INVALID_DATA', 'another shape', () =>
        session.writeState({ a: floats(1, 2, 3) }),
      )
      await session.writeState({ a: floats(7, 7) })
      await program.run({ value: Float64Array.of(1, 2) })
      compare((await session.readState()).a!.data, [2, 4], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'until a program reads them, data and state may change their shape',
    run: inSession(accumulator, async (session, { compare }) => {
      await session.bind('table', floats(9, 9))
      await session.bind('table', accumulatorTable)
      await session.writeState({ total: floats(1, 2, 3) })
      await session.writeState({ total: floats(5, 6) })
      await (await session.compile(accumulator())).run({ row: Int32Array.of(2) })
      compare((await session.readState()).total!.data, [105, 206], exact, 'total')
    }),
  },
  {
    level: 'sessions',
    name: 'more or fewer numbers than a shape says are refused before any program reads them',
    run: inSession(halfMore, async (session, { compare }) => {
      await session.writeState({ a: floats(1, 2), other: floats(3, 4) })
      for (const data of [Float64Array.of(5), Float64Array.of(5, 6, 7, 8)]) {
        const wrong: Tensor = { shape: [2], dtype: 'float', data }
        const write = () => session.writeState({ other: wrong })
        await requireError('INVALID_DATA', `${data.length} numbers of state`, write)
        const bind = () => session.bind('table', wrong)
        await requireError('INVALID_DATA', `${data.length} numbers of data`, bind)
      }
      const { a, other } = await session.readState()
      compare(a!.data, [1, 2], exact, 'the state beside it')
      compare(other!.data, [3, 4], exact, 'the state itself')
    }),
  },
  {
    level: 'sessions',
    name: 'a program that does not fit state or data is refused, and changes nothing',
    run: inSession(accumulator, async (session, { compare }) => {
      await session.bind('table', accumulatorTable)
      await session.writeState({ total: floats(1, 2, 3) })
      await requireError('INVALID_DATA', 'state', () => session.compile(accumulator()))
      await session.writeState({ total: floats(1, 2) })
      await session.bind('table', floats(1, 2))
      await requireError('INVALID_DATA', 'data', () => session.compile(accumulator()))
      compare((await session.readState()).total!.data, [1, 2], exact, 'total')
    }),
  },
  {
    level: 'sessions',
    name: 'when its program is disposed of, state may change its shape',
    run: inSession(halfMore, async (session, { compare }) => {
      const program = await session.compile(halfMore())
      await program.dispose()
      await session.writeState({ a: floats(1, 2, 3) })
      compare((await session.readState()).a!.data, [1, 2, 3], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'new state begins as zeros, whatever lay in memory before',
    run: inSession(writeOnly, async (session, { compare }) => {
      await session.writeState({ other: floats(...new Array(64).fill(7)) })
      await session.writeState({ other: floats(7) })
      await session.compile(writeOnly())
      compare((await session.readState()).a!.data, [0, 0], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'data bound again as numbers keep their fractions, or are refused',
    run: inSession(accumulator, async (session, { compare }) => {
      await session.bind('table', accumulatorTable)
      const program = await session.compile(accumulator())
      const table = { ...accumulatorTable, data: Float64Array.of(1.5, 300, 0, 0, 0, 0) }
      const error = await session.bind('table', table).catch((thrown: unknown) => thrown)
      if (isParallaxError(error) && error.code === 'INVALID_DATA') return
      await program.run({ row: Int32Array.of(0) })
      compare((await session.readState()).total!.data, [1.5, 300], exact, 'total')
    }),
  },
  {
    level: 'sessions',
    name: 'a compile that fails leaves no state behind',
    run: inSession(accumulator, async (session) => {
      await requireError('INVALID_DATA', 'compile', () => session.compile(accumulator()))
      const names = Object.keys(await session.readState())
      if (names.length > 0) throw new Error(`there is state: ${names}`)
    }),
  },
  {
    level: 'sessions',
    name: 'one program compiled twice, one of them disposed: the other is still checked',
    run: inSession(halfMore, async (session) => {
      const program = halfMore()
      const [first, second] = [await session.compile(program), await session.compile(program)]
      await first.dispose()
      await requireError('INVALID_DATA', 'another shape', () =>
        session.writeState({ a: floats(1) }),
      )
      await second.run({})
    }),
  },
  {
    level: 'sessions',
    name: 'feeds, state and data of one name are different things',
    run: inSession(halfMore, async (session, { compare }) => {
      const b = new GraphBuilder()
      const x = b.input({ name: 'a', source: 'feed', shape: [3], dtype: 'float' })
      const fed = await session.compile(createProgram(b, { outputs: { double: b.mul(x, 2) } }))
      await session.bind('a', floats(1, 2, 3, 4))
      await session.writeState({ a: floats(1, 2) })
      await (await session.compile(halfMore())).run({})
      const { double } = await fed.run({ a: Float64Array.of(1, 2, 3) })
      compare(double!, [2, 4, 6], exact, 'double')
      compare((await session.readState()).a!.data, [1.5, 2.5], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'a program reads a feed, a state and data of one name, step by step',
    run: inSession(halfMore, async (session, { compare }) => {
      const b = new GraphBuilder()
      const named = (source: 'feed' | 'state' | 'bound', size: number) =>
        b.input({ name: 'a', source, shape: [size], dtype: 'float' })
      const [fed, state, data] = [named('feed', 2), named('state', 2), named('bound', 3)]
      await session.bind('a', floats(0, 0, 0))
      await session.writeState({ a: floats(10, 20) })
      const program = await session.compile(
        createProgram(b, {
          outputs: { sum: b.add(fed, state), double: b.mul(data, 2) },
          updates: { a: b.add(state, fed) },
        }),
      )
      await session.bind('a', floats(1, 2, 3))
      const { sum, double } = await program.runSteps({ a: Float64Array.of(1, 2, 3, 4) }, 2)
      compare(sum!, [11, 22, 14, 26], exact, 'sum')
      compare(double!, [2, 4, 6, 2, 4, 6], exact, 'double')
      compare((await session.readState()).a!.data, [14, 26], exact, 'a')
    }),
  },
  {
    level: 'sessions',
    name: 'of two states that got one value, one is written anew and the other stays',
    run: inSession(halfMore, async (session, { compare }) => {
      const b = new GraphBuilder()
      const x = b.input({ name: 'x', source: 'feed', shape: [2], dtype: 'float' })
      const twice = b.mul(x, 2)
      const updates = { first: twice, second: twice }
      const program = await session.compile(createProgram(b, { outputs: { twice }, updates }))
      await program.run({ x: Float64Array.of(1, 2) })
      await session.writeState({ first: floats(0, 0) })
      compare((await session.readState()).second!.data, [2, 4], exact, 'second')
    }),
  },
]
