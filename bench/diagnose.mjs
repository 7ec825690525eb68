// What `diagnose` finds in data with known troubles, what it tries, what helps, and what that costs:
// the article's XOR, digits of other writers, wine with fifteen rows a class, and breast cancer with
// one label in ten flipped. Printed as text; `--out FOLDER` keeps the results as JSON.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { dense, normalization, permutation, randomKey, sequential } from '@parallax-ml/core'
import {
  breastCancer,
  digits,
  orderedSplit,
  pickRows,
  stratifiedSplit,
  wine,
  xor,
} from '@parallax-ml/datasets'
import { diagnose } from '@parallax-ml/diagnose'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    out: { type: 'string' },
    fix: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log('usage: node bench/diagnose.mjs [--only name,…] [--fix] [--out FOLDER]')
  process.exit(0)
}

const network = (inputs, hidden, classes) =>
  sequential({
    inputShape: [inputs],
    layers: [
      normalization(),
      dense({ units: hidden, activation: 'tanh' }),
      dense({ units: classes, activation: 'softmax' }),
    ],
  })
const recipe = (spec, epochs) => ({
  spec,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.01 },
  batchSize: 32,
  epochs,
})

/** Training and test rows of a data set, with its names. */
const parts = (data, { train, test }) => ({
  train: rowsOf(pickRows(data, train)),
  test: rowsOf(pickRows(data, test)),
  featureNames: data.featureNames,
  classNames: data.classNames,
})
const rowsOf = ({ x, y }) => ({ x, y })

const cases = {
  xor: () => ({
    recipe: {
      spec: sequential({
        inputShape: [2],
        layers: [
          dense({ units: 2, activation: 'sigmoid' }),
          dense({ units: 1, activation: 'sigmoid' }),
        ],
      }),
      loss: 'binaryCrossentropy',
      epochs: 1000,
    },
    data: { train: rowsOf(xor()) },
  }),
  'digits of other writers': () => {
    const data = digits()
    return {
      recipe: recipe(network(64, 32, 10), 15),
      data: parts(data, orderedSplit(data.y.length, { testShare: 0.5 })),
    }
  },
  'wine, 15 rows a class': () => {
    const data = wine()
    const kept = [0, 1, 2].flatMap((label) => {
      const own = data.y.flatMap((y, row) => (y === label ? [row] : []))
      return Array.from(permutation(randomKey(1, 'wine', label), own.length), (i) => own[i]).slice(
        0,
        15,
      )
    })
    const test = data.y.flatMap((_, row) => (kept.includes(row) ? [] : [row]))
    return { recipe: recipe(network(13, 16, 3), 60), data: parts(data, { train: kept, test }) }
  },
  'breast cancer, 10 % flipped': () => {
    const data = breastCancer()
    const split = parts(data, stratifiedSplit(data.y, { testShare: 0.2, seed: 0 }))
    const count = split.train.y.length
    const flipped = new Set(
      Array.from(permutation(randomKey(1, 'flipped'), count)).slice(0, Math.round(count / 10)),
    )
    const y = split.train.y.map((label, row) => (flipped.has(row) ? 1 - label : label))
    return {
      recipe: recipe(network(30, 16, 2), 30),
      data: { ...split, train: { x: split.train.x, y } },
    }
  },
}

const only = values.only?.split(',')
const costs = []
for (const [name, make] of Object.entries(cases)) {
  if (only && !only.some((part) => name.includes(part))) continue
  const { recipe: own, data } = make()
  const found = await diagnose(own, data, { backend: native, fix: values.fix })
  console.log(`\n${name}`)
  for (const { id, severity, title } of found.findings) {
    if (severity !== 'ok' && severity !== 'not-assessable')
      console.log(`  ${severity}: ${id}: ${title}`)
  }
  if (found.trials.length > 0) {
    console.table(
      found.trials.map(({ title, judgedBy, before, after, p, verdict }) => ({
        title,
        judgedBy,
        before: before.toFixed(3),
        after: after.toFixed(3),
        'p (Holm)': p.toPrecision(2),
        verdict,
      })),
    )
  }
  if (found.confirmed) {
    const { title, judgedBy, before, after, rows } = found.confirmed
    console.log(
      `  on ${rows} test rows: ${title}: ${judgedBy} ${before.toFixed(3)} → ${after.toFixed(3)}`,
    )
  }
  const { trainings, ms } = found.cost
  costs.push({ data: name, trainings, seconds: Number((ms / 1000).toFixed(1)) })
  if (values.out) {
    mkdirSync(values.out, { recursive: true })
    const file = join(values.out, `${name.replaceAll(/\W+/g, '-')}.json`)
    writeFileSync(`${file}.tmp`, `${JSON.stringify(found, null, 2)}\n`)
    renameSync(`${file}.tmp`, file)
  }
}
console.table(costs)
