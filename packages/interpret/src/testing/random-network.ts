import {
  createModel,
  dense,
  interpreter,
  normals,
  type RandomKey,
  randomKey,
  sequential,
} from '@parallax-ml/core'
import { explainable } from '../explained/explainable-model.js'
import type { Matrix } from '../matrix.js'

/** Normal numbers that a seed and a purpose decide. */
export function drawn(seed: number, purpose: string, rows: number, columns: number): Matrix {
  const key: RandomKey = randomKey(seed, purpose)
  return { rows, columns, values: normals(key, rows * columns) }
}

/** A random network of one hidden layer in float64, its weights as numbers and as a model. */
export function randomNetwork(seed: number, features: number, outputs = 2) {
  const hidden = 5
  const kernels = [
    drawn(seed, 'kernel 0', features, hidden),
    drawn(seed, 'kernel 1', hidden, outputs),
  ]
  const biases = [drawn(seed, 'bias 0', 1, hidden), drawn(seed, 'bias 1', 1, outputs)]
  return { kernels, biases, explained: (kernel = kernels) => modelOf(kernel, biases) }
}

function modelOf(kernels: readonly Matrix[], biases: readonly Matrix[]) {
  const spec = sequential({
    inputShape: [kernels[0]!.rows],
    layers: kernels.map(({ columns }, i) =>
      dense({ units: columns, activation: i === 0 ? 'tanh' : 'linear', name: `layer${i}` }),
    ),
  })
  const weights = Object.fromEntries(
    kernels.flatMap(({ rows, columns, values }, i) => [
      [`layer${i}/kernel`, { shape: [rows, columns], dtype: 'float' as const, data: values }],
      [`layer${i}/bias`, { shape: [columns], dtype: 'float' as const, data: biases[i]!.values }],
    ]),
  )
  return explainable(createModel(spec, { backend: interpreter, precision: 'float64', weights }))
}
