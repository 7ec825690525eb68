// Several sessions at once in one process: each gives the bits that it gives alone.
import { createModel, dense, sequential } from '@parallax-ml/core'
import { capture, opened } from '../suite/captured.mjs'
import { workloads } from '../suite/workloads.mjs'
import { counterOf, makeBackend } from './backends.mjs'
import { watchLeft } from './left.mjs'
import { bitsOf, middle, trainedBits, xor } from './networks.mjs'

const sameRow = (what, alone, together) => {
  const same = alone.filter((bits, i) => bits === together[i]).length
  return {
    what: `${what}: the bits that each gives alone`,
    found: `${same} of ${alone.length}`,
    bound: 'all',
    ok: same === alone.length,
  }
}

/** Trainings that begin together and take turns at every chunk of steps. */
async function trainings(backends, what) {
  const works = backends.flatMap((backend) => [
    () => trainedBits(xor({ times: 5 }), { backend, epochs: 200, seed: 1 }),
    () => trainedBits(xor({ times: 5 }), { backend, epochs: 200, seed: 2 }),
    () => trainedBits(middle(), { backend, epochs: 20, seed: 3 }),
  ])
  const alone = []
  for (const work of works) alone.push(await work())
  return sameRow(what, alone, await Promise.all(works.map((work) => work())))
}

/** Sessions of one program, whose chunks alternate, or are all under way at once. */
async function sessions(backend, count, isAtOnce) {
  const found = await capture(workloads['4-16-3'])
  const open = async () => {
    const { session, chunk } = await opened(backend, found)
    return { session, chunk }
  }
  const all = await Promise.all(Array.from({ length: count }, open))
  const bits = all.map(() => [])
  for (let turn = 0; turn < 20; turn++) {
    const one = async ({ chunk }, i) => bits[i].push(bitsOf(Object.values(await chunk())))
    if (isAtOnce) await Promise.all(all.map(one))
    else for (const [i, each] of all.entries()) await one(each, i)
  }
  const states = await Promise.all(all.map(({ session }) => session.readState()))
  for (const { session } of all) await session.dispose()
  return states.map(
    (state, i) => bitsOf(Object.values(state).map(({ data }) => data)) + bits[i].join(),
  )
}

/** Predictions of one model that nobody waits for before asking for the next. */
async function predictions(backend) {
  const layers = [dense({ units: 1030, activation: 'tanh' }), dense({ units: 5 })]
  const model = createModel(sequential({ inputShape: [64], layers }), { backend })
  const asked = [700, 300, 1, 20, 700].map((rows) => middle({ rows }).data.x)
  const alone = []
  for (const x of asked) alone.push(bitsOf([(await model.predict(x)).data]))
  const answers = await Promise.all(asked.map((x) => model.predict(x)))
  await model.dispose()
  return sameRow(
    'five predictions of one model at once',
    alone,
    answers.map(({ data }) => bitsOf([data])),
  )
}

export async function together(name, { names }) {
  const backend = makeBackend(name)
  const counts = await counterOf(name)
  const others = names.filter((other) => other !== name)
  await trainings([backend, ...others.map((other) => makeBackend(other))], 'warm')
  const left = watchLeft(counts)
  const [alone] = await sessions(backend, 1, false)
  const rows = [
    await trainings([backend], 'three trainings at once'),
    sameRow('two sessions, step by turns', [alone, alone], await sessions(backend, 2, false)),
    sameRow(
      'three sessions, steps at once',
      [alone, alone, alone],
      await sessions(backend, 3, true),
    ),
    await predictions(backend),
  ]
  if (name === 'native') {
    const row = await predictions(makeBackend(name, { threads: 2 }))
    rows.push({ ...row, what: `on two threads, ${row.what}` })
  }
  for (const other of others) {
    const both = await trainings([backend, makeBackend(other)], 'trainings of two backends at once')
    rows.push({ ...both, what: `${both.what} (with ${other})` })
  }
  return [...rows, await left('sessions at once')]
}
