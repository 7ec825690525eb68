import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { iris } from '@parallax-ml/datasets'
import type { Diagnosis } from '@parallax-ml/diagnose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../program.js'
import { capturedStreams } from '../streams.js'

let folder = ''
const inside = (name: string): string => join(folder, name)

async function diagnose(...words: string[]) {
  const streams = capturedStreams()
  const code = await main(['diagnose', ...words], streams)
  return { code, ...streams.text }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-diagnose-'))
  const { x, y, featureNames, classNames } = iris()
  const rows = x.map((row, i) => [...row, classNames[y[i]!]!])
  const text = [[...featureNames, 'species'], ...rows].map((line) => line.join(',')).join('\n')
  await writeFile(inside('flowers.csv'), text)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('parallax diagnose', () => {
  test("says what the article's network suffers from, and what mends it", async () => {
    const out = inside('xor.html')
    const { code, stdout, stderr } = await diagnose('xor-article', '--fix', '--json', '--out', out)
    expect(code).toBe(0)
    const { findings, trials }: Diagnosis = JSON.parse(stdout)
    const stuck = findings.find(({ id }) => id === 'stuck-at-chance')!
    expect(stuck.severity).toBe('problem')
    const best = trials.find(({ remedy }) => remedy === 'moreUnitsAndRate')!
    expect([best.verdict, best.pairs, best.design]).toEqual(['helped', 50, 'seeds'])
    expect(best.before).toBeLessThan(0.75)
    expect(best.after).toBeGreaterThan(0.95)
    expect(stderr).toContain('Does it answer better than always saying the most frequent class?')
    const page = await readFile(out, 'utf8')
    expect(page).toContain('Training loss beside that of chance')
    expect(page).toContain('four times the hidden units at ten times the learning rate')
  })

  test('judges a table, and says what cannot be judged', async () => {
    const checks = 'conflicting-labels,duplicates,backend-mismatch'
    const { stdout } = await diagnose(inside('flowers.csv'), '--check', checks, '--quiet')
    expect(stdout).toContain('TO KNOW (duplicates): A few rows occur more than once')
    expect(stdout).toContain('In order: conflicting-labels')
    expect(stdout).toContain('Cannot be judged here: backend-mismatch')
  })

  test('holds backends against each other', async () => {
    const words = ['--check', 'backend-mismatch', '--against', 'onnx', '--epochs', '5', '--quiet']
    const { stdout } = await diagnose(inside('flowers.csv'), ...words)
    expect(stdout).toContain('In order: backend-mismatch')
  })

  test('tries the remedies that are named, and judges the best by the test rows', async () => {
    const words = [
      '--check',
      'initial-loss',
      '--remedy',
      'lowerLearningRate,moreSteps',
      '--epochs',
      '4',
    ]
    const { stdout } = await diagnose(inside('flowers.csv'), ...words, '--json', '--quiet')
    const { trials, confirmed }: Diagnosis = JSON.parse(stdout)
    const steps = trials.find(({ remedy }) => remedy === 'moreSteps')!
    expect(steps.verdict).toBe('helped')
    expect(steps.explanationDrift).toBeGreaterThanOrEqual(0)
    expect(confirmed).toMatchObject({ remedy: 'moreSteps', rows: 30 })
    expect(confirmed!.after).toBeGreaterThanOrEqual(confirmed!.before)
  })

  test.each([
    [['--check', 'overfiting'], "Did you mean 'overfitting'?"],
    [['--remedy', 'dropuot'], "Did you mean 'dropout'?"],
    [['--repeats', '0'], '--repeats'],
  ])('refuses %j', async (words, message) => {
    const { code, stderr, stdout } = await diagnose(inside('flowers.csv'), ...words)
    expect([code === 0, stdout]).toEqual([false, ''])
    expect(stderr).toContain(message)
  })

  test('refuses what is neither file nor task', async () => {
    const { stderr } = await diagnose('xor-articel')
    expect(stderr).toContain('xor-articel: there is no such file')
  })
})
