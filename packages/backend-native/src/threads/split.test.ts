import { allCases, runCase } from '@parallax-ml/conformance/cases'
import {
  type BackendV1,
  createProgram,
  GraphBuilder,
  type NumberArray,
  type SessionV1,
} from '@parallax-ml/core'
import { afterAll, describe, expect, test } from 'vitest'
import { emit } from '../emit/emit.js'
import { lanesOf } from '../emit/lanes.js'
import { native } from '../index.js'
import { plan } from '../plan/plan.js'
import { compileBytes } from '../run/engine.js'
import { openCompiledSession } from '../run/session.js'
import { splitCall } from './split.js'

/** How many kernels of each kind were cut. */
const cuts = new Map<string, number>()

/** Every kernel that can be cut is, however small, and one thread runs the parts one by one. */
function openInParts(precision: 'float32' | 'float64', parts: number): SessionV1 {
  return openCompiledSession({
    precision,
    load: compileBytes,
    write(program, memory) {
      const planned = plan(program, { precision, bytes: memory.bytesBound() })
      const calls = planned.calls.flatMap((call) => {
        const cut = splitCall(call, parts, lanesOf(precision), 0)
        if (cut !== undefined) cuts.set(call.kernel.kind, (cuts.get(call.kernel.kind) ?? 0) + 1)
        return cut ?? [call]
      })
      const divided = { ...planned, calls }
      return { plan: divided, emitted: emit(divided) }
    },
  })
}

function requireSame(
  expected: Readonly<Record<string, NumberArray>>,
  actual: Readonly<Record<string, NumberArray>>,
): void {
  for (const [name, values] of Object.entries(expected)) {
    const at = values.findIndex((value: number, i: number) => !Object.is(value, actual[name]![i]))
    if (at < 0) continue
    throw new Error(`${name}[${at}] is ${actual[name]![at]} in parts, ${values[at]} as a whole`)
  }
}

/** Runs everything twice, as a whole and in parts, and fails where a bit differs. */
const comparing = (parts: number): BackendV1 => ({
  ...native,
  async open({ precision }) {
    const sessions = [await native.open({ precision }), openInParts(precision, parts)] as const
    const [whole, divided] = sessions
    const dataOf = (tensors: Awaited<ReturnType<SessionV1['readState']>>) =>
      Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]))
    return {
      async bind(...words) {
        for (const session of sessions) await session.bind(...words)
      },
      async writeState(...words) {
        for (const session of sessions) await session.writeState(...words)
      },
      async readState(...words) {
        const [expected, actual] = [
          await whole.readState(...words),
          await divided.readState(...words),
        ]
        requireSame(dataOf(expected), dataOf(actual))
        return expected
      },
      async compile(...words) {
        const programs = [await whole.compile(...words), await divided.compile(...words)] as const
        const runSteps = async (
          feeds: Parameters<(typeof programs)[0]['run']>[0],
          steps: number,
        ) => {
          const expected = await programs[0].runSteps(feeds, steps)
          requireSame(expected, await programs[1].runSteps(feeds, steps))
          return expected
        }
        return {
          runSteps,
          run: (feeds) => runSteps(feeds, 1),
          async dispose() {
            for (const program of programs) await program.dispose()
          },
        }
      },
      async dispose() {
        for (const session of sessions) await session.dispose()
      },
    }
  },
})

// These levels have programs of all kinds in them; all of their cases would take minutes.
const wanted = ['operations', 'random graphs', 'layers, losses and metrics', 'training']
const cases = allCases().filter(({ level }) => wanted.includes(level))
const every = 61

describe('kernels in parts give the same bits', () => {
  test.each([2, 3, 7])('%d parts', async (parts) => {
    const backend = comparing(parts)
    for (const one of cases.filter((_, i) => i % every === parts)) {
      for (const precision of ['float32', 'float64'] as const) {
        const { outcome, error } = await runCase(one, backend, precision)
        if (outcome === 'failed') throw error
      }
    }
  })

  afterAll(() => {
    for (const kind of ['contract', 'loop', 'gather', 'softmax', 'maxPool', 'maxPoolGradient']) {
      expect(cuts.get(kind), kind).toBeGreaterThan(0)
    }
  })
})

test('only a kernel that is worth a meeting is cut', () => {
  const callOf = (size: number) => {
    const b = new GraphBuilder()
    const x = b.input({ name: 'x', source: 'feed', shape: [size, size], dtype: 'float' })
    const program = createProgram(b, { outputs: { product: b.matmul(x, x) } })
    return plan(program, { precision: 'float32' }).calls.at(-1)!
  }
  expect(splitCall(callOf(64), 2, lanesOf('float32'))).toBeUndefined()
  expect(splitCall(callOf(128), 2, lanesOf('float32'))).toHaveLength(2)
})

test('a product whose parts would be summed more precisely than the whole stays whole', () => {
  const b = new GraphBuilder()
  const shapeOf = { x: [128, 64], y: [64, 1] }
  const [x, y] = Object.entries(shapeOf).map(([name, shape]) =>
    b.input({ name, source: 'feed', shape, dtype: 'float' }),
  )
  const program = createProgram(b, { outputs: { product: b.matmul(x!, y!) } })
  const [call] = plan(program, { precision: 'float32' }).calls
  expect(splitCall(call!, 2, lanesOf('float32'), 0)).toBeUndefined()
  expect(splitCall(call!, 2, lanesOf('float64'), 0)).toHaveLength(2)
})
