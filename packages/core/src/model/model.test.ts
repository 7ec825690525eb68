import { expect, test } from 'vitest'
import type { BackendV1, SessionV1 } from '../backend/contract.js'
import { interpreter } from '../interpreter/backend.js'
import { dense } from '../layers/dense.js'
import { sequential } from '../spec/sequential.js'
import { createModel } from './model.js'

const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })

/** The interpreter, one call of which fails, as often as asked; counts sessions. */
function failing(call: 'open' | 'writeState' | 'compile', times = 1) {
  const seen = { opened: 0, disposed: 0 }
  let left = times
  const failOnce = (name: string): void => {
    if (name === call && left-- > 0) throw new Error('out of memory')
  }
  const backend: BackendV1 = {
    ...interpreter,
    async open(options) {
      failOnce('open')
      const session = await interpreter.open(options)
      seen.opened++
      return {
        ...session,
        async writeState(state) {
          failOnce('writeState')
          await session.writeState(state)
        },
        async compile(program) {
          failOnce('compile')
          return session.compile(program)
        },
        async dispose() {
          seen.disposed++
          await session.dispose()
        },
      } satisfies SessionV1
    },
  }
  return { backend, seen }
}

test.each(['open', 'writeState', 'compile'] as const)(
  'when %s fails nothing stays open, and the next call tries again',
  async (call) => {
    const { backend, seen } = failing(call)
    const model = createModel(spec, { backend })
    await expect(model.predict([[1]])).rejects.toThrow('out of memory')
    expect((await model.predict([[1]])).data).toHaveLength(1)
    await model.dispose()
    expect(seen.disposed).toBe(seen.opened)
  },
)

test('a model that could not be opened can be disposed of', async () => {
  const model = createModel(spec, { backend: failing('open', 9).backend })
  const asked = model.predict([[1]])
  asked.catch(() => {})
  await model.dispose()
  await expect(asked).rejects.toThrow('out of memory')
})

test('a model that is disposed of while it opens closes its session', async () => {
  const { backend, seen } = failing('open', 0)
  const model = createModel(spec, { backend })
  const asked = model.predict([[1]])
  asked.catch(() => {})
  await model.dispose()
  await expect(asked).rejects.toMatchObject({ code: 'DISPOSED' })
  expect(seen).toEqual({ opened: 1, disposed: 1 })
})

test('after disposal every promise is refused, none is thrown', async () => {
  const model = createModel(spec, { backend: interpreter })
  await model.dispose()
  await model.dispose()
  await expect(model.session()).rejects.toMatchObject({ code: 'DISPOSED' })
  await expect(model.predict([[1]])).rejects.toMatchObject({ code: 'DISPOSED' })
})
