import { createProgram, GraphBuilder, type Tensor } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { tfjsCpu } from './index.js'
import { type Engine, openSession } from './session.js'

/** An engine that computes nothing, and counts what it holds; tensors of more than two elements do not fit in. */
function counting() {
  const held = { tensors: 0, programs: 0 }
  const engine: Engine<number> = {
    hold({ shape, dtype, data }) {
      if (data.length > 2) throw new Error('out of memory')
      return { shape, dtype, handle: held.tensors++, isBytes: false }
    },
    read: () => new Float32Array(2),
    release: () => void held.tensors--,
    async prepare() {
      held.programs++
      return { run: () => ({ outputs: {}, state: {} }), dispose: () => void held.programs-- }
    },
  }
  return { held, session: openSession(tfjsCpu, 'float32', engine) }
}

/** next = a + 1 */
function program() {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
  return createProgram(b, { updates: { next: b.add(a, 1) } })
}

const zeros = (length: number): Tensor => ({
  shape: [length],
  dtype: 'float',
  data: new Float32Array(length),
})

test('a session that is disposed of while it compiles says so, and holds nothing', async () => {
  const { held, session } = counting()
  const compiling = session.compile(program())
  compiling.catch(() => {})
  await session.dispose()
  await expect(compiling).rejects.toMatchObject({ code: 'DISPOSED' })
  expect(held).toEqual({ tensors: 0, programs: 0 })
})

test('of tensors written together, one that does not fit in leaves none', async () => {
  const { held, session } = counting()
  await session.writeState({ a: zeros(2) })
  await expect(session.writeState({ a: zeros(1), c: zeros(2), d: zeros(3) })).rejects.toThrow(
    'out of memory',
  )
  expect(held.tensors).toBe(1)
  expect((await session.readState()).a!.shape).toEqual([2])
  expect(Object.keys(await session.readState())).toEqual(['a'])
  await session.dispose()
  expect(held.tensors).toBe(0)
})
