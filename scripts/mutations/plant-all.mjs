// Plants faults, some at once, each on a workbench of its own, after the units have passed without any.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checksOf, checkUnplanted, examine } from './examine.mjs'
import { openTests } from './tests.mjs'
import { timeLeft } from './time-left.mjs'
import { describe } from './verdicts.mjs'
import { layOut } from './workbench.mjs'

/** Finds a result for every fault that has none yet. Throws if a unit does not pass without a fault. */
export async function plantAll(faults, results, { folder, jobs }) {
  const open = faults.filter((fault) => !results.isKnown(fault))
  if (open.length < faults.length) log(`${faults.length - open.length} results are known already`)
  if (open.length === 0) return
  const benches = Array.from({ length: jobs }, (_, i) => openBench(join(folder, String(i))))
  const checks = [...new Set(open.map(({ unit }) => unit))]
    .flatMap((unit) => checksOf(unit).map((check) => ({ unit, check })))
    .filter((one) => !results.isKnown(one))
  await share(benches, checks, (bench, one) => passUnplanted(bench, one, results))
  const left = timeLeft(open, jobs)
  await share(benches, open, async (bench, fault, number) => {
    const seconds = await plant(bench, fault, results)
    log(`${number}/${open.length}, ${left(fault, seconds)} left: ${describe(results.of(fault))}`)
  })
  for (const { tests } of benches) tests.close()
}

function openBench(folder) {
  mkdirSync(folder)
  layOut(folder)
  return { folder, tests: openTests(folder) }
}

async function passUnplanted(bench, { unit, check }, results) {
  const start = performance.now()
  const { failure, ...result } = await checkUnplanted(bench, unit, check)
  if (failure !== undefined) {
    throw new Error(`${unit.name} fails without a fault: ${failure.by}\n${failure.message}`)
  }
  const seconds = secondsSince(start)
  results.add({ unit, check }, { ...result, seconds })
  log(`${unit.name} passes without a fault in ${Math.round(seconds)} s: ${check}`)
}

async function plant(bench, fault, results) {
  const start = performance.now()
  const { unit, suite } = fault
  const { unsupported } = suite === undefined ? {} : results.of({ unit, check: suite.name })
  const { failure } = await examine(bench, fault, unsupported)
  const seconds = secondsSince(start)
  results.add(fault, { ...failure, seconds })
  return seconds
}

/** Gives items out, one after the other, to whichever bench is free. */
async function share(benches, items, work) {
  let taken = 0
  const serve = async (bench) => {
    while (taken < items.length) {
      const item = items[taken++]
      await work(bench, item, taken)
    }
  }
  await Promise.all(benches.map(serve))
}

const secondsSince = (start) => (performance.now() - start) / 1000

function log(text) {
  console.error(text)
}
