// TensorFlow.js as its users have it: a LayersModel, its fit and predict.
import { rate } from '../suite/rate.mjs'
import { dataOf, lossOf } from '../suite/workloads.mjs'
import { importInstalled, missing } from './installed.mjs'

async function load(backend) {
  if (backend === 'node') return (await importInstalled('@tensorflow/tfjs-node')).default
  const module = await importInstalled('@tensorflow/tfjs')
  const tf = module.default ?? module
  if (backend === 'wasm') await importInstalled('@tensorflow/tfjs-backend-wasm')
  await tf.setBackend(backend)
  await tf.ready()
  return tf
}

function layersOf(tf, { kind, sizes, activation, output, normalized }) {
  const { layers } = tf
  if (kind === 'dense') {
    return sizes.slice(1).map((units, l) =>
      layers.dense({
        units,
        activation: l === sizes.length - 2 ? output : activation,
        ...(l === 0 && { inputShape: [sizes[0]] }),
      }),
    )
  }
  const block = (filters, first) => [
    layers.conv2d({
      filters,
      kernelSize: 3,
      activation: normalized ? 'linear' : 'relu',
      ...(first && { inputShape: [28, 28, 1] }),
    }),
    ...(normalized ? [layers.batchNormalization()] : []),
    layers.maxPooling2d({ poolSize: 2 }),
  ]
  return [
    ...block(8, true),
    ...block(16, false),
    layers.flatten(),
    layers.dense({ units: 10, activation: output }),
  ]
}

export const tensorflowJs = (backend) => ({
  note: 'LayersModel',
  unavailable: () =>
    missing(backend === 'node' ? '@tensorflow/tfjs-node' : '@tensorflow/tfjs') ??
    (backend === 'wasm' ? missing('@tensorflow/tfjs-backend-wasm') : undefined),
  async open(workload) {
    const tf = await load(backend)
    const model = tf.sequential({ layers: layersOf(tf, workload) })
    const optimizer = tf.train.adam(workload.learningRate)
    model.compile({ optimizer, loss: lossOf(workload) })
    const { x, y, width, classes } = dataOf(workload)
    const shape = workload.kind === 'dense' ? [width] : [28, 28, 1]
    const inputs = tf.tensor(x, [workload.rows, ...shape])
    const targets = tf.tensor(y, [workload.rows, classes])
    const perEpoch = Math.ceil(workload.rows / workload.batch)
    const read = async (tensor) => {
      await tensor.data()
      tensor.dispose()
    }
    return {
      train: (ms) =>
        rate(ms, perEpoch, () =>
          model.fit(inputs, targets, { batchSize: workload.batch, epochs: 1, verbose: 0 }),
        ),
      predict: (ms) =>
        rate(ms, workload.rows, () => read(model.predict(inputs, { batchSize: 256 }))),
      async latency(ms) {
        const row = Array.from(x.slice(0, width))
        return 1e6 / (await rate(ms, 1, () => read(model.predict(tf.tensor(row, [1, ...shape])))))
      },
    }
  },
})
