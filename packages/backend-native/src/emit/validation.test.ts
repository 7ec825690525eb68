import { createHash } from 'node:crypto'
import { allCases, runCase } from '@parallax-ml/conformance/cases'
import { type BackendV1, createProgram, GraphBuilder } from '@parallax-ml/core'
import { beforeAll, describe, expect, test } from 'vitest'
import loadWabt from 'wabt'
import { native } from '../index.js'
import { plan } from '../plan/plan.js'
import { sharedPages } from '../run/heap.js'
import { compileProgram } from '../run/placed-program.js'
import { openCompiledSession } from '../run/session.js'
import { emit } from './emit.js'

/** Every part of WebAssembly beyond its first version, switched off. */
const none = {
  exceptions: false,
  mutable_globals: false,
  sat_float_to_int: false,
  sign_extension: false,
  simd: false,
  threads: false,
  multi_value: false,
  tail_call: false,
  bulk_memory: false,
  reference_types: false,
  memory64: false,
  relaxed_simd: false,
}
/** What modules may use: vectors, and setting memory to 0 at once. */
const needed = { ...none, simd: true, bulk_memory: true }

let wabt: Awaited<ReturnType<typeof loadWabt>>
beforeAll(async () => {
  wabt = await loadWabt()
})

/** @throws if wabt finds the module wrong, or in need of other features. */
function validate(bytes: Uint8Array, features: typeof none): void {
  const module = wabt.readWasm(bytes, features)
  try {
    // Its types leave out that validating, too, takes features.
    const { validate } = module as unknown as { validate(of: typeof none): void }
    validate.call(module, features)
  } finally {
    module.destroy()
  }
}

/** The native backend, every module of which is validated once: alone, and for two threads. */
function validating(sizes: number[]): BackendV1 {
  const seen = new Set<string>()
  return {
    ...native,
    open: async ({ precision }) =>
      openCompiledSession({
        precision,
        async load(bytes) {
          const hash = createHash('sha256').update(bytes).digest('hex')
          if (!seen.has(hash)) {
            seen.add(hash)
            validate(bytes, needed)
            sizes.push(bytes.length)
          }
          return new WebAssembly.Module(bytes)
        },
        write(program, memory) {
          const planned = plan(program, { precision, bytes: memory.bytesBound() })
          const { bytes } = emit(planned, { threads: 2, least: 0, sharedPages })
          validate(bytes, { ...needed, threads: true })
          return compileProgram(program, memory)
        },
      }),
  }
}

// All cases would take minutes; every level has its share.
const every = 53

describe('modules, as wabt sees them', () => {
  test('are valid, with vectors and bulk memory, and with threads where they are shared', async () => {
    const sizes: number[] = []
    const backend = validating(sizes)
    for (const one of allCases().filter((_, i) => i % every === 0)) {
      for (const precision of ['float32', 'float64'] as const) {
        const { outcome, error } = await runCase(one, backend, precision)
        if (outcome === 'failed') throw error
      }
    }
    const sorted = sizes.toSorted((a, b) => a - b)
    const [median, largest] = [sorted[sorted.length >> 1]!, sorted.at(-1)!]
    console.log(`${sorted.length} modules: ${median} bytes in the median, ${largest} at the most`)
    expect(sorted.length).toBeGreaterThan(100)
    expect(median).toBeLessThan(8_192)
  })

  test('need the features that they are said to need', () => {
    const b = new GraphBuilder()
    const rows = b.input({ name: 'i', source: 'feed', shape: [2], dtype: 'int32', range: [0, 2] })
    const x = b.input({ name: 'x', source: 'feed', shape: [2, 5], dtype: 'float' })
    const program = createProgram(b, { outputs: { y: b.scatterAdd(x, rows, 3) } })
    const { bytes } = emit(plan(program, { precision: 'float32' }))
    validate(bytes, needed)
    for (const feature of ['simd', 'bulk_memory'] as const) {
      expect(() => validate(bytes, { ...needed, [feature]: false }), feature).toThrow()
    }
  })
})
