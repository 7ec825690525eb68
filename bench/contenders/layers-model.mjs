// TensorFlow.js's own training: a LayersModel and its `fit`, on the TensorFlow that the tfjs backend uses.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { tfjs } from '@parallax-ml/backend-tfjs'
import { installTfjs } from '@parallax-ml/backend-tfjs/install'

/** TensorFlow.js as the backend has started it, with one thread. */
export async function tensorflow() {
  const { folder } = await installTfjs()
  await tfjs.info()
  return createRequire(join(folder, 'package.json'))('@tensorflow/tfjs-node')
}

/** Layers of TensorFlow.js for a list of ours; both spell their options alike. */
export function layersModel(tf, { inputShape, layers, loss, learningRate }) {
  const model = tf.sequential()
  for (const [i, { type, ...options }] of layers.entries()) {
    model.add(tf.layers[type]({ ...options, ...(i === 0 ? { inputShape } : {}) }))
  }
  model.compile({ optimizer: tf.train.adam(learningRate), loss })
  return model
}

/** Seconds that `steps` steps of `fit` take. */
export async function timeOf(model, { x, y, batch }, steps) {
  const rows = x.shape[0]
  const epochs = Math.max(1, Math.round((steps * batch) / rows))
  const started = performance.now()
  await model.fit(x, y, { epochs, batchSize: batch, verbose: 0, yieldEvery: 'never' })
  return { seconds: (performance.now() - started) / 1000, steps: (epochs * rows) / batch }
}
