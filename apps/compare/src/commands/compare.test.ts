import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import type { BackendV1 } from '@parallax-ml/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Agreement } from '../agreement/matrix.js'
import { inThisProcess } from '../runs/execute.js'
import type { OpenWorker } from '../runs/job.js'
import { capturedStreams } from '../streams.js'
import { irisTask } from '../tasks/iris.js'
import type { Task } from '../tasks/task.js'
import { xorTask } from '../tasks/xor.js'
import { skewed } from '../testing/skewed.js'
import { compare } from './compare.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-compare-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Changes {
  readonly seeds?: number[]
  readonly open?: OpenWorker
  readonly signal?: AbortSignal
  readonly fresh?: boolean
  readonly note?: string
}

async function run(tasks: Task[], backends: BackendV1[], changes: Changes = {}) {
  const { seeds = [0, 1], fresh = false, signal, note } = changes
  const { open = inThisProcess({ tasks, backends }) } = changes
  const streams = capturedStreams()
  const options = {
    tasks,
    backends,
    seeds,
    epochs: 5,
    out: folder,
    json: false,
    quiet: true,
    fresh,
    ...(note === undefined ? {} : { note }),
  }
  const code = await compare(options, { streams, open, signal })
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))
  const html = await readFile(join(folder, 'report.html'), 'utf8')
  return { code, results, html, ...streams.text }
}

const refusing: BackendV1 = {
  ...native,
  name: 'refusing',
  supports: () => ({ supported: false, reasons: ['it never does'] }),
}

test('a backend that refuses is told of, and stops no other', async () => {
  const { code, results, html, stdout, stderr } = await run([xorTask], [refusing, native])
  expect(code).toBe(1)
  expect(results.runs).toHaveLength(2)
  expect(results.errors).toMatchObject([
    { task: 'xor', backend: 'refusing', seed: 0, code: 'UNSUPPORTED' },
    { task: 'xor', backend: 'refusing', seed: 1, code: 'UNSUPPORTED' },
  ])
  expect(results.errors[0].message).toContain('it never does')
  expect(stdout).toMatch(/xor +native/)
  expect(stderr).toMatch(/failed: xor on refusing, seed 1: .*it never does/)
  expect(stdout).toMatch(/xor +refusing +– .* failed\n/)
  expect(html).toContain('Failed runs')
})

test('what is to be said about the choice of backends stands under the table and in the files', async () => {
  const note = 'mine: it is missing, so native ran in its place.'
  const { results, html, stdout } = await run([xorTask], [native], { note })
  expect(stdout).toContain(`\n\n${note}\n\n`)
  expect(results.protocol.general).toContain(note)
  expect(html).toContain(note)
})

test('where every run fails, the table says so', async () => {
  const { code, stdout, results } = await run([xorTask], [refusing])
  expect({ code, runs: results.runs }).toEqual({ code: 1, runs: [] })
  expect(stdout).toMatch(/xor: All 2 runs failed \(UNSUPPORTED\): .*it never does/)
})

test('a loss that leaves the numbers is a failed run', async () => {
  const training = { ...xorTask.training, optimizer: { name: 'sgd', learningRate: 1e38 } } as const
  const linear = {
    ...xorTask.spec,
    layers: [{ ...xorTask.spec.layers[0]!, units: 1, activation: 'linear' }],
  }
  const task = {
    ...xorTask,
    spec: linear,
    training: { ...training, loss: 'meanSquaredError' },
  } as Task
  const { code, results } = await run([task], [native], { seeds: [0] })
  expect(code).toBe(1)
  expect(results.errors).toMatchObject([
    { seed: 0, code: 'NON_FINITE_LOSS', message: expect.stringContaining('The loss became') },
  ])
})

test('an error of an engine keeps its own code, or gets one', async () => {
  const breaking = (error: unknown): BackendV1 => ({
    ...native,
    name: 'breaking',
    open: () => Promise.reject(error),
  })
  const coded = Object.assign(new Error('no memory'), { code: 'ENOMEM' })
  const codeOf = async (error: unknown) =>
    (await run([xorTask], [breaking(error)], { seeds: [0] })).results.errors[0]
  expect(await codeOf(coded)).toMatchObject({ code: 'ENOMEM', message: 'no memory' })
  expect(await codeOf(new Error('odd'))).toMatchObject({ code: 'UNEXPECTED', message: 'odd' })
  expect(await codeOf('text')).toMatchObject({ code: 'UNEXPECTED', message: 'text' })
})

