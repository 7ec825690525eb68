// What noticed each fault when it was last planted, which is asked first the next time. Only the order
// depends on it: a fault that this does not notice any more goes on to all else.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, root } from '../processes.mjs'
import { replaceFile } from '../replace-file.mjs'
import { faultsOf, titleOf } from './units.mjs'

const FILE = join('scripts', 'mutations', 'noticed.json')
const before = existsSync(join(root, FILE)) ? readJson(FILE) : {}

/** A run of the conformance suite, or a file of tests below src; undefined if it is not known. */
export const noticedBefore = (fault) => before[titleOf(fault)]

/** Keeps it for the next time. */
export function keepNoticed(units, results) {
  const entries = units
    .flatMap(faultsOf)
    .map((fault) => [
      titleOf(fault),
      results.isKnown(fault) ? results.of(fault).noticedBy : noticedBefore(fault),
    ])
    .filter(([, noticedBy]) => noticedBy !== undefined)
  replaceFile(FILE, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
}
