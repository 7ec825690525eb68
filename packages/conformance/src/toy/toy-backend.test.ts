import { readFileSync } from 'node:fs'
import type { BackendV1, GraphNode, ProgramV1, SessionV1, Tensor } from '@parallax-ml/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { allCases } from '../all-cases.js'
import { idOf } from '../case.js'
import { describeBackend } from '../index.js'
import { type CaseResult, runCase } from '../run-case.js'
import { createToyBackend } from './toy-backend.js'

type Evaluate = typeof import('./toy-operations.js').evaluate
/** Computes a node wrongly, or leaves it alone. */
type Fault = (node: GraphNode, inputs: Tensor[], right: Evaluate) => number[] | undefined

const planted = vi.hoisted((): { fault?: Fault | undefined } => ({}))
vi.mock('./toy-operations.js', async (original) => {
  const right = await original<typeof import('./toy-operations.js')>()
  const evaluate: Evaluate = (node, inputs) =>
    planted.fault?.(node, inputs, right.evaluate) ?? right.evaluate(node, inputs)
  return { ...right, evaluate }
})
afterEach(() => {
  planted.fault = undefined
})

describeBackend('toy', { createBackend: () => createToyBackend() })

const cases = new Map(allCases().map((each) => [idOf(each), each]))
const toy = createToyBackend()
const withoutErf = createToyBackend({ without: ['erf'] })

const outcomeOf = async (id: string, backend: BackendV1): Promise<CaseResult['outcome']> =>
  (await runCase(cases.get(id)!, backend, cases.get(id)!.precisions?.[0] ?? 'float32')).outcome

/** The toy, with sessions that differ. */
const altered = (alter: (session: SessionV1) => Partial<SessionV1>): BackendV1 => ({
  ...toy,
  async open(options) {
    const session = await toy.open(options)
    return { ...session, ...alter(session) }
  },
})

/** The toy, with programs that differ. */
const alteredPrograms = (
  alter: (program: ProgramV1, session: SessionV1) => Partial<ProgramV1>,
): BackendV1 =>
  altered((session) => ({
    async compile(program) {
      const compiled = await session.compile(program)
      return { ...compiled, ...alter(compiled, session) }
    },
  }))

const needsErf = [...cases.keys()].filter((id) => id.startsWith('operations/erf'))

describe('what is declared unsupported', () => {
  test.each(needsErf)('%s is unsupported without erf', async (id) => {
    expect(await outcomeOf(id, withoutErf)).toBe('unsupported')
  })

  test('and nothing fails', async () => {
    const failed: string[] = []
    for (const id of cases.keys()) {
      if ((await outcomeOf(id, withoutErf)) === 'failed') failed.push(id)
    }
    expect(failed).toEqual([])
  }, 240_000)

  test('yes said and then refused fails', async () => {
    const backend = { ...withoutErf, supports: toy.supports }
    expect(await outcomeOf(needsErf[0]!, backend)).toBe('failed')
    expect(await outcomeOf('refusal/what is declared unsupported throws', backend)).toBe('failed')
  })

  test('but done all the same fails', async () => {
    const backend = { ...toy, supports: withoutErf.supports }
    expect(await outcomeOf('refusal/what is declared unsupported throws', backend)).toBe('failed')
  })

  test('an error of no type is a failure, not a refusal', async () => {
    const backend = altered((session) => ({
      async compile(program) {
        if (program.graph.nodes.some(({ op }) => op === 'erf')) throw new Error('no erf')
        return session.compile(program)
      },
    }))
    expect(await outcomeOf(needsErf[0]!, backend)).toBe('failed')
  })
})

describe('planted faults in operations', () => {
  const elementwise =
    (op: string, wrong: (a: number, b: number) => number): Fault =>
    (node, [a, b]) =>
      node.op === op ? Array.from(a!.data, (x, i) => wrong(x, b?.data[i] ?? 0)) : undefined

  const lastOfEquals: Fault = (node, [x], right) => {
    if (node.op !== 'argmax') return undefined
    const { axis } = node.attributes
    const reverse = { ...node, ...x, op: 'reverse', attributes: { axis } } as unknown as GraphNode
    const reversed = { ...x!, data: Float64Array.from(right(reverse, [x!])) }
    return Array.from(right(node, [reversed]), (i) => x!.shape[axis]! - 1 - i)
  }

  const overwriting: Fault = (node, [updates, rows], right) => {
    if (node.op !== 'scatterAdd') return undefined
    const result = Array.from(right(node, [updates!, rows!]), () => 0)
    const width = updates!.data.length / rows!.data.length
    for (const [i, x] of updates!.data.entries()) {
      result[rows!.data[Math.floor(i / width)]! * width + (i % width)] = x
    }
    return result
  }

  const truncating: Fault = (node, [a, b]) =>
    node.op === 'div' && node.dtype === 'int32'
      ? Array.from(a!.data, (x, i) => Math.trunc(x / b!.data[i]!))
      : undefined

  const faults: [string, string, Fault][] = [
    ['argmax takes the last of equals', 'argmax: ties take the lowest index (numpy)', lastOfEquals],
    [
      'maximum loses NaN',
      'maximum: NaN and infinities (numpy)',
      elementwise('maximum', (a, b) => (Number.isNaN(a) ? b : Math.max(a, b))),
    ],
    ['halves are rounded up', 'round: ties to even (numpy)', elementwise('round', Math.round)],
    ['integers divide towards 0', 'div: int32 floors toward minus infinity (numpy)', truncating],
    ['scatterAdd overwrites', 'scatterAdd: updates [7, 2] indices [7] rows 3 (numpy)', overwriting],
  ]

  test.each(faults)('%s: caught by operations/%s', async (_, name, fault) => {
    const id = `operations/${name}`
    expect(await outcomeOf(id, toy)).toBe('passed')
    planted.fault = fault
    expect(await outcomeOf(id, toy)).toBe('failed')
  })
})

