import { dense, fit, isParallaxError, sequential } from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { accumulator, accumulatorTable } from './sessions.js'

const row = Int32Array.of(0)

const thrownBy = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )

/** The code of core's error that the work throws; undefined if it throws nothing. */
export async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
  const error = await thrownBy(work)
  return error === undefined || isParallaxError(error) ? error?.code : String(error)
}

/** Fails unless the work throws core's error of that code. */
export async function requireError(
  code: string,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const error = await thrownBy(work)
  if (isParallaxError(error) && error.code === code) return
  const found = error === undefined ? 'nothing was thrown' : `it threw ${error}`
  throw new Error(`${what}: expected an error of code ${code}, but ${found}`)
}

async function opened({ backend, precision }: CaseContext) {
  const session = await backend.open({ precision })
  await session.bind('table', accumulatorTable)
  return { session, program: await session.compile(accumulator()) }
}

/** What is disposed of stays so, and what fails leaves nothing half done. */
export const lifecycleCases = (): ConformanceCase[] => [
  {
    level: 'lifecycle',
    name: 'disposing twice is harmless',
    async run(context) {
      const { session, program } = await opened(context)
      await program.dispose()
      await program.dispose()
      await session.dispose()
      await session.dispose()
    },
  },
  {
    level: 'lifecycle',
    name: 'a disposed program refuses to run, the others go on',
    async run(context) {
      const { session, program } = await opened(context)
      const other = await session.compile(accumulator())
      await program.dispose()
      await requireError('DISPOSED', 'run', () => program.run({ row }))
      await requireError('DISPOSED', 'runSteps', () => program.runSteps({ row }, 1))
      await other.run({ row })
      context.compare(
        (await session.readState()).total!.data,
        [1, 2],
        { absolute: 0, relative: 0 },
        'total',
      )
      await session.dispose()
    },
  },
  {
    level: 'lifecycle',
    name: 'a disposed session refuses everything',
    async run(context) {
      const { session, program } = await opened(context)
      await session.dispose()
      await requireError('DISPOSED', 'run', () => program.run({ row }))
      await requireError('DISPOSED', 'bind', () => session.bind('table', accumulatorTable))
      await requireError('DISPOSED', 'compile', () => session.compile(accumulator()))
      await requireError('DISPOSED', 'readState', () => session.readState())
      await requireError('DISPOSED', 'writeState', () => session.writeState({}))
    },
  },
  {
    level: 'lifecycle',
    name: 'a refused call changes nothing',
    async run(context) {
      const { session, program } = await opened(context)
      const calls: [string, () => Promise<unknown>][] = [
        ['an index out of range', () => program.run({ row: Int32Array.of(3) })],
        ['a negative index', () => program.run({ row: Int32Array.of(-1) })],
        ['a bad index in the second step', () => program.runSteps({ row: Int32Array.of(0, 3) }, 2)],
        ['a missing feed', () => program.run({})],
        ['an unknown feed', () => program.run({ row, rows: row })],
        ['a feed of the wrong length', () => program.runSteps({ row }, 2)],
        ['a feed of the wrong type', () => program.run({ row: Float32Array.of(0) })],
        ['no steps', () => program.runSteps({ row: new Int32Array(0) }, 0)],
        [
          'data of another shape',
          () => session.bind('table', { ...accumulatorTable, shape: [2, 3] }),
        ],
        [
          'state of another shape',
          () =>
            session.writeState({
              total: { shape: [3], dtype: 'float', data: new Float64Array(3) },
            }),
        ],
        ['state that is not there', () => session.readState(['toatl'])],
      ]
      for (const [what, call] of calls) await requireError('INVALID_DATA', what, call)
      context.compare(
        (await session.readState()).total!.data,
        [0, 0],
        { absolute: 0, relative: 0 },
        'total',
      )
      await session.dispose()
    },
  },
  {
    level: 'lifecycle',
    name: 'a signal stops training, which keeps what is done and frees the session',
    async run({ backend, precision }) {
      let sessions = 0
      const counting: typeof backend = {
        ...backend,
        async open(options) {
          const session = await backend.open(options)
          sessions++
          return {
            ...session,
            async dispose() {
              sessions--
              await session.dispose()
            },
          }
        },
      }
      const controller = new AbortController()
      const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
      const run = await fit(
        spec,
        { x: [[0], [1]], y: [[1], [3]] },
        {
          backend: counting,
          precision,
          loss: 'meanSquaredError',
          epochs: 1_000_000,
          signal: controller.signal,
          onProgress: ({ step }) => step >= 20 && controller.abort(),
        },
      )
      if (run.stopped.reason !== 'aborted' || run.stopped.step < 20) {
        throw new Error(
          `training ended with '${run.stopped.reason}' after step ${run.stopped.step}`,
        )
      }
      if (sessions !== 0) throw new Error(`${sessions} sessions are still open`)
    },
  },
]
