// The results so far, one a line, so that a run that was interrupted goes on where it was.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../processes.mjs'
import { fingerprintOf, keyOf } from './fingerprint.mjs'

const FILE = join(root, 'parallax-results', 'mutations.jsonl')

/** Forgets all results. */
export const forget = () => rmSync(FILE, { force: true })

/**
 * The results that still hold for the sources as they are. `of` gives a fault, or a check of a unit as it
 * is, with its result, if there is one; `isKnown` tells whether there is; `add` keeps another one.
 */
export function keptResults(units) {
  const known = new Map(readLines().map(({ key, ...result }) => [key, result]))
  const fingerprints = new Map(units.map((unit) => [unit, fingerprintOf(unit)]))
  const key = (one) => keyOf(fingerprints.get(one.unit), one)
  return {
    isKnown: (one) => known.has(key(one)),
    of: (one) => ({ ...one, ...known.get(key(one)) }),
    add(one, result) {
      known.set(key(one), result)
      mkdirSync(dirname(FILE), { recursive: true })
      // The break before the line ends what a run that was killed may have left of a line.
      appendFileSync(FILE, `\n${JSON.stringify({ key: key(one), ...result })}\n`)
    },
  }
}

function readLines() {
  if (!existsSync(FILE)) return []
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .flatMap((line) => parse(line) ?? [])
}

/** A line that was not written to its end is none. */
function parse(line) {
  try {
    return line === '' ? undefined : JSON.parse(line)
  } catch {
    return undefined
  }
}
