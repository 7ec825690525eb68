import type { Precision } from '@parallax-ml/core'
import { loadTfNode } from '../engine/load-node.js'
import { compiledEngine } from './engine.js'

/** TensorFlow's version in this process. */
export async function tensorflowVersionOf(threads: number): Promise<string> {
  const tf = await loadTfNode(threads)
  return tf.findBackend('tensorflow').binding.TF_Version
}

/** The engine of a session, over TensorFlow in this process. */
export const openCompiled = async (threads: number, precision: Precision) =>
  compiledEngine(await loadTfNode(threads), precision)
