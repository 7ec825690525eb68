// Networks and rows that every part trains, and what tells two trainings apart to the bit.
import { createHash } from 'node:crypto'
import { batchNormalization, dense, dropout, fit, sequential } from '@parallax-ml/core'

/** XOR, its four rows `times` times. */
export function xor({ times = 1, units = 8, second } = {}) {
  const rows = [
    [0, 0, 0],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ]
  const all = Array.from({ length: times }, () => rows).flat()
  const hidden = [units, ...(second === undefined ? [] : [second])]
  return {
    spec: sequential({
      inputShape: [2],
      layers: [
        ...hidden.map((units) => dense({ units, activation: 'tanh' })),
        dense({ units: 1, activation: 'sigmoid' }),
      ],
    }),
    data: { x: all.map(([a, b]) => [a, b]), y: all.map(([, , c]) => [c]) },
    options: { loss: 'binaryCrossentropy', optimizer: 'adam', batchSize: 4 },
  }
}

/** A network of middle size, with random draws and running moments. */
export function middle({ rows = 320 } = {}) {
  return {
    spec: sequential({
      inputShape: [64],
      layers: [
        dense({ units: 128, activation: 'relu' }),
        batchNormalization(),
        dropout({ rate: 0.2 }),
        dense({ units: 64, activation: 'relu' }),
        dense({ units: 10, activation: 'softmax' }),
      ],
    }),
    data: {
      x: {
        shape: [rows, 64],
        data: Float32Array.from({ length: rows * 64 }, (_, i) => Math.sin(i * i)),
      },
      y: Int32Array.from({ length: rows }, (_, i) => i % 10),
    },
    options: { loss: 'sparseCategoricalCrossentropy', optimizer: 'adam', batchSize: 32 },
  }
}

/** Trains; the result, whose model is the caller's to dispose of. */
export const train = ({ spec, data, options }, more) => fit(spec, data, { ...options, ...more })

/** A few letters that say whether two lists of arrays are the same to the bit. */
export function bitsOf(arrays) {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of arrays) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Trains, predicts and disposes; the bits of the history, the weights and the answers. */
export async function trainedBits(network, more) {
  const { model, history } = await train(network, more)
  try {
    const { data } = await model.predict(network.data.x)
    const weights = Object.values(model.weights()).map((weight) => weight.data)
    return bitsOf([
      ...Object.values(history).map((each) => Float64Array.from(each)),
      ...weights,
      data,
    ])
  } finally {
    await model.dispose()
  }
}

/** Numbers from 0 to 1 by a seed, so that a failure can be repeated. */
export function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (state * 48271) % 0x7fffffff
    return state / 0x7fffffff
  }
}
