import {
  createModel,
  dense,
  fit,
  type RowsLike,
  type SessionV1,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { codeOf } from './lifecycle.js'
import { accumulator, accumulatorTable } from './sessions.js'
import { exact } from './vectors.js'

const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 5, activation: 'tanh' }), dense({ units: 2 })],
})
const x = { shape: [24, 2], data: Float32Array.from({ length: 48 }, (_, i) => Math.sin(i * i)) }
const y = { shape: [24, 2], data: Float32Array.from({ length: 48 }, (_, i) => Math.cos(i)) }

async function train({ backend, precision }: CaseContext, seed: number): Promise<Float64Array> {
  const { model, history } = await fit(
    spec,
    { x, y },
    {
      backend,
      precision,
      loss: 'meanSquaredError',
      optimizer: 'adam',
      batchSize: 8,
      epochs: 10,
      seed,
    },
  )
  await model.dispose()
  const weights = Object.values(model.weights()).flatMap(({ data }) => [...data])
  return Float64Array.from([...history.loss!, ...weights])
}

async function open({ backend, precision }: CaseContext): Promise<SessionV1> {
  const session = await backend.open({ precision })
  await session.bind('table', accumulatorTable)
  return session
}

/** Fails unless the work ends well or says that its session is gone. */
async function requireEnd(what: string, work: Promise<unknown>): Promise<void> {
  const code = await codeOf(() => work)
  if (code !== undefined && code !== 'DISPOSED') throw new Error(`${what} ended with ${code}`)
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** Disposes after some turns of the event loop, while something is under way. */
async function disposeAmid(
  context: CaseContext,
  what: string,
  begin: (session: SessionV1) => Promise<() => Promise<unknown>>,
): Promise<void> {
  for (const count of [0, 1, 2, 5]) {
    const session = await open(context)
    const start = await begin(session)
    const end = requireEnd(what, start())
    await turns(count)
    await session.dispose()
    await end
  }
}

/** Several things under way at once: each is as it is alone. */
export const atOnceCases = (): ConformanceCase[] => [
  {
    level: 'sessions',
    name: 'trainings that are under way at once give the bits that each gives alone',
    async run(context) {
      const seeds = [1, 2, 3]
      const alone = []
      for (const seed of seeds) alone.push(await train(context, seed))
      const atOnce = await Promise.all(seeds.map((seed) => train(context, seed)))
      for (const [i, found] of atOnce.entries()) {
        context.compare(found, alone[i]!, exact, `training ${i}`)
      }
    },
  },
  {
    level: 'sessions',
    name: 'predictions of one model that do not wait for one another are as they are alone',
    async run({ backend, precision, compare }) {
      const model = createModel(spec, { backend, precision })
      const asked: RowsLike[] = [x, { shape: [1, 2], data: x.data.slice(0, 2) }, y]
      const alone = []
      for (const rows of asked) alone.push(await model.predict(rows))
      const atOnce = await Promise.all(asked.map((rows) => model.predict(rows)))
      for (const [i, { data }] of atOnce.entries()) {
        compare(data, alone[i]!.data, exact, `prediction ${i}`)
      }
      await model.dispose()
    },
  },
  {
    level: 'lifecycle',
    name: 'a session disposed of amid steps ends them, or lets them end',
    run: (context) =>
      disposeAmid(context, 'runSteps', async (session) => {
        const program = await session.compile(accumulator())
        return () => program.runSteps({ row: new Int32Array(2000).fill(1) }, 2000)
      }),
  },
  {
    level: 'lifecycle',
    name: 'a session disposed of amid a compile ends it, or lets it end',
    run: (context) =>
      disposeAmid(context, 'compile', async (session) => () => session.compile(accumulator())),
  },
]
