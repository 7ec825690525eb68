import { createProgram, GraphBuilder, type Program } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { withSession } from '../execute.js'
import { requireError } from './lifecycle.js'
import { vector } from './small-program.js'
import { exact } from './vectors.js'

/** a += 1, shown before the step whole, in part and in another shape. */
function shownInParts(): Program {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'state', shape: [4], dtype: 'float' })
  return createProgram(b, {
    outputs: {
      start: b.slice(a, 0, 0, 2),
      middle: b.slice(a, 0, 1, 2),
      square: b.reshape(a, [2, 2]),
      corner: b.slice(b.reshape(a, [2, 2]), 0, 1, 1),
    },
    updates: { a: b.add(a, 1) },
  })
}

/** a takes the fed value, and c twice as much. */
function twoStates(): Program {
  const b = new GraphBuilder()
  const value = b.input({ name: 'value', source: 'feed', shape: [2], dtype: 'float' })
  const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
  const c = b.input({ name: 'c', source: 'state', shape: [2], dtype: 'float' })
  return createProgram(b, { updates: { a: b.add(a, value), c: b.add(c, b.mul(value, 2)) } })
}

/** What sessions must not let show through: views of state, long feeds, half a write. */
export const sessionEdgeCases = (): ConformanceCase[] => [
  {
    level: 'sessions',
    name: 'outputs that are parts of a state, or reshape it, see the old state',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, shownInParts(), async (session) => {
        await session.writeState({ a: vector(1, 2, 3, 4) })
        const program = await session.compile(shownInParts())
        const { start, middle, square, corner } = await program.runSteps({}, 2)
        compare(start!, [1, 2, 2, 3], exact, 'start')
        compare(middle!, [2, 3, 3, 4], exact, 'middle')
        compare(square!, [1, 2, 3, 4, 2, 3, 4, 5], exact, 'square')
        compare(corner!, [3, 4, 4, 5], exact, 'corner')
        compare((await session.readState()).a!.data, [3, 4, 5, 6], exact, 'a')
      }),
  },
  {
    level: 'lifecycle',
    name: 'a feed that is longer than its steps is refused and changes nothing',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, twoStates(), async (session) => {
        const program = await session.compile(twoStates())
        const value = Float64Array.of(1, 2, 3, 4)
        await requireError('INVALID_DATA', 'run', () => program.run({ value }))
        await requireError('INVALID_DATA', 'one element more', () =>
          program.run({ value: value.slice(0, 3) }),
        )
        await requireError('INVALID_DATA', 'runSteps', () =>
          program.runSteps({ value: Float64Array.of(...value, 5, 6) }, 2),
        )
        compare((await session.readState()).a!.data, [0, 0], exact, 'a')
        await program.runSteps({ value }, 2)
        compare((await session.readState()).a!.data, [4, 6], exact, 'a')
      }),
  },
  {
    level: 'lifecycle',
    name: 'of two states written together the second is refused: the first stays',
    run: ({ backend, precision, compare }) =>
      withSession(backend, precision, twoStates(), async (session) => {
        const program = await session.compile(twoStates())
        await session.writeState({ a: vector(1, 2), c: vector(3, 4) })
        await requireError('INVALID_DATA', 'writeState', () =>
          session.writeState({ a: vector(7, 7), c: vector(7, 7, 7) }),
        )
        await requireError('INVALID_DATA', 'writeState', () =>
          session.writeState({ c: vector(7, 7), a: vector(7, 7, 7) }),
        )
        await program.run({ value: Float64Array.of(10, 20) })
        const { a, c } = await session.readState()
        compare(a!.data, [11, 22], exact, 'a')
        compare(c!.data, [23, 44], exact, 'c')
      }),
  },
]
