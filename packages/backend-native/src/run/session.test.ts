import { createProgram, GraphBuilder } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { compileBytes } from './engine.js'
import { openCompiledSession } from './session.js'

/** next = a + 1 */
function program() {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'state', shape: [3], dtype: 'float' })
  return createProgram(b, { updates: { next: b.add(a, 1) } })
}

test('a compile that the engine fails leaves no state', async () => {
  let fails = 3
  const session = openCompiledSession({
    precision: 'float32',
    load: (bytes) => {
      if (fails-- > 0) return Promise.reject(new Error('out of memory'))
      return compileBytes(bytes)
    },
  })
  for (let i = 0; i < 3; i++) {
    await expect(session.compile(program())).rejects.toThrow('out of memory')
  }
  expect(await session.readState()).toEqual({})
  await (await session.compile(program())).run({})
  expect([...(await session.readState()).next!.data]).toEqual([1, 1, 1])
})

test('a session that is disposed of while it compiles says so', async () => {
  const session = openCompiledSession({
    precision: 'float32',
    load: async (bytes) => {
      await session.dispose()
      return compileBytes(bytes)
    },
  })
  await expect(session.compile(program())).rejects.toMatchObject({ code: 'DISPOSED' })
})
