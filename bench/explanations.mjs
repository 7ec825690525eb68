// What explanations cost, and how far those of the backends, in float32, are from core's interpreter in
// float64, with the same weights: every method on four data sets. `node bench/explanations.mjs`, after a
// build; without TensorFlow, name the others: `node bench/explanations.mjs native,onnx`.
import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs } from '@parallax-ml/backend-tfjs'
import { createModel, dense, fit, interpreter, normalization, sequential } from '@parallax-ml/core'
import { breastCancer, digits, iris, wine } from '@parallax-ml/datasets'
import * as interpret from '@parallax-ml/interpret'

const chosen = (process.argv[2] ?? 'native,onnx,tfjs').split(',')
const backends = [native, onnx, tfjs].filter(({ name }) => chosen.includes(name))

/** Rows that KernelSHAP on digits may ask for. */
const budget = 250_000

const methods = {
  exactShapley: (e, { rows, background }) =>
    rows[0].length > 14 ? undefined : interpret.exactShapley(e, rows, { background }),
  kernelShap: (e, { rows, background }) =>
    interpret.kernelShap(e, rows, { background, budget, onProgress: progress }),
  permutationShapley: (e, { rows, background }) =>
    interpret.permutationShapley(e, rows, { background }),
  lime: (e, { rows, data }) => interpret.lime(e, rows, { background: data }),
  occlusion: (e, { rows }) => interpret.occlusion(e, rows, { fill: 'mean' }),
  permutationImportance: (e, { data, classes }) =>
    interpret.permutationImportance(e, data, classes, { score: 'logLoss' }),
  ablationImportance: (e, { data, classes }) =>
    interpret.ablationImportance(e, data, classes, { score: 'logLoss' }),
  partialDependence: (e, { data }) => interpret.partialDependence(e, data, { features: [2, 3] }),
  accumulatedLocalEffects: (e, { data }) =>
    interpret.accumulatedLocalEffects(e, data, { feature: 2 }),
  friedmanH2: (e, { data }) =>
    data[0].length > 14 ? undefined : interpret.friedmanH2(e, data, { sample: 30 }),
  sparseCounterfactuals: (e, { rows, data }) =>
    interpret.sparseCounterfactuals(e, rows[0], { candidates: data, valuesPerFeature: 10 }),
  saliency: (e, { rows }) => interpret.saliency(e, rows),
  inputTimesGradient: (e, { rows }) => interpret.inputTimesGradient(e, rows),
  integratedGradients: (e, { rows, data }) =>
    interpret.integratedGradients(e, rows, { baseline: { mean: data }, steps: 64 }),
  smoothGrad: (e, { rows, data }) =>
    interpret.smoothGrad(e, rows, { samples: 16, scales: deviationsOf(data) }),
  expectedGradients: (e, { rows, data }) =>
    interpret.expectedGradients(e, rows, { background: data, samples: 32 }),
}

/** Gradients at a point have no sums over rows that round-off could cancel in. */
const gradients = ['saliency', 'inputTimesGradient', 'smoothGrad']
const bounds = { gradients: 2e-5, others: 1e-5 }
const largest = { gradients: 0, others: 0 }

function progress({ evaluations, expected }) {
  if (process.stderr.isTTY) process.stderr.write(`\r${evaluations} of ${expected} `)
}

for (const [dataSet, units] of [
  [iris(), 8],
  [wine(), 16],
  [breastCancer(), 16],
  [digits(), 64],
]) {
  const { x, y, name, classNames } = dataSet
  const spec = sequential({
    inputShape: [x[0].length],
    layers: [
      normalization(),
      dense({ units, activation: 'relu' }),
      dense({ units: classNames.length, activation: 'softmax' }),
    ],
  })
  const loss = 'sparseCategoricalCrossentropy'
  const { model } = await fit(spec, { x, y }, { backend: native, loss, epochs: 30 })
  const weights = model.weights()
  const on = (backend, precision) =>
    interpret.explainable(createModel(spec, { backend, precision, weights }))
  const given = {
    rows: x.slice(0, 5),
    background: x.slice(50, 70),
    data: x.slice(0, 150),
    classes: y.slice(0, 150),
  }
  console.log(
    `\n## ${name}, ${x[0].length} features, 5 rows, 20 background rows, 150 rows of data\n`,
  )
  const names = backends.map(({ name }) => name)
  const titles = [...names.map((name) => `${name} s`), ...names.map((name) => `${name} − float64`)]
  console.log(`| method | evaluations | ${titles.join(' | ')} |`)
  console.log(`|---|---:|${titles.map(() => '---:|').join('')}`)
  for (const [method, explain] of Object.entries(methods)) {
    const reference = await explain(on(interpreter, 'float64'), given)
    if (reference === undefined) continue
    const results = []
    for (const backend of backends) {
      const explained = on(backend, 'float32')
      await explain(explained, given)
      const start = performance.now()
      const found = await explain(explained, given)
      results.push({ seconds: (performance.now() - start) / 1000, found })
    }
    const gaps = results.map(({ found }) => worst(found, reference))
    const kind = gradients.includes(method) ? 'gradients' : 'others'
    largest[kind] = gaps.reduce((a, gap = 0) => Math.max(a, gap), largest[kind])
    const cells = [
      method,
      results[0].found.checks.evaluations,
      ...results.map(({ seconds }) => seconds.toFixed(3)),
      ...gaps.map((gap) => gap?.toExponential(1) ?? '–'),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

if (Object.entries(bounds).some(([kind, bound]) => !(largest[kind] <= bound))) process.exitCode = 1
const figures = Object.entries(bounds).map(
  ([kind, bound]) => `${kind} ${largest[kind].toExponential(1)} (bound ${bound.toExponential(0)})`,
)
console.log(
  `\n${Object.keys(methods).length} methods on ${chosen.join(', ')} against float64, worst deviation: ${figures.join(', ')}`,
)

function deviationsOf(rows) {
  return rows[0].map((_, c) => {
    const mean = rows.reduce((sum, row) => sum + row[c], 0) / rows.length
    return Math.sqrt(rows.reduce((sum, row) => sum + (row[c] - mean) ** 2, 0) / rows.length)
  })
}

/** The largest difference, as a share of the largest value where that exceeds 1: pixels that are always 0 have slopes of 1e5. */
function worst({ values }, reference) {
  if (values === undefined) return undefined
  const gaps = values.map((value, i) => Math.abs(value - reference.values[i]))
  const scale = reference.values.reduce((a, b) => Math.max(a, Math.abs(b)), 1)
  return gaps.reduce((a, b) => Math.max(a, b), 0) / scale
}
