// Accuracy of the task `iris` in stratified five-fold cross-validation, beside baselines in the
// same folds and what scikit-learn reaches.
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { baselinesOf, estimate, tasks, wilson } from '@parallax-ml/cli/measuring'
import { evaluate, fit } from '@parallax-ml/core'
import { iris, pickRows, stratifiedFolds } from '@parallax-ml/datasets'

const target = 0.947
const help = `usage: node bench/iris-cross-validation.mjs [--seeds 5] [--first 0] [--folds 5]

  --seeds  how many seeds; each decides the folds, the first weights and the order of rows
  --first  the first seed (the settings were chosen on the seeds 1000 to 1009)
  --folds  how many folds

Run it after a build (npm run build). Exit code 1 if the mean is below ${target}.`

const { seeds, first, folds } = readArguments()
const irisTask = tasks.find(({ name }) => name === 'iris')
const started = performance.now()
const rows = iris()
const bySeed = []
for (let seed = first; seed < first + seeds; seed++) {
  bySeed.push(await crossValidate(seed))
  const { network, nearest } = bySeed.at(-1)
  console.log(
    `seed ${seed}: network ${network.toFixed(4)}, nearest neighbour ${nearest.toFixed(4)}`,
  )
}

const network = estimate(bySeed.map((scores) => scores.network))
const lead = estimate(bySeed.map((scores) => scores.network - scores.nearest))
const { accuracies, source } = irisTask.published
const count = rows.y.length
const { low, high } = wilson(network.mean * count, count)
console.log(`
mean of ${seeds} × ${folds} folds, ± 95 % interval over seeds (Student's t)
  network             ${show(network)}
  nearest neighbour   ${show(estimate(bySeed.map((scores) => scores.nearest)))}
  majority class      ${show(estimate(bySeed.map((scores) => scores.majority)))}
  network − nearest   ${show(lead)}
  as a share of ${count} flowers, the network's interval (Wilson) is ${low.toFixed(4)} to ${high.toFixed(4)}

${source}`)
for (const [name, accuracy] of Object.entries(accuracies)) {
  const verdict = low > accuracy ? 'the network beats it' : 'the network is not shown to beat it'
  console.log(`  ${name.padEnd(19)} ${accuracy.toFixed(4)}  ${verdict}`)
}
console.log(`
The intervals over seeds speak of other folds and starts with the same flowers. Wilson's speaks of
other flowers: one flower is ${(1 / count).toFixed(4)}.
took ${((performance.now() - started) / 1000).toFixed(1)} s`)
if (network.mean < target) process.exitCode = 1

async function crossValidate(seed) {
  const sums = { network: 0, nearest: 0, majority: 0 }
  for (const fold of stratifiedFolds(rows.y, { folds, seed })) {
    const [train, test] = [pickRows(rows, fold.train), pickRows(rows, fold.test)]
    const { spec, training } = irisTask
    const { model } = await fit(spec, train, { ...training, backend: native, seed })
    const scores = await evaluate(model, test, { loss: training.loss, metrics: ['accuracy'] })
    await model.dispose()
    const baselines = baselinesOf({ train, test }, true)
    const share = test.y.length / rows.y.length
    sums.network += share * scores.accuracy
    sums.nearest += share * baselines.nearestNeighbour
    sums.majority += share * baselines.majorityClass
  }
  return sums
}

function show({ mean, margin }) {
  return `${mean.toFixed(4)}${margin === undefined ? '' : ` ± ${margin.toFixed(4)}`}`
}

function readArguments() {
  try {
    const text = (value) => ({ type: 'string', default: value })
    const { values } = parseArgs({
      options: {
        seeds: text('5'),
        first: text('0'),
        folds: text('5'),
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    const number = (name, least) => wholeNumber(values, name, least)
    return { seeds: number('seeds', 1), first: number('first', 0), folds: number('folds', 2) }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

function wholeNumber(values, name, least) {
  const value = Number(values[name])
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`--${name} takes a whole number of at least ${least}, not '${values[name]}'`)
}
