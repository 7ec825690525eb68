// Sessions in worker threads: the bits of the main thread, two of them at once, and threads that are terminated
// amid training.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { counterOf, makeBackend } from './backends.mjs'
import { watchLeft } from './left.mjs'
import { memoryLog, memoryRows } from './memory.mjs'
import { middle, randomNumbers, trainedBits } from './networks.mjs'

const epochs = 20
const file = join(import.meta.dirname, 'worker.mjs')
const startWorker = (name, more) => new Worker(file, { workerData: { name, epochs, ...more } })

/** MiB: what a call of TensorFlow holds when its thread is terminated, its binding does not free (0.37 were measured). */
const lostByTensorflow = 0.5

/** The last thing that a worker says, and how it ends. */
async function answerOf(worker) {
  let answer
  worker.on('message', (message) => {
    answer = message
  })
  const [code] = await once(worker, 'exit')
  return { ...answer, exit: code }
}

/** Terminates a worker at a random moment after its first steps. */
export async function terminated(name, random, options) {
  const worker = startWorker(name, { epochs: 1e6, options })
  const [message] = await once(worker, 'message')
  if (message.step === undefined) throw new Error(`the worker said ${JSON.stringify(message)}`)
  await new Promise((resolve) => setTimeout(resolve, 40 * random()))
  await worker.terminate()
}

const refusal = {
  onnx: /aborts the whole process.*child process.*native/,
  tfjs: /cannot tell TensorFlow.*info\(\).*child process.*native/,
}

export async function workers(name, { terminations, seed, quick }) {
  const backend = makeBackend(name)
  const rows = []
  if (name in refusal) {
    const { code, message, exit } = await answerOf(startWorker(name))
    const isTyped = code === 'UNSUPPORTED' && refusal[name].test(message)
    rows.push({
      what: 'a worker thread without leave is refused, and told what to do',
      found: isTyped ? code : `${code}: ${message}`,
      bound: 'UNSUPPORTED',
      ok: isTyped && exit === 0,
    })
  }
  // Gives leave to tfjs, whose library is then loaded as the main thread wants it.
  const counts = await counterOf(name)
  const expected = await trainedBits(middle(), { backend, epochs, seed: 4 })
  const options = name === 'onnx' ? { allowWorkerThreads: true } : {}
  const workersAnd = async (count, ...others) => {
    const all = Array.from({ length: count }, () => answerOf(startWorker(name, { options })))
    const answers = await Promise.all([...all, ...others])
    return answers.filter(({ bits, exit }) => bits === expected && exit === 0).length
  }
  const mainThread = async () => ({
    bits: await trainedBits(middle(), { backend, epochs, seed: 4 }),
    exit: 0,
  })
  await workersAnd(1)
  const left = watchLeft(counts)
  for (const [what, found, of] of [
    ['a worker thread', await workersAnd(1), 1],
    ['two at once', await workersAnd(2), 2],
    ['two and the main thread at once', await workersAnd(2, mainThread()), 3],
  ]) {
    rows.push({
      what: `${what}: the bits of the main thread`,
      found: `${found} of ${of}`,
      bound: 'all',
      ok: found === of,
    })
  }
  rows.push(await left('worker threads'))
  const more = name === 'onnx' ? [await abortOfOnnx(seed)] : await afterTerminations(name)
  return [...rows, ...more]

  async function afterTerminations() {
    const random = randomNumbers(seed)
    for (let i = 0; i < Math.ceil(terminations / 5); i++) await terminated(name, random)
    const left = watchLeft(counts)
    const log = memoryLog(counts)
    for (let i = 0; i < terminations; i++) {
      await terminated(name, random)
      await log.take(i)
    }
    const after = await trainedBits(middle(), { backend, epochs, seed: 4 })
    const what = `${terminations} worker threads terminated amid training`
    return [
      {
        what: `${what}: the bits of the main thread afterwards`,
        found: String(after === expected),
        bound: 'true',
        ok: after === expected,
      },
      ...memoryRows(what, log.samples, {
        quick,
        ...(name === 'tfjs' && { resident: lostByTensorflow * terminations }),
      }),
      await left(what),
    ]
  }
}

/** Not ours to mend: whether the engine still ends the process, which is why it is refused in worker threads. */
async function abortOfOnnx(seed) {
  const child = fork(join(import.meta.dirname, 'terminate-onnx.mjs'), [String(seed)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const [code, signal] = await once(child, 'exit')
  return {
    what: 'up to 20 worker threads terminated amid training, with leave',
    found:
      signal === null
        ? `the process ended with ${code}`
        : `ONNX Runtime ended the process by ${signal}`,
    bound: 'none: refused without leave',
    ok: true,
  }
}
