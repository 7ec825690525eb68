import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { iris } from '@parallax-ml/datasets'
import { type Attribution, parseExplanation } from '@parallax-ml/interpret'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../program.js'
import { capturedStreams } from '../streams.js'

let folder = ''
const inside = (name: string): string => join(folder, name)

async function run(...words: string[]) {
  const streams = capturedStreams()
  const code = await main(words, streams)
  return { code, ...streams.text }
}

const explain = (...words: string[]) =>
  run('explain', inside('flowers.safetensors'), inside('flowers.csv'), ...words)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-explain-'))
  const { x, y, featureNames, classNames } = iris()
  // A column that says nothing, and one of categories that says which half of the classes it is.
  const rows = x.map((row, i) => [
    ...row,
    (i * 37) % 11,
    y[i]! < 1 ? 'hill' : 'shore',
    classNames[y[i]!]!,
  ])
  const lines = [[...featureNames, 'chance', 'place', 'species'], ...rows]
  await writeFile(inside('flowers.csv'), lines.map((line) => line.join(',')).join('\n'))
  await run('train', inside('flowers.csv'), '--out', inside('flowers.safetensors'), '--quiet')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('parallax explain', () => {
  test('says what all answers rest on, in words, and writes a page', async () => {
    const out = inside('why.html')
    const { code, stdout, stderr } = await explain('--out', out)
    expect(code).toBe(0)
    expect(stdout).toContain(
      'What its answers to 150 rows rest on (probabilities, native in float32)',
    )
    for (const method of ['permuted: accuracy drop', 'exact Shapley', 'LIME']) {
      expect(stdout).toContain(method)
    }
    expect(stdout).toMatch(/A tree of depth \d answers as it does on \d+/)
    expect(stdout).toMatch(/if petal .* ≤ .*, then setosa/)
    expect(stderr).toContain(`Wrote ${out}`)
    const page = await readFile(out, 'utf8')
    expect(page).toContain('Contributions to the probability of')
    expect(page).not.toContain('<script') // without sliders
  })

  test('ranks what counts above what is chance, by every method', async () => {
    const { stdout } = await explain('--json', '--quiet', '--rows', '30')
    const { importances } = JSON.parse(stdout)
    expect(importances).toHaveLength(4)
    for (const importance of importances) {
      const { names, values } = parseExplanation(importance) as never as {
        names: string[]
        values: number[]
      }
      expect(names).toContain('place') // its two features count as one
      const strongest = Math.max(...values)
      expect(values[names.indexOf('chance')]).toBeLessThan(0.5 * strongest)
    }
  })

  test('explains one row: contributions add up, and what would change the answer does', async () => {
    const out = inside('row.html')
    const { stdout } = await explain('--row', '120', '--json', '--quiet', '--out', out)
    const { attributions, output, counterfactual } = JSON.parse(stdout)
    const [shapley] = attributions as [Attribution]
    const [, features, outputs] = shapley.shape
    const sum = Array.from(
      { length: features },
      (_, f) => shapley.values[f * outputs + output]!,
    ).reduce((a, b) => a + b)
    expect(sum).toBeCloseTo(shapley.predictions[output]! - shapley.base![output]!, 5)
    expect(counterfactual.found.length).toBeGreaterThan(0)
    for (const { prediction } of counterfactual.found) {
      expect(prediction.indexOf(Math.max(...prediction))).toBe(counterfactual.target)
    }
    expect(await readFile(out, 'utf8')).toContain('What if row 120 were otherwise')
  })

  test('names categories and speaks about the class that is asked for', async () => {
    const { stdout } = await explain(
      '--row',
      '0',
      '--class',
      'virginica',
      '--method',
      'occlusion',
      '--quiet',
    )
    expect(stdout).toContain('What speaks for virginica, and against it')
    expect(stdout).toContain('place = hill')
  })

  test.each([
    [['--row', '150'], '--row: there is no such row (expected from 0 to 149, got 150)'],
    [['--class', 'rose'], "--class: the model has no 'rose'"],
    [['--method', 'shapely'], "Did you mean 'shapley'?"],
    [['--rows', '0'], '--rows'],
  ])('refuses %j', async (words, message) => {
    const { code, stderr, stdout } = await explain(...words)
    expect([code === 0, stdout]).toEqual([false, ''])
    expect(stderr).toContain(message)
  })
})
