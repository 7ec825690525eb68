// Shows that the conformance suite and the unit tests bite: plants faults into copies of the packages,
// one at a time, and reports what notices each. Nothing in the work tree is touched but the reports.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checksOf } from './mutations/examine.mjs'
import { misfits } from './mutations/fitting.mjs'
import { keepNoticed } from './mutations/noticed.mjs'
import { plantAll } from './mutations/plant-all.mjs'
import { writeReports } from './mutations/report.mjs'
import { forget, keptResults } from './mutations/results.mjs'
import { faultsOf, titleOf, units } from './mutations/units.mjs'
import { describe, verdictOf } from './mutations/verdicts.mjs'

const HELP = `usage: npm run mutate -- [options]

Plants faults into copies of the packages, one at a time: ${units.map(({ name }) => name).join(', ')}.
The conformance suite on that backend, or the unit tests of the package, are run until one fails, those
nearest to the fault first. Results are kept: a run that was interrupted goes on, and one after a change
examines only what the change may touch. Once all faults of a unit have a result, its page is written to
docs/conformance, and mutations.md there once all units have.

  --only name,…   only these units or faults
  --check         see whether all faults fit the sources, plant none
  --list          list the faults, plant none
  --fresh         forget all results
  --jobs N        faults at once, default 2
  --help          show this text

Ends with 1 if a fault survives that is not a known survivor, if a known survivor is caught, if a fault
is no working code, or if one does not fit the sources any more.`

const all = units.flatMap(faultsOf)
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'parallax-mutate-')))
process.on('exit', () =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
)
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code))
}
try {
  process.exit(await main(readOptions()))
} catch (error) {
  console.error(`mutate: ${error.message}`)
  process.exit(1)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      check: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const jobs = Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error(`--jobs ${values.jobs} is no number`)
  return { ...values, jobs, chosen: values.only?.split(',').flatMap(faultsNamed) ?? all }
}

function faultsNamed(word) {
  const named = all.filter(({ unit, name }) =>
    [unit.name, name, `${unit.name}/${name}`].includes(word),
  )
  if (named.length === 0) throw new Error(`no unit and no fault is named '${word}'; see --list`)
  return named
}

async function main({ help, list, check, fresh, jobs, chosen }) {
  if (help) return show(HELP)
  if (list) return show(chosen.map((one) => `${titleOf(one)}: ${one.fault}`).join('\n'))
  const problems = misfits(all)
  if (problems.length > 0) throw new Error(`stale faults\n\n${problems.join('\n\n')}`)
  if (check) return show(`${all.length} faults fit the sources`)
  if (fresh) forget()
  const results = keptResults(units)
  await plantAll(chosen, results, { folder, jobs })
  keepNoticed(units, results)
  writeReports(units, results)
  const checks = [...new Set(chosen.map(({ unit }) => unit))].flatMap((unit) =>
    checksOf(unit).map((check) => results.of({ unit, check })),
  )
  return summarise(chosen.map(results.of), checks, jobs)
}

function show(text) {
  console.log(text)
  return 0
}

function summarise(results, checks, jobs) {
  const verdicts = results.map(verdictOf)
  const count = (verdict) => verdicts.filter((one) => one === verdict).length
  const wrong = results.filter((_, i) => !['caught', 'known survivor'].includes(verdicts[i]))
  for (const result of wrong) console.log(describe(result))
  const known = `${count('known survivor')} known survivors`
  const seconds = [...results, ...checks].reduce((total, one) => total + one.seconds, 0) / jobs
  console.log(
    `${results.length} planted, ${count('caught')} caught, ${known}, ${wrong.length} wrong [took ${Math.round(seconds)} s]`,
  )
  return wrong.length === 0 ? 0 : 1
}