describe('planted faults in sessions', () => {
  const inPlace = altered((session) => ({
    async compile(program) {
      const parts = Object.entries(program.updates).map(([name, id]) => ({ [name]: id }))
      const first = await session.compile({ ...program, updates: {} })
      const others = await Promise.all(
        parts.map((updates) => session.compile({ ...program, outputs: {}, updates })),
      )
      return {
        ...first,
        async run(feeds) {
          const outputs = await first.run(feeds)
          for (const other of others) await other.run(feeds)
          return outputs
        },
      }
    },
  }))

  const withoutCopy = altered((session) => {
    const shown: Record<string, Tensor> = {}
    return {
      readState: async (names) => Object.assign(shown, await session.readState(names)),
      async compile(program) {
        const compiled = await session.compile(program)
        return {
          ...compiled,
          async run(feeds) {
            const outputs = await compiled.run(feeds)
            const state = await session.readState()
            for (const [name, { data }] of Object.entries(shown)) data.set(state[name]!.data)
            return outputs
          },
        }
      },
    }
  })

  const sameFeeds = alteredPrograms((program) => ({
    runSteps(feeds, steps) {
      const first = Object.entries(feeds).map(([name, data]) => {
        const width = data.length / steps
        return [name, data.map((_, i) => data[i % width]!)]
      })
      return program.runSteps(Object.fromEntries(first), steps)
    },
  }))

  const faults: [string, string, BackendV1][] = [
    ['updates one after another, in place', 'sessions/states swap', inPlace],
    [
      'state is returned without a copy',
      'sessions/what callers hold does not change under them',
      withoutCopy,
    ],
    [
      'every step reads the first feeds',
      'sessions/outputs see the old state, step by step',
      sameFeeds,
    ],
    [
      'a disposed session answers',
      'lifecycle/a disposed session refuses everything',
      altered(() => ({ dispose: async () => {} })),
    ],
    [
      'a disposed program runs',
      'lifecycle/a disposed program refuses to run, the others go on',
      alteredPrograms(() => ({ dispose: async () => {} })),
    ],
  ]

  test.each(faults)('%s: caught by %s', async (_, id, backend) => {
    expect(await outcomeOf(id, toy)).toBe('passed')
    expect(await outcomeOf(id, backend)).toBe('failed')
  })
})

describe('the rule of skips', () => {
  const passing = 'operations/argmax: ties take the lowest index (numpy)'
  const skip = [{ reason: 'a reason', cases: [passing] }]

  /** Runs that case as the suite registers it; like vitest's own, its skip() throws. */
  async function run(): Promise<void> {
    type Body = (context: { skip: (note: string) => never }) => Promise<void>
    const bodies = new Map<string, Body>()
    vi.resetModules()
    vi.doMock('vitest', () => ({
      expect,
      afterAll: () => {},
      describe: (_: string, body: () => void) => body(),
      test: (name: string, body: Body) => bodies.set(name, body),
    }))
    const suite = await import('../describe-backend.js')
    vi.doUnmock('vitest')
    suite.describeBackend('toy', { createBackend: () => toy, skip })
    await bodies.get(`${passing.split('/')[1]} [float32]`)!({
      skip: (note) => {
        throw new Error(`skipped: ${note}`)
      },
    })
  }

  test('a skipped case that fails is shown as skipped, with its reason', async () => {
    planted.fault = ({ op }) => (op === 'argmax' ? [] : undefined)
    await expect(run()).rejects.toThrow('skipped: a reason')
  })

  test('a skipped case that passes fails', async () => {
    await expect(run()).rejects.toThrow(/is skipped \(a reason\), but it passes/)
  })
})

test('the guide shows the toy to the letter', () => {
  const guide = readFileSync(
    new URL('../../../../docs/guide/write-a-backend.md', import.meta.url),
    'utf8',
  )
  for (const file of ['toy-operations.ts', 'toy-windows.ts', 'toy-backend.ts']) {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    expect(guide.includes(`\`\`\`ts\n${source}\`\`\``), file).toBe(true)
  }
})
