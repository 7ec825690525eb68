// What a result means.
import { titleOf } from './units.mjs'

/** One of caught, known survivor; and those that are wrong: survived, unexpectedly caught, broken. */
export function verdictOf({ by, message, survives }) {
  // A replacement that is no working code proves nothing.
  if (/\b(ReferenceError|SyntaxError|PARSE_ERROR)\b/.test(message)) return 'broken'
  if (by === undefined) return survives === undefined ? 'survived' : 'known survivor'
  return survives === undefined ? 'caught' : 'unexpectedly caught'
}

/** A line about a result. */
export function describe(result) {
  const verdict = verdictOf(result)
  const shown = verdict === 'caught' ? verdict : verdict.toUpperCase()
  return `${titleOf(result)}: ${shown}${result.by === undefined ? '' : ` by ${result.by}`}`
}
