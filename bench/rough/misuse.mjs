// Disposed of twice, used afterwards, disposed of amid a step or a compile, and failures half-way: typed errors,
// and nothing left.
import { createModel, isParallaxError } from '@parallax-ml/core'
import { capture, opened } from '../suite/captured.mjs'
import { workloads } from '../suite/workloads.mjs'
import { counterOf, makeBackend } from './backends.mjs'
import { watchLeft } from './left.mjs'
import { middle, train, xor } from './networks.mjs'

const codeOf = (work) =>
  work().then(
    () => 'no error',
    (error) => (isParallaxError(error) ? error.code : String(error)),
  )

async function expectAll(what, works, allowed) {
  const found = []
  for (const work of works) found.push(await codeOf(work))
  const wrong = found.filter((code) => !allowed.includes(code))
  return {
    what,
    found: wrong.length === 0 ? `${found.length} of ${found.length}` : wrong.join(', '),
    bound: allowed.join(' or '),
    ok: wrong.length === 0,
  }
}

async function twice(backend, program) {
  const { session } = await opened(backend, program)
  const model = createModel(middle().spec, { backend })
  await model.predict(middle().data.x)
  return [
    () => session.dispose(),
    () => session.dispose(),
    () => model.dispose(),
    () => model.dispose(),
  ]
}

async function afterwards(backend, program) {
  const { session, chunk } = await opened(backend, program)
  await session.dispose()
  const model = createModel(middle().spec, { backend })
  await model.predict(middle().data.x)
  await model.dispose()
  return [
    chunk,
    () => session.readState(),
    () => session.writeState({}),
    () => session.compile(program.program),
    () => model.predict(middle().data.x),
    () => model.session(),
  ]
}

/** Runs and disposes at once, with so many turns of the event loop between. */
const amidStep = (backend, program) =>
  [0, 1, 2, 3].map((turns) => async () => {
    const { session, chunk } = await opened(backend, program)
    const running = chunk()
    running.catch(() => {})
    for (let i = 0; i < turns; i++) await new Promise(setImmediate)
    await session.dispose()
    await running
  })

const amidCompile = (backend, { program, state, bound }) =>
  [0, 1, 2, 3].map((turns) => async () => {
    const session = await backend.open({ precision: 'float32' })
    await session.writeState(state)
    for (const [name, tensor] of Object.entries(bound)) await session.bind(name, tensor)
    const compiling = session.compile(program)
    compiling.catch(() => {})
    for (let i = 0; i < turns; i++) await new Promise(setImmediate)
    await session.dispose()
    await compiling
  })

/** A backend whose calls fail from the given one on; counts the sessions that are open. */
function failing(backend, at) {
  let calls = 0
  const made = { open: 0 }
  const call = async (work) => {
    if (calls++ === at) throw new Error('out of memory')
    return work()
  }
  return {
    made,
    backend: {
      ...backend,
      open: (options) =>
        call(async () => {
          const session = await backend.open(options)
          made.open++
          return {
            bind: (name, tensor) => call(() => session.bind(name, tensor)),
            writeState: (state) => call(() => session.writeState(state)),
            readState: (names) => call(() => session.readState(names)),
            compile: (program) =>
              call(async () => {
                const compiled = await session.compile(program)
                return {
                  run: (feeds) => call(() => compiled.run(feeds)),
                  runSteps: (feeds, steps) => call(() => compiled.runSteps(feeds, steps)),
                  dispose: () => compiled.dispose(),
                }
              }),
            async dispose() {
              made.open--
              await session.dispose()
            },
          }
        }),
    },
  }
}

/** Fails every call in turn, until there is none left to fail; each failure must end all sessions. */
async function failures(backend) {
  let failed = 0
  let open = 0
  for (let at = 0; ; at++) {
    const each = failing(backend, at)
    const error = await trainAndPredict(each.backend).catch((error) => error)
    open += each.made.open
    if (error === undefined) break
    if (error.message !== 'out of memory') throw error
    failed++
  }
  return {
    what: `each of ${failed} calls of the backend failed once: sessions left open`,
    found: String(open),
    bound: '0',
    ok: open === 0 && failed > 5,
  }
}

async function trainAndPredict(backend) {
  const network = xor({ times: 8 })
  const { model } = await train(network, { backend, epochs: 20, validationData: network.data })
  try {
    await model.predict(network.data.x)
  } finally {
    await model.dispose()
  }
}

/** A compile that the engine refuses leaves no state in the session. */
async function refusedCompile(backend, { program }) {
  const session = await backend.open({ precision: 'float32' })
  const code = await codeOf(() => session.compile(program))
  const names = Object.keys(await session.readState())
  await session.dispose()
  return {
    what: 'a compile without its data: state left',
    found: `${names.length}, ${code}`,
    bound: '0, INVALID_DATA',
    ok: names.length === 0 && code === 'INVALID_DATA',
  }
}

export async function misuse(name) {
  const backend = makeBackend(name)
  const counts = await counterOf(name)
  const program = await capture(workloads['4-16-3'])
  const round = async () => [
    await expectAll('disposed of twice', await twice(backend, program), ['no error']),
    await expectAll('used after disposal', await afterwards(backend, program), ['DISPOSED']),
    await expectAll('disposed of amid steps', amidStep(backend, program), ['no error', 'DISPOSED']),
    await expectAll('disposed of amid a compile', amidCompile(backend, program), [
      'no error',
      'DISPOSED',
    ]),
    await failures(backend),
    await refusedCompile(backend, program),
  ]
  for (let i = 0; i < 2; i++) await round()
  const left = watchLeft(counts)
  return [...(await round()), await left('misuse')]
}
