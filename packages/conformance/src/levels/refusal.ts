import {
  GraphBuilder,
  operationNames,
  type Program,
  requireSupport,
  type Support,
} from '@parallax-ml/core'
import fc from 'fast-check'
import type { CaseContext, ConformanceCase } from '../case.js'
import { withSession } from '../execute.js'
import { samplesOf } from '../samples/operations.js'
import { buildSample, programOf } from '../samples/sample-program.js'
import { requireError } from './lifecycle.js'
import { accumulator } from './sessions.js'

/** One small program per operation. */
function programs(): Program[] {
  return operationNames.flatMap((operation) => {
    const arbitrary = samplesOf(operation, 'apart')
    if (arbitrary === undefined) return []
    const b = new GraphBuilder()
    const [sample] = fc.sample(arbitrary, { seed: 3, numRuns: 1 })
    return [programOf(b, buildSample(b, sample!).output)]
  })
}

/** What a backend says it cannot do, it must refuse; what it says it can, it must take. */
async function checkDeclarations({ backend, precision }: CaseContext): Promise<void> {
  for (const program of programs()) {
    const support: Support = backend.supports(program.graph, { precision })
    if (support.supported) {
      await withSession(backend, precision, program, (session) => session.compile(program))
      continue
    }
    if (support.reasons.length === 0) throw new Error('a refusal without a reason')
    const what = program.graph.nodes.map(({ op }) => op).join()
    await requireError('UNSUPPORTED', `requireSupport of ${what}`, async () =>
      requireSupport(backend, program.graph, { precision }),
    )
    await requireError('UNSUPPORTED', `compile of ${what}`, async () => {
      const session = await backend.open({ precision })
      try {
        await session.compile(program)
      } finally {
        await session.dispose()
      }
    })
  }
}

/** Refusal before anything is allocated. */
export const refusalCases = (): ConformanceCase[] => [
  { level: 'refusal', name: 'what is declared unsupported throws', run: checkDeclarations },
  {
    level: 'refusal',
    name: 'asking for support opens nothing and says the same twice',
    async run({ backend, precision }) {
      const { graph } = accumulator()
      const answers = [1, 2].map(() => JSON.stringify(backend.supports(graph, { precision })))
      if (answers[0] !== answers[1]) throw new Error(`${answers[0]}, then ${answers[1]}`)
    },
  },
  {
    level: 'refusal',
    name: 'data that a program reads must be bound before it is compiled',
    async run({ backend, precision }) {
      const session = await backend.open({ precision })
      await requireError('INVALID_DATA', 'compile', () => session.compile(accumulator()))
      await session.dispose()
    },
  },
  {
    level: 'refusal',
    name: 'the facts about the engine are complete',
    async run({ backend, precision }) {
      const { engine, device, threads, precisions, path } = await backend.info()
      const texts = [backend.name, engine.name, engine.version, device, path]
      if (texts.some((text) => typeof text !== 'string' || text === ''))
        throw new Error('a text is empty')
      if (!(threads >= 1)) throw new Error(`${threads} threads`)
      if (!precisions.includes(precision)) throw new Error(`info() does not list ${precision}`)
    },
  },
]