describe('an interrupted comparison', () => {
  /** Aborts once that many runs have been made. */
  function interrupting(tasks: Task[], after: number) {
    const interruption = new AbortController()
    const made: string[] = []
    const open: OpenWorker = () => {
      const worker = inThisProcess({ tasks, backends: [native] })()
      return {
        ...worker,
        run(job, onProgress) {
          if (interruption.signal.aborted) return Promise.reject(interruption.signal.reason)
          made.push(`${job.type} ${job.task} ${job.seed}`)
          if (made.length === after) queueMicrotask(() => interruption.abort(new Error('stop')))
          return worker.run(job, onProgress)
        },
      }
    }
    return { open, signal: interruption.signal, made }
  }
  const tasks = [xorTask, irisTask]
  const seeds = [0, 1, 2]

  test('keeps what is done, and the same command goes on from there', async () => {
    const first = interrupting(tasks, 6)
    const half = await run(tasks, [native], { seeds, ...first })
    expect(half.code).toBe(130)
    expect(half.stderr).toMatch(/Interrupted after \d of 6 runs\. The same command goes on/)
    expect(half.results.complete).toBe(false)
    expect(half.html).toContain('The comparison was interrupted')
    expect(await readdir(folder)).toContain('runs.partial.jsonl')

    const rest = interrupting(tasks, 1000)
    const whole = await run(tasks, [native], { seeds, ...rest })
    expect(whole.code).toBe(0)
    expect(whole.results.complete).toBe(true)
    // Every job was done once, and no job twice.
    expect(new Set([...first.made, ...rest.made]).size).toBe(first.made.length + rest.made.length)
    expect((await readdir(folder)).sort()).toEqual(['report.html', 'results.json', 'runs.jsonl'])

    const scores = ({ runs }: { runs: { test: unknown }[] }) => runs.map((each) => each.test)
    const anew = await run(tasks, [native], { seeds })
    expect(scores(whole.results)).toEqual(scores(anew.results))
  })

  test('is forgotten with --fresh, and by a comparison that asks for other things', async () => {
    await run(tasks, [native], { seeds, ...interrupting(tasks, 3) })
    const anew = interrupting(tasks, 1000)
    await run(tasks, [native], { seeds, ...anew, fresh: true })
    expect(anew.made.slice(0, 2)).toEqual(['run xor 0', 'run xor 1'])

    await run(tasks, [native], { seeds, ...interrupting(tasks, 3) })
    const other = { ...xorTask, training: { ...xorTask.training, batchSize: 2 } }
    const changed = interrupting([other], 1000)
    await run([other], [native], { seeds, ...changed })
    expect(changed.made).toContain('run xor 0')
  })

  test('whose file is damaged is an error that says what to do', async () => {
    await writeFile(join(folder, 'runs.partial.jsonl'), '{"key": "a"}\n{"ke')
    await expect(run(tasks, [native])).rejects.toThrow(/is damaged.*Begin anew with --fresh/)
  })
})

test('baselines are worked out once where the seed does not move the rows', async () => {
  const jobs: string[] = []
  const tasks = [xorTask, irisTask]
  const open: OpenWorker = () => {
    const worker = inThisProcess({ tasks, backends: [native] })()
    return {
      ...worker,
      run(job, onProgress) {
        jobs.push(`${job.type} ${job.task}`)
        return worker.run(job, onProgress)
      },
    }
  }
  const { results } = await run(tasks, [native], { open })
  expect(jobs.filter((job) => job === 'baselines xor')).toHaveLength(1)
  expect(jobs.filter((job) => job === 'baselines iris')).toHaveLength(2)
  expect(results.baselines).toMatchObject([
    { task: 'xor', seed: 0, majority: 0.5, linear: 0.5 },
    { task: 'xor', seed: 1, majority: 0.5, linear: 0.5 },
    { task: 'iris', seed: 0 },
    { task: 'iris', seed: 1 },
  ])
})

test('the report asks the network for nothing', async () => {
  const { html } = await run([xorTask], [native])
  expect(html).not.toMatch(/https?:|\bsrc=|url\(|@import|<script/)
  expect(html).toContain("default-src 'none'")
})

describe('how far the backends differ', () => {
  test('is in the table, the report and the results, with the bounds', async () => {
    const backends = [native, { ...native, name: 'second' }]
    const { code, results, html, stdout } = await run([xorTask], backends, { seeds: [3, 4] })
    expect(code).toBe(0)
    expect(results.agreements.map(({ pair }: Agreement) => pair.join(' '))).toEqual([
      'native float64',
      'second float64',
      'second native',
    ])
    expect(results.agreements[0]).toMatchObject({ seed: 3, figures: { outputs: { bound: 1e-5 } } })
    expect(stdout).toContain('Backends agree: every difference is within its bound.')
    expect(html).toContain('Agreement of backends')
    expect(html).toContain('second − native')
  })

  test('ends the command with 1 beyond a bound', async () => {
    const { code, results, stdout, html } = await run([xorTask], [native, skewed(1e-3)])
    expect({ code, errors: results.errors }).toEqual({ code: 1, errors: [] })
    const words = 'Backends DISAGREE: a figure is beyond its bound, of skewed and float64 on xor'
    expect(stdout).toContain(words)
    expect(html).toContain(words)
  })

  test('is not asked of a backend that cannot run the task', async () => {
    const { results } = await run([xorTask], [refusing, native])
    expect(results.agreements).toMatchObject([{ pair: ['native', 'float64'] }])
  })

  test('that comes to nothing is an error, and costs nothing else', async () => {
    const open: OpenWorker = () => {
      const worker = inThisProcess({ tasks: [xorTask], backends: [native] })()
      const failure = { code: 'CRASHED', message: 'its process ended' }
      return {
        ...worker,
        run: (job, onProgress) =>
          job.type === 'agreement' ? Promise.resolve({ failure }) : worker.run(job, onProgress),
      }
    }
    const { code, results, stdout } = await run([xorTask], [native], { open })
    expect(code).toBe(1)
    expect(results.runs).toHaveLength(2)
    expect(results.errors).toMatchObject([{ task: 'xor', backend: 'native', code: 'CRASHED' }])
    expect(stdout).toContain('Backends were not held against each other.')
  })
})
