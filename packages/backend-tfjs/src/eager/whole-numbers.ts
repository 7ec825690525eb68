import type * as Tf from '@tensorflow/tfjs-core'
import type { TfCore } from './rule.js'

/*
 * Arithmetic of int32 that is exact on every engine: kernels go through doubles in JavaScript, which
 * have too few bits for a product, and through float32 in WebAssembly, where they divide or negate.
 */

/** The quotient, towards minus infinity. */
export function divideWhole(tf: TfCore, a: Tf.Tensor, b: Tf.Tensor): Tf.Tensor {
  const remainder = (quotient: Tf.Tensor): Tf.Tensor => tf.sub(a, tf.mul(quotient, b))
  const refine = (quotient: Tf.Tensor): Tf.Tensor =>
    tf.add(quotient, tf.floorDiv(remainder(quotient), b))
  const quotient = refine(refine(tf.floorDiv(a, b)))
  const rest = remainder(quotient)
  const zero = tf.zerosLike(a)
  const differ = tf.notEqual(
    tf.cast(tf.less(rest, zero), 'int32'),
    tf.cast(tf.less(b, zero), 'int32'),
  )
  const isTooLarge = tf.logicalAnd(tf.notEqual(rest, zero), differ)
  // Compared below zero, where the smallest number has its absolute value too.
  const minusSize = (x: Tf.Tensor): Tf.Tensor => tf.minimum(x, negateWhole(tf, x))
  const isTooSmall = tf.lessEqual(minusSize(rest), minusSize(b))
  return tf.sub(
    tf.add(quotient, tf.cast(tf.logicalAnd(isTooSmall, tf.logicalNot(isTooLarge)), 'int32')),
    tf.cast(isTooLarge, 'int32'),
  )
}

/** The product, which wraps at 32 bits: of one factor the two halves, one after the other. */
export function multiplyWhole(tf: TfCore, a: Tf.Tensor, b: Tf.Tensor): Tf.Tensor {
  const unit = tf.fill(b.shape, 2 ** 16, 'int32')
  const high = divideWhole(tf, b, unit)
  const low = tf.sub(b, tf.mul(high, unit))
  return tf.add(tf.mul(a, low), tf.mul(tf.mul(a, high), unit))
}

export const negateWhole = (tf: TfCore, x: Tf.Tensor): Tf.Tensor => tf.sub(tf.zerosLike(x), x)
