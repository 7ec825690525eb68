import { OptionError } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { createTfjsBackend } from './index.js'

test.each(['wasm', 'cpu'] as const)(
  'the engine %s has one thread, and no float64',
  async (engine) => {
    expect(() => createTfjsBackend({ engine, threads: 2 })).toThrow(OptionError)
    const backend = createTfjsBackend({ engine })
    expect(await backend.supports({ nodes: [] }, { precision: 'float64' })).toEqual({
      supported: false,
      reasons: ['TensorFlow.js has no float64'],
    })
    expect(await backend.supports({ nodes: [] }, { precision: 'float32' })).toEqual({
      supported: true,
    })
    await expect(backend.open({ precision: 'float64' })).rejects.toThrow('no float64')
  },
)

test('options are checked by name', () => {
  expect(() => createTfjsBackend({ thread: 2 } as never)).toThrow("Did you mean 'threads'?")
  expect(createTfjsBackend({ threads: 3 }).name).toBe('tfjs')
})
