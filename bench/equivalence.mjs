// Whether backends are equally accurate: five-fold cross-validation from seeds that no two backends
// share, and two one-sided tests of every pair.
import { rename, writeFile } from 'node:fs/promises'
import { accuraciesOf } from './equivalence/accuracies.mjs'
import { readArguments } from './equivalence/arguments.mjs'
import { alpha, pairsOf, power, summaryOf } from './equivalence/judge.mjs'

const folds = 5
const { backends, tasks, seeds, margin, json } = readArguments()
const started = performance.now()
const byBackend = {}
for (const backend of backends) {
  let done = 0
  byBackend[backend] = await accuraciesOf({ backend, tasks, seeds, folds }, (task) => {
    done++
    if (!process.stderr.isTTY) return
    process.stderr.write(`\r${backend}: ${done} of ${seeds * tasks.length} seeds, ${task}\x1b[K`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}
const results = tasks.map((task) => {
  const accuracies = Object.fromEntries(backends.map((name) => [name, byBackend[name][task]]))
  return { task, accuracies, pairs: pairsOf(accuracies, margin) }
})

for (const { task, accuracies, pairs } of results) {
  console.log(`${task}: accuracy in ${folds} folds, ${seeds} seeds for each backend`)
  for (const [name, values] of Object.entries(accuracies)) {
    const { mean, standardDeviation } = summaryOf(values)
    console.log(`  ${name.padEnd(11)} ${mean.toFixed(4)}, sd ${standardDeviation.toFixed(4)}`)
  }
  console.log(
    '  pair                  difference    90 % interval        p of TOST  equal    seeds needed',
  )
  for (const { pair, difference, interval, p, isEquivalent, seedsNeeded, suffices } of pairs) {
    const ends = `${signed(interval.low)} to ${signed(interval.high)}`
    const verdict = isEquivalent ? 'yes' : 'NOT SHOWN'
    const words = [
      pair.join(' − ').padEnd(23),
      signed(difference),
      `   ${ends} `,
      p.toExponential(1),
    ]
    console.log(
      `  ${words.join(' ')}    ${verdict.padEnd(9)} ${seedsNeeded}${suffices ? '' : ', TOO FEW'}`,
    )
  }
  console.log()
}
const shown = results.every(({ pairs }) => pairs.every(({ isEquivalent }) => isEquivalent))
console.log(`Equal: a difference of ${margin} or more, one way and the other, is refuted at ${alpha} (two one-sided
Welch tests, Schuirmann 1987). All pairs have to pass, so p needs no correction for their number. Seeds
needed: to show it with power ${power} for backends that are equal, with the deviations found here.
One value of the samples is the accuracy of one seed over all its folds: each row is answered once, by a
network that did not see it. Folds are none, as any two of them share most of their training rows, and
so make the same mistakes. The rows are the same throughout: the tests speak of other splits, starts and
orders, not of other rows.`)
console.log(
  `\nTook ${((performance.now() - started) / 1000).toFixed(0)} s on Node ${process.version}.`,
)
if (json !== undefined) {
  const text = JSON.stringify({ folds, seeds, margin, alpha, power, shown, results }, null, 2)
  await writeFile(`${json}.partial`, `${text}\n`)
  await rename(`${json}.partial`, json)
}
const pairs = results.flatMap((result) => result.pairs)
const largest = (of) => Math.max(...pairs.map(of))
const equal = pairs.filter(({ isEquivalent }) => isEquivalent).length
const reach = largest(({ interval }) => Math.max(-interval.low, interval.high)).toFixed(4)
const p = largest((pair) => pair.p).toExponential(1)
const needed = largest(({ seedsNeeded }) => seedsNeeded)
console.log(
  `${equal} of ${pairs.length} pairs equal but for ${margin}: p at most ${p}, 90 % intervals within ±${reach}, ${needed} seeds needed of ${seeds}`,
)
if (!shown) process.exitCode = 1

function signed(value) {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
}
