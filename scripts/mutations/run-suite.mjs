// Runs the conformance suite on a backend, both of a copy of the packages into which a fault may be
// planted, and stops at the first case that does not pass. Its only argument is JSON:
//
//   packages      the folder of the copies
//   suite         the backend, a name of suites.mjs
//   unsupported   runs that the backend refuses as it is; no others may be refused
//   first         a run that comes before all others
//   level, word   cases of the level with the word in their names come next, then others with the word,
//                 then others of the level
//
// Prints JSON lines: the run that begins, the run that failed or, without a fault planted, those that
// are refused; and at the end, unless a run failed, how many cases there are.
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastCheck from 'fast-check'
import { suites } from './suites.mjs'

const order = JSON.parse(process.argv[2])
const { package: name, open, precisions: tested, skip = [] } = suites[order.suite]
const print = (line) => writeSync(1, `${JSON.stringify(line)}\n`)
const load = (...path) => import(pathToFileURL(join(order.packages, ...path)))

try {
  await runSuite()
} catch (error) {
  print({ failed: '(the suite does not start)', message: messageOf(error) })
}
process.exit(0)

async function runSuite() {
  // That a case fails is enough: which is the smallest counterexample does not matter here.
  fastCheck.configureGlobal({ endOnFailure: true })
  const { allCases, idOf, precisionsOf, runCase } = await load('conformance', 'dist', 'cases.js')
  const backend = await open(await load(name, 'dist', 'index.js'))
  const { precisions } = await backend.info()
  const cases = allCases().filter((one) => !skip.includes(idOf(one)))
  for (const { run, one, precision } of runsOf(cases)) {
    print({ running: run })
    const { outcome, error } = await runCase(one, backend, precision)
    if (outcome === 'passed') continue
    if (outcome === 'unsupported' && order.unsupported === undefined) print({ unsupported: run })
    else if (outcome === 'failed' || !order.unsupported.includes(run))
      return print({ failed: run, message: messageOf(error) })
  }
  print({ cases: cases.length })

  /** The nearest cases first; among equally near ones, all in float64 before any in float32. */
  function runsOf(all) {
    return [...(tested ?? precisions)]
      .reverse()
      .flatMap((precision) =>
        all
          .filter((one) => precisionsOf(one, [precision]).length > 0)
          .map((one) => ({ one, precision, run: `${idOf(one)} [${precision}]` })),
      )
      .sort((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ run, one: { level, name: title } }) {
  if (run === order.first) return -1
  const isNamed = order.word !== undefined && title.toLowerCase().includes(order.word)
  if (level === order.level) return isNamed ? 0 : 2
  return isNamed ? 1 : 3
}

function messageOf(error) {
  const cause = error?.cause instanceof Error ? `\n${error.cause.stack}` : ''
  return `${error?.stack ?? error}${cause}`.slice(0, 2000)
}
