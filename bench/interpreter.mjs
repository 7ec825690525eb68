// Training steps per second of core's interpreter beside hand-written loops for the same network,
// batch and optimiser, interleaved in one process. Ratios matter; the machine's speed does not.
import { parseArgs } from 'node:util'
import { createModel, dense, fit, interpreter, sequential } from '@parallax-ml/core'
import { handWritten } from './contenders/hand-written.mjs'
import { stopwatch } from './suite/stopwatch.mjs'

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
    const losses = new Array(workload.steps)
    for (let i = 0; i < workload.steps; i++) losses[i] = step(x, y)
    return { rate: (1000 * workload.steps) / (performance.now() - started), losses }
  }
  const byFit = async () => {
    const { watch, backend } = stopwatch(interpreter)
    const run = await fit(spec, data, {
      backend,
      loss,
      optimizer: { name: 'adam', learningRate: 0.05 },
      epochs: workload.steps,
      batchSize: workload.batch,
      shuffle: false,
    })
    return {
      program: (1000 * workload.steps) / watch.ms,
      whole: run.timing.stepsPerSecond,
      losses: run.history.loss,
    }
  }
  const rounds = []
  for (let round = 0; round <= Number(values.rounds); round++) {
    const hand = byHand()
    const own = await byFit()
    // The first round warms up, and shows that both train the same network.
    if (round > 0) rounds.push({ hand: hand.rate, program: own.program, whole: own.whole })
    else console.log(`${workload.name}: ${agreement(hand.losses, own.losses)}`)
  }
  const median = (of) => rounds.map(of).toSorted((a, b) => a - b)[rounds.length >> 1]
  return {
    workload: workload.name,
    'by hand, steps/s': Math.round(median(({ hand }) => hand)),
    'interpreter, steps/s': Math.round(median(({ program }) => program)),
    'ratio to by hand': median(({ hand, program }) => program / hand).toFixed(2),
    'fit on it, steps/s': Math.round(median(({ whole }) => whole)),
    'fit, ratio': median(({ hand, whole }) => whole / hand).toFixed(2),
  }
}

/** How far apart the first hundred losses are. */
function agreement(byHand, own) {
  const gaps = byHand.slice(0, 100).map((loss, i) => Math.abs(loss - own[i]) / loss)
  return `the first 100 losses agree to ${Math.max(...gaps).toExponential(1)}`
}

const rows = []
for (const workload of workloads) rows.push(await measure(workload))
console.table(rows)
