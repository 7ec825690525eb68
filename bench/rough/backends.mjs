// The backends by name, and what their engines count beyond the memory of the process.
import { createNativeBackend } from '@parallax-ml/backend-native'
import { createOnnxBackend } from '@parallax-ml/backend-onnx'
import { createTfjsBackend } from '@parallax-ml/backend-tfjs'
import { tensorflow } from '../contenders/layers-model.mjs'

const makers = {
  native: createNativeBackend,
  onnx: createOnnxBackend,
  tfjs: createTfjsBackend,
}

/** Names of all backends. */
export const backendNames = Object.keys(makers)

/** A backend of that name. */
export const makeBackend = (name, options) => makers[name](options)

/** A function that counts what the engine of a backend holds, by kind; nothing where it tells nothing. */
export async function counterOf(name) {
  if (name !== 'tfjs') return () => ({})
  const tf = await tensorflow()
  return () => ({ tensors: tf.memory().numTensors, programs: tf.node.getNumOfSavedModels() })
}
