import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { main } from '../apps/compare/src/program.js'
import { capturedStreams } from '../apps/compare/src/streams.js'

const root = join(import.meta.dirname, '..')
// Inside examples, whose package.json lets a program import every package.
const scratch = join(root, 'examples/.guide')
const page = 'docs/guide/train-on-your-csv.md'
const started = process.cwd()

beforeAll(() => {
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true })
  copyFileSync(join(root, 'examples/apartments.csv'), join(scratch, 'apartments.csv'))
  process.chdir(scratch)
})
afterAll(() => {
  process.chdir(started)
  rmSync(scratch, { recursive: true, force: true })
})

interface Block {
  readonly language: string
  readonly name: string
  readonly code: string
}

const blocks = [
  ...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```/gm),
].map(([, language, name, code]): Block => ({ language: language!, name: name!, code: code! }))

/** Runs a block, and gives what it prints; undefined for what is only to be read. */
async function run({ language, code }: Block, i: number): Promise<string | undefined> {
  if (language === 'sh' && code.startsWith('parallax ')) {
    const streams = capturedStreams()
    expect(await main(code.trim().split(' ').slice(1), streams), streams.text.stderr).toBe(0)
    return streams.text.stdout + streams.text.stderr
  }
  if (language !== 'js') return undefined
  const file = join(scratch, `block-${i}.ts`)
  writeFileSync(file, code)
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((text) => lines.push(text))
  await import(file)
  log.mockRestore()
  return lines.join('\n')
}

/** Whether lines of output occur one below the other; … stands for anything. */
function expectLines(output: string, shown: string): void {
  const pattern = shown
    .trimEnd()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  expect(output).toMatch(new RegExp(`^${pattern}$`, 'm'))
}

test('every block of the guide runs, and prints what it is shown to print', async () => {
  for (const { name, code } of blocks) if (name !== '') writeFileSync(join(scratch, name), code)
  let output = ''
  let [ran, compared] = [0, 0]
  for (const [i, block] of blocks.entries()) {
    if (block.language === 'text') {
      expectLines(output, block.code)
      compared++
    }
    const printed = await run(block, i)
    if (printed === undefined) continue
    output = printed
    ran++
  }
  expect({ ran, compared }).toEqual({ ran: 6, compared: 5 })
})

test('the file in the guide begins as the guide shows it', () => {
  const [{ code }] = blocks as [Block]
  expect(readFileSync(join(root, 'examples/apartments.csv'), 'utf8').startsWith(code)).toBe(true)
})
