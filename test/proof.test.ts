import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProof, withTable } from '../scripts/nightly/proof.mjs'

test('the README tells what the nightly command found last, and it found everything proven', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  expect(withTable(readme, readProof())).toBe(readme)
  expect(Object.entries(readProof()).filter(([, { isProven }]) => !isProven)).toEqual([])
})
