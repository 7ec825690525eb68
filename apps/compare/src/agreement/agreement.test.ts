import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { type BackendV1, UnsupportedError } from '@parallax-ml/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkAgreement } from '../commands/check-agreement.js'
import { main } from '../program.js'
import { capturedStreams } from '../streams.js'
import { irisTask } from '../tasks/iris.js'
import { xorTask } from '../tasks/xor.js'
import { skewed } from '../testing/skewed.js'
import { largestOfScale, largestRelative, relativeDistance } from './differences.js'
import { agreementsOn } from './matrix.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-agreement-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const refusing: BackendV1 = {
  ...native,
  name: 'refusing',
  open: () => Promise.reject(new UnsupportedError({ where: 'refusing', problem: 'it never does' })),
}

const check = async (backends: BackendV1[], write?: string, seeds = [0]) => {
  const streams = capturedStreams()
  const options = {
    tasks: [xorTask],
    backends,
    seeds,
    out: folder,
    json: false,
    quiet: true,
    write,
  }
  const code = await checkAgreement(options, { streams })
  const found = JSON.parse(await readFile(join(folder, 'agreement.json'), 'utf8'))
  return { code, found, ...streams.text }
}

test('differences', () => {
  expect(largestRelative([1.5, 2], [1, 2])).toBe(0.5)
  expect(largestOfScale([1.5, 4], [1, 2])).toBe(1)
  expect(largestOfScale([0.5], [0.25])).toBe(0.25)
  expect(relativeDistance([3, 0], [3, 4])).toBe(0.8)
  for (const difference of [largestRelative, largestOfScale, relativeDistance]) {
    expect(difference([0, 1], [0, 1])).toBe(0)
    expect(difference([Number.NaN, 1], [1, 1])).toBeNaN()
    expect(() => difference([1], [1, 2])).toThrow('1 numbers are held against 2')
  }
})

test('every pair of backends agrees on iris, and each with float64', async () => {
  const agreements = await agreementsOn(irisTask, [native, onnx], 1)
  expect(agreements.map(({ pair }) => pair.join(' '))).toEqual([
    'native float64',
    'onnx float64',
    'onnx native',
  ])
  for (const { figures } of agreements) {
    const all = Object.values(figures!)
    expect(all).toHaveLength(4)
    for (const figure of all) expect(figure).toMatchObject({ holds: true })
  }
  // They are compared with each other, not with themselves.
  const beside = agreements[0]!.figures!
  expect(Object.values(beside).every(({ worst }) => worst > 0)).toBe(true)
})

describe('compare --check', () => {
  test('ends with 0, and writes figures with their bounds', async () => {
    const page = join(folder, 'agreement.md')
    const { code, found, stdout } = await check([native, onnx], page)
    expect(code).toBe(0)
    expect(found).toMatchObject({ schemaVersion: 2, seeds: [0], agreed: true })
    expect(found.agreements).toHaveLength(3)
    expect(stdout).toMatch(/xor +onnx − native( +\d\.\de[-+]\d+ +[1-9]e-\d){4}\n/)
    expect(stdout).toContain('gradients: Length of the difference')
    const markdown = await readFile(page, 'utf8')
    expect(markdown).toMatch(/\| xor \| onnx − native \| \d\.\de/)
    expect(markdown).toContain(`Node ${process.versions.node}`)
  })

  test('ends with 1 if one answers a little otherwise, and says where', async () => {
    const { code, found, stdout } = await check([native, skewed(1e-4)])
    expect(code).toBe(1)
    expect(found.agreed).toBe(false)
    expect(found.agreements.at(-1).figures).toMatchObject({
      outputs: { holds: false },
      gradients: { holds: false },
      weights: { holds: true },
    })
    expect(stdout).toMatch(/xor +skewed − native +1\.0e-4 BEYOND/)
  })

  test('says what a backend refuses', async () => {
    const { code, found, stdout } = await check([native, refusing])
    expect(code).toBe(0)
    expect(found.agreements.at(-1)).toMatchObject({ pair: ['refusing', 'native'] })
    expect(stdout).toMatch(/xor +refusing − native +refused/)
    expect(stdout).toMatch(/xor, refused by refusing: .*it never does/)
  })

  test.each([
    [['--check', '--epochs', '3'], /'--check' cannot be used with option '--epochs <count>'/],
    [['--write', 'a.md'], /--write: only --check writes a page in Markdown/],
  ])('%s is an error', async (words, message) => {
    const streams = capturedStreams()
    expect(await main(['compare', '--tasks', 'xor', ...words], streams)).toBe(2)
    expect(streams.text.stderr).toMatch(message)
  })
})
