import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
// Inside examples, whose package.json lets a program import every package.
const scratch = join(root, 'examples/.readme')
const pages = [
  'README.md',
  'docs/guide/define-your-own.md',
  'docs/guide/diagnose-a-model.md',
  'docs/guide/explain-a-model.md',
  'docs/guide/train-and-resume.md',
  'docs/guide/tune-a-model.md',
  'packages/core/README.md',
  'packages/backend-native/README.md',
  'packages/backend-onnx/README.md',
  'packages/datasets/README.md',
  'packages/diagnose/README.md',
  'packages/interpret/README.md',
  'packages/report/README.md',
]

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Programs in a page: blocks of code that import something. */
const programsOf = (page: string): string[] =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:ts|js)\n(import [\s\S]*?)^```/gm),
  ].map(([, code]) => code!)

describe.each(pages)('%s', (page) => {
  const programs = programsOf(page)

  test('has a program that runs', async () => {
    expect(programs.length).toBeGreaterThan(0)
    mkdirSync(scratch, { recursive: true })
    for (const [i, code] of programs.entries()) {
      const file = join(scratch, `${page.replaceAll('/', '-')}-${i}.ts`)
      writeFileSync(file, code)
      await import(file)
    }
  }, 60_000)
})
