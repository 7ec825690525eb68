// Training steps per second of core's interpreter beside hand-written loops for the same network,
// batch and optimiser, interleaved in one process. Ratios matter; the machine's speed does not.
import { parseArgs } from 'node:util'
import { createModel, dense, fit, interpreter, sequential } from '@parallax-ml/core'
import { handWritten } from './contenders/hand-written.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, help: { type: 'boolean' } },
})
if (values.help) {
  console.log('usage: node bench/interpreter.mjs [--rounds 7]\n\nRun `npm run build` first.')
  process.exit(0)
}

const workloads = [
  {
    name: 'XOR 2-8-1, batch 4',
    sizes: [2, 8, 1],
    batch: 4,
    activation: 'tanh',
    output: 'sigmoid',
    steps: 20_000,
  },
  {
    name: '4-16-3, batch 8',
    sizes: [4, 16, 3],
    batch: 8,
    activation: 'tanh',
    output: 'softmax',
    steps: 5_000,
  },
  {
    name: '64-128-64-10, batch 32',
    sizes: [64, 128, 64, 10],
    batch: 32,
    activation: 'relu',
    output: 'softmax',
    steps: 200,
  },
]

const random = (() => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
})()

function specOf({ sizes, activation, output }) {
  const layers = sizes
    .slice(1)
    .map((units, l) => dense({ units, activation: l === sizes.length - 2 ? output : activation }))
  return sequential({ inputShape: [sizes[0]], layers })
}

function dataOf({ sizes, batch, output }) {
  if (output === 'sigmoid')
    return {
      x: [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      y: [[0], [1], [1], [0]],
    }
  const x = Array.from({ length: batch }, () => Array.from({ length: sizes[0] }, random))
  const y = x.map((_, i) =>
    Array.from({ length: sizes.at(-1) }, (_, j) => +(i % sizes.at(-1) === j)),
  )
  return { x, y }
}

async function measure(workload) {
  const spec = specOf(workload)
  const data = dataOf(workload)
  const loss = workload.output === 'sigmoid' ? 'binaryCrossentropy' : 'categoricalCrossentropy'
  const weights = Object.values(createModel(spec, { backend: interpreter }).weights()).map(
    ({ data }) => data,
  )
  const x = Float32Array.from(data.x.flat())
  const y = Float32Array.from(data.y.flat())
  const step = handWritten({ ...workload, weights })
  const byHand = () => {
    const started = performance.now()
    let last
    for (let i = 0; i < workload.steps; i++) last = step(x, y)
    return { rate: (1000 * workload.steps) / (performance.now() - started), last }
  }
  const byFit = async () => {
    const run = await fit(spec, data, {
      backend: interpreter,
      loss,
      optimizer: { name: 'adam', learningRate: 0.05 },
      epochs: workload.steps,
      batchSize: workload.batch,
      shuffle: false,
    })
    return { rate: run.timing.stepsPerSecond, last: run.history.loss.at(-1) }
  }
  const ratios = []
  const rates = []
  for (let round = 0; round <= Number(values.rounds); round++) {
    const hand = byHand()
    const own = await byFit()
    if (round === 0) {
      const gap = Math.abs(hand.last - own.last) / hand.last
      console.log(
        `${workload.name}: loss after ${workload.steps} steps ${hand.last.toExponential(4)} by hand, ${own.last.toExponential(4)} by the interpreter (${(100 * gap).toFixed(2)} % apart)`,
      )
      continue // warm-up
    }
    ratios.push(own.rate / hand.rate)
    rates.push([hand.rate, own.rate])
  }
  const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1]
  return {
    workload: workload.name,
    'by hand, steps/s': Math.round(median(rates.map(([hand]) => hand))),
    'fit on the interpreter, steps/s': Math.round(median(rates.map(([, own]) => own))),
    'ratio, median': median(ratios).toFixed(2),
    'ratio, range': `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
  }
}

const rows = []
for (const workload of workloads) rows.push(await measure(workload))
console.table(rows)
