import type { GraphNode } from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'
import { type ComputeNode, computeBy, type TfCore } from './rule.js'
import { rules } from './rules.js'
import { shade } from './webgl-shaders.js'

type Operand = Tf.Tensor | number

/** The kernel begins at −1e20; what is below is made larger by a power of 2 first, which loses nothing. */
function max(tf: TfCore, x: Tf.Tensor, axis?: number | number[], keepDims?: boolean): Tf.Tensor {
  const scale = 2 ** 100
  const top = tf.max(x, axis, keepDims)
  const low = tf.mul(tf.max(tf.mul(x, 1 / scale), axis, keepDims), scale)
  return tf.where(tf.lessEqual(top, -1e20), low, top)
}

/** TensorFlow.js with those functions replaced whose kernels in WebGL are beyond the bounds of core's. */
function exactly(tf: TfCore): TfCore {
  const tensor = (x: Operand): Tf.Tensor => (typeof x === 'number' ? tf.scalar(x) : x)
  const exp = (x: Tf.Tensor) => shade(tf, 'exactExp(a)', x)
  const log = (x: Tf.Tensor) => shade(tf, 'exactLog(a)', x)
  // The kernel gives 1 for 0 / 0.
  const div = (a: Operand, b: Operand) => shade(tf, 'a / b', tensor(a), tensor(b))
  const belowTop = (x: Tf.Tensor) => tf.sub(x, max(tf, x, x.rank - 1, true))
  const replaced = {
    exp,
    log,
    div,
    tanh: (x: Tf.Tensor) => shade(tf, 'exactTanh(a)', x),
    softplus: (x: Tf.Tensor) => shade(tf, 'exactSoftplus(a)', x),
    // The kernel gives NaN for −∞.
    relu: (x: Tf.Tensor) => shade(tf, 'a <= 0. ? 0. : a', x),
    max: (x: Tf.Tensor, axis?: number | number[], keepDims?: boolean) => max(tf, x, axis, keepDims),
    softmax(x: Tf.Tensor) {
      const powers = exp(belowTop(x))
      return div(powers, tf.sum(powers, -1, true))
    },
    logSoftmax(x: Tf.Tensor) {
      const differences = belowTop(x)
      return tf.sub(differences, log(tf.sum(exp(differences), -1, true)))
    },
  }
  return { ...tf, ...replaced } as unknown as TfCore
}

/** Where whole numbers only say which elements are meant. */
const indexed = new Set(['gather', 'scatterAdd', 'gatherAlong', 'oneHot'])

/**
 * Whether a node is computed in JavaScript: textures hold whole numbers as float32, which is exact up
 * to 2²⁴, and powers would need more digits than there are.
 */
function isForHost({ op, dtype }: GraphNode, inputs: readonly Tf.Tensor[]): boolean {
  if (op === 'pow') return true
  if (indexed.has(op) && dtype !== 'int32') return false
  if (op === 'argmax') return inputs[0]!.dtype === 'int32'
  return dtype === 'int32' || inputs.some((input) => input.dtype === 'int32')
}

const compute = computeBy(rules)
let exact: TfCore | undefined

/** Computes a node on the device, or beside it where that would not be exact. */
export const computeOnWebgl: ComputeNode = (tf, node, inputs) => {
  if (!isForHost(node, inputs)) {
    exact ??= exactly(tf)
    // What has been in a texture does not come back exactly, so the device gets a copy.
    const copy = (x: Tf.Tensor) =>
      x.dtype === 'int32' ? tf.tensor(x.dataSync(), x.shape, 'int32') : x
    return compute(exact, node, inputs.map(copy))
  }
  void tf.setBackend('cpu')
  try {
    return compute(tf, node, inputs)
  } finally {
    void tf.setBackend('webgl')
  }
}
