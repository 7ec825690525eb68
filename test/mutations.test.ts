import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('every planted fault fits the sources', () => {
  const command = join(import.meta.dirname, '..', 'scripts', 'mutate.mjs')
  const output = execFileSync(process.execPath, [command, '--check'], { encoding: 'utf8' })
  expect(output).toMatch(/^\d{3,} faults fit the sources\n$/)
})
