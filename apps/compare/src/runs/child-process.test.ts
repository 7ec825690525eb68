import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { inChildProcesses } from './child-process.js'
import type { RunJob, Worker } from './job.js'

// A worker's program that does what the task's name says.
const program = `
process.on('message', ({ task, seed }) => {
  const send = (message) => process.send(message)
  if (task === 'die') process.kill(process.pid, 'SIGKILL')
  if (task === 'exit') { console.error('out of luck'); process.exit(3) }
  if (task === 'throw') throw new Error('thrown outside')
  if (task === 'fail') return send({ type: 'failed', failure: { code: 'ODD', message: 'as asked' } })
  send({ type: 'progress', progress: { epoch: seed } })
  if (task !== 'hang') send({ type: 'done', result: { pid: process.pid, seed, nan: NaN } })
})
process.on('disconnect', () => process.exit(0))
`
const folder = mkdtempSync(join(tmpdir(), 'parallax-worker-'))
const path = join(folder, 'worker.mjs')
writeFileSync(path, program)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const opened: Worker[] = []
afterEach(() => {
  for (const worker of opened.splice(0)) worker.end()
})
const open = (signal?: AbortSignal): Worker => {
  const worker = inChildProcesses(path)(signal)
  opened.push(worker)
  return worker
}
const job = (task: string, seed = 0): RunJob => ({
  type: 'run',
  task,
  backend: 'native',
  seed,
  inDetail: false,
})
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const resultOf = async (worker: Worker, seed = 0) => {
  const outcome = await worker.run(job('work', seed))
  return (outcome as unknown as { result: { pid: number; seed: number; nan: number } }).result
}

test('jobs are done one after the other in one process, numbers that JSON lacks included', async () => {
  const worker = open()
  const [first, second] = [await resultOf(worker, 1), await resultOf(worker, 2)]
  expect([first.seed, second.seed, first.nan]).toEqual([1, 2, Number.NaN])
  expect(first.pid).toBe(second.pid)
  expect(first.pid).not.toBe(process.pid)
})

test('progress is passed on', async () => {
  const told: unknown[] = []
  await open().run(job('work', 7), (progress) => told.push(progress))
  expect(told).toEqual([{ epoch: 7 }])
})

test.each([
  ['die', /^its process ended by signal SIGKILL \(was memory short\?\)$/],
  ['exit', /^its process ended with exit code 3; its last words: out of luck$/],
  ['throw', /exit code 1; its last words: [\s\S]*thrown outside/],
])('a process that does %s costs the job at hand, and no other', async (task, message) => {
  const worker = open()
  const before = await resultOf(worker)
  expect(await worker.run(job(task))).toEqual({
    failure: { code: 'CRASHED', message: expect.stringMatching(message) },
  })
  const after = await resultOf(worker)
  expect(after.pid).not.toBe(before.pid)
})

test('a job that fails leaves its process alone', async () => {
  const worker = open()
  const { pid } = await resultOf(worker)
  const failure = { code: 'ODD', message: 'as asked' }
  expect(await worker.run(job('fail'))).toEqual({ failure })
  expect((await resultOf(worker)).pid).toBe(pid)
})

test('a program that is not there is a failure', async () => {
  const worker = inChildProcesses(join(folder, 'missing.mjs'))()
  expect(await worker.run(job('work'))).toMatchObject({
    failure: { code: 'CRASHED', message: expect.stringContaining('missing.mjs') },
  })
})

test('aborting ends the process at work, and no new one is started', async () => {
  const interruption = new AbortController()
  const worker = open(interruption.signal)
  const { pid } = await resultOf(worker)
  const reason = new Error('interrupted')
  const running = worker.run(job('hang'), () => interruption.abort(reason))
  await expect(running).rejects.toBe(reason)
  await expect(worker.run(job('work'))).rejects.toBe(reason)
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('nothing is left running at the end', async () => {
  const worker = open()
  const { pid } = await resultOf(worker)
  worker.end()
  await expect.poll(() => isAlive(pid)).toBe(false)
})
