// Accuracy of tasks of `parallax compare` in stratified cross-validation, beside baselines in the
// same folds and what scikit-learn reaches.
import { native } from '@parallax-ml/backend-native'
import { baselinesOf, estimate, tasks, wilson } from '@parallax-ml/cli/measuring'
import { readArguments } from './cross-validation/arguments.mjs'
import { crossValidate } from './cross-validation/cross-validate.mjs'

const { chosen, first, folds, seeds } = readArguments()
for (const contestant of chosen) {
  const reached = await judge(contestant, seeds ?? contestant.seeds)
  if (reached < contestant.target) process.exitCode = 1
}
console.log(`
Intervals over seeds (Student's t) speak of other folds and starts with the same rows, Wilson's of
other rows.`)

/** Prints all about one task; gives the mean accuracy. */
async function judge({ name, rows: load, target }, count) {
  const started = performance.now()
  const task = tasks.find((other) => other.name === name)
  const rows = load()
  const bySeed = []
  for (let seed = first; seed < first + count; seed++) {
    const scores = await crossValidate(task, rows, { backend: native, folds, seed }, (fold) =>
      baselinesOf(fold, task),
    )
    bySeed.push(scores)
    const [network, nearest] = [scores.network.toFixed(4), scores.nearest.toFixed(4)]
    console.log(`${name}, seed ${seed}: network ${network}, nearest neighbour ${nearest}`)
  }
  const of = (score) => estimate(bySeed.map(score))
  const network = of((scores) => scores.network)
  const total = rows.y.length
  const { low, high } = wilson(network.mean * total, total)
  const verdict = network.mean < target ? 'MISSED' : 'reached'
  console.log(`
${name}: mean of ${count} × ${folds} folds, ± 95 % interval over seeds
  network             ${show(network)}, target ${target} ${verdict}
  nearest neighbour   ${show(of((scores) => scores.nearest))}
  logistic regression ${show(of((scores) => scores.linear))}
  majority class      ${show(of((scores) => scores.majority))}
  network − nearest   ${show(of((scores) => scores.network - scores.nearest))}
  as a share of ${total} rows, the network's interval (Wilson) is ${low.toFixed(4)} to ${high.toFixed(4)}
${task.published.source}:`)
  for (const [rival, accuracy] of Object.entries(task.published.accuracies)) {
    console.log(`  ${rival.padEnd(19)} ${accuracy.toFixed(4)}  ${compare(accuracy, low, high)}`)
  }
  const seconds = (performance.now() - started) / 1000
  console.log(`took ${seconds.toFixed(1)} s, ${(seconds / count / folds).toFixed(2)} s a fold\n`)
  return network.mean
}

function compare(accuracy, low, high) {
  if (low > accuracy) return 'the network beats it'
  return high < accuracy ? 'it beats the network' : 'too few rows to show a difference'
}

function show({ mean, margin }) {
  return `${mean.toFixed(4)}${margin === undefined ? '' : ` ± ${margin.toFixed(4)}`}`
}
