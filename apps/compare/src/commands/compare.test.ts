import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import type { BackendV1 } from '@parallax-ml/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capturedStreams } from '../streams.js'
import type { Task } from '../tasks/task.js'
import { xorTask } from '../tasks/xor.js'
import { compare } from './compare.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-compare-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(tasks: Task[], backends: BackendV1[], seeds = [0, 1]) {
  const streams = capturedStreams()
  const options = { tasks, backends, seeds, epochs: 5, out: folder, json: false, quiet: true }
  const code = await compare(options, streams)
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))
  return { code, results, ...streams.text }
}

const refusing: BackendV1 = {
  ...native,
  name: 'refusing',
  supports: () => ({ supported: false, reasons: ['it never does'] }),
}

test('a backend that refuses is told of, and stops no other', async () => {
  const { code, results, stdout, stderr } = await run([xorTask], [refusing, native])
  expect(code).toBe(1)
  expect(results.runs).toHaveLength(2)
  expect(results.errors).toMatchObject([
    { task: 'xor', backend: 'refusing', seed: 0, code: 'UNSUPPORTED' },
    { task: 'xor', backend: 'refusing', seed: 1, code: 'UNSUPPORTED' },
  ])
  expect(results.errors[0].message).toContain('it never does')
  expect(stdout).toMatch(/xor +native/)
  expect(stderr).toMatch(/failed: xor on refusing, seed 1: .*it never does/)
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('Runs that failed')
})

test('where every run fails, there are still files and no table', async () => {
  const { code, stdout, results } = await run([xorTask], [refusing])
  expect({ code, stdout, runs: results.runs }).toEqual({
    code: 1,
    stdout: 'Every run failed.\n',
    runs: [],
  })
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
  const { code, results } = await run([task], [native], [0])
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
    (await run([xorTask], [breaking(error)], [0])).results.errors[0]
  expect(await codeOf(coded)).toMatchObject({ code: 'ENOMEM', message: 'no memory' })
  expect(await codeOf(new Error('odd'))).toMatchObject({ code: 'UNEXPECTED', message: 'odd' })
  expect(await codeOf('text')).toMatchObject({ code: 'UNEXPECTED', message: 'text' })
})

test('no name, however hostile, becomes markup in the report', async () => {
  const hostile = `<img src=x onerror=alert(1)>"'&`
  const task = { ...xorTask, name: hostile, description: `${hostile}</ul>` }
  const backend = { ...refusing, name: `</title><script>${hostile}` }
  await run([task], [{ ...native, name: hostile }, backend])
  const html = await readFile(join(folder, 'report.html'), 'utf8')
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;')
  expect(html).not.toMatch(/<(img|script)/i)
  expect(html.match(/<\/ul>/g)).toHaveLength(html.match(/<ul>/g)!.length)
  expect(html.match(/<\/title>/g)).toHaveLength(html.match(/<title>/g)!.length)
})

test('the report asks the network for nothing', async () => {
  await run([xorTask], [native])
  const html = await readFile(join(folder, 'report.html'), 'utf8')
  expect(html).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import|<script/)
  expect(html).toContain("default-src 'none'")
  expect(html.match(/<polyline/g)).toHaveLength(2)
})
