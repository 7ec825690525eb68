// What our trees cost: milliseconds to fit, prune and predict, and of a logistic regression.
import { randomKey, uniforms } from '@parallax-ml/core'
import { breastCancer, digits } from '@parallax-ml/datasets'
import {
  classificationTree,
  logisticRegression,
  predictTree,
  pruningPath,
  regressionTree,
} from '@parallax-ml/interpret'

if (process.argv.includes('--help')) {
  console.log(`usage: node bench/trees.mjs

Prints the median of ten runs, after two to warm up. Run it after a build (npm run build).`)
  process.exit(0)
}

const columns = 30
const values = uniforms(randomKey(1, 'bench'), 10_000 * columns)
const rows = { rows: 10_000, columns, values }
const at = (row, column) => values[row * columns + column]
const list = Array.from({ length: 10_000 }, (_, row) => row)
const labels = list.map((row) => Number(at(row, 0) + at(row, 1) * at(row, 2) > 0.8))
const targets = list.map((row) => at(row, 0) + at(row, 5))
const cancer = breastCancer()
const numbers = digits()
const grown = classificationTree(rows, labels)

const cases = {
  'breast cancer 569 × 30, depth 4': () => classificationTree(cancer.x, cancer.y, { maxDepth: 4 }),
  'digits 1797 × 64, 10 classes, to the end': () => classificationTree(numbers.x, numbers.y),
  '10,000 × 30, depth 4': () => classificationTree(rows, labels, { maxDepth: 4 }),
  [`10,000 × 30, to the end (${grown.nodes.length} nodes)`]: () => classificationTree(rows, labels),
  '10,000 × 30, values, depth 10': () => regressionTree(rows, targets, { maxDepth: 10 }),
  'its pruning path': () => pruningPath(grown),
  'its answers for 10,000 rows': () => predictTree(grown, rows),
  'logistic regression, breast cancer': () => logisticRegression(cancer.x, cancer.y),
  'logistic regression, digits, no errors': () =>
    logisticRegression(numbers.x, numbers.y, { standardErrors: false }),
}

for (const [name, run] of Object.entries(cases)) {
  const times = Array.from({ length: 12 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  }).slice(2)
  const median = times.sort((a, b) => a - b)[5]
  console.log(`${name.padEnd(44)} ${median.toFixed(1).padStart(8)} ms`)
}
