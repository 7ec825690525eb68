// The networks that the bench trains, by name; the same data for every contender.
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  maxPooling2d,
  sequential,
} from '@parallax-ml/core'

/** Uniform numbers in [0, 1), the same every time. */
function randomNumbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const mlp = (
  sizes,
  batch,
  { activation = 'relu', output = 'softmax', rows = 16 * batch } = {},
) => ({
  kind: 'dense',
  sizes,
  batch,
  rows,
  activation,
  output,
  learningRate: output === 'sigmoid' ? 0.05 : 0.001,
})

const cnn = (normalized) => ({
  kind: 'cnn',
  normalized,
  batch: 32,
  rows: 256,
  learningRate: 0.001,
  output: 'softmax',
})

export const workloads = {
  xor: mlp([2, 8, 1], 4, { activation: 'tanh', output: 'sigmoid', rows: 4 }),
  '4-16-3': mlp([4, 16, 3], 8, { activation: 'tanh' }),
  '64-128-64-10': mlp([64, 128, 64, 10], 32),
  '63-129-65-11': mlp([63, 129, 65, 11], 32),
  '784-256-10': mlp([784, 256, 10], 64),
  '784-1024-1024-10': mlp([784, 1024, 1024, 10], 256, { rows: 1024 }),
  cnn: cnn(false),
  'cnn with batch norm': cnn(true),
}

/** The network as a spec. */
export function specOf({ kind, sizes, activation, output, normalized }) {
  if (kind === 'dense') {
    const layers = sizes
      .slice(1)
      .map((units, l) => dense({ units, activation: l === sizes.length - 2 ? output : activation }))
    return sequential({ inputShape: [sizes[0]], layers })
  }
  const block = (filters) => [
    conv2d({ filters, kernelSize: 3, activation: normalized ? 'linear' : 'relu' }),
    ...(normalized ? [batchNormalization()] : []),
    maxPooling2d({ poolSize: 2 }),
  ]
  return sequential({
    inputShape: [28, 28, 1],
    layers: [...block(8), ...block(16), flatten(), dense({ units: 10, activation: output })],
  })
}

export const lossOf = ({ output }) =>
  output === 'sigmoid' ? 'binaryCrossentropy' : 'categoricalCrossentropy'

/** Rows of inputs and targets, flat. */
export function dataOf({ kind, sizes, rows, output }) {
  if (output === 'sigmoid') {
    return {
      x: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      y: Float32Array.of(0, 1, 1, 0),
      width: 2,
      classes: 1,
    }
  }
  const random = randomNumbers(7)
  const width = kind === 'dense' ? sizes[0] : 784
  const classes = kind === 'dense' ? sizes.at(-1) : 10
  const x = Float32Array.from({ length: rows * width }, random)
  const y = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    // Which part of a row is largest on the average, so that there is something to learn.
    const part = Math.floor(width / classes) || 1
    const sums = Array.from({ length: classes }, (_, c) => {
      let sum = 0
      for (let j = 0; j < part; j++) sum += x[i * width + ((c * part + j) % width)]
      return sum
    })
    y[i * classes + sums.indexOf(Math.max(...sums))] = 1
  }
  return { x, y, width, classes }
}
