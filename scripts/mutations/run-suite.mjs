// Runs the conformance suite on core's interpreter, in both precisions. `mutate.mjs` copies this
// file beside its copies of the packages, one of which may have a fault planted into it. Prints JSON
// lines: the case that begins, every case that fails, and at the end how many cases there are. With
// `--first LEVEL WORD` it stops at the first failure; then the cases with that word in their names come
// first, then those of the level, and all are run in float64 before any is in float32, since nearly
// all faults show in both.
import { writeSync } from 'node:fs'

const [, , first, firstLevel, word] = process.argv
const stopAtFirst = first === '--first'
const print = (line) => writeSync(1, `${JSON.stringify(line)}\n`)

try {
  print({ cases: await runSuite() })
} catch (error) {
  print(failure('(the suite does not start)', error))
  print({ cases: 0 })
}
process.exit(0)

async function runSuite() {
  const { default: fastCheck } = await import('fast-check')
  const { interpreter } = await import('@parallax-ml/core')
  const suite = await import('@parallax-ml/conformance/cases')
  // That a case fails is enough: which is the smallest counterexample does not matter here.
  fastCheck.configureGlobal({ endOnFailure: true })
  const { precisions } = await interpreter.info()
  const cases = suite.allCases()
  for (const [one, some] of runsOf(cases, precisions)) {
    print({ running: suite.idOf(one) })
    const failed = await failureOf(suite, one, interpreter, some)
    if (failed === undefined) continue
    print(failed)
    if (stopAtFirst) break
  }
  return cases.length
}

/** The cases in order, each with the precisions to run it in. */
function runsOf(cases, precisions) {
  if (!stopAtFirst) return cases.map((one) => [one, precisions])
  const rankOf = ({ level, name }) =>
    name.toLowerCase().includes(word) ? 0 : level === firstLevel ? 1 : 2
  const ordered = cases.toSorted((one, other) => rankOf(one) - rankOf(other))
  return [...precisions].reverse().flatMap((one) => ordered.map((each) => [each, [one]]))
}

async function failureOf({ idOf, precisionsOf, runCase }, one, backend, precisions) {
  for (const precision of precisionsOf(one, precisions)) {
    const { outcome, error } = await runCase(one, backend, precision)
    if (outcome !== 'passed') return failure(idOf(one), error)
  }
  return undefined
}

function failure(id, error) {
  const cause = error?.cause instanceof Error ? `\n${error.cause.stack}` : ''
  return { failed: id, message: `${error?.stack ?? error}${cause}`.slice(0, 4000) }
}
