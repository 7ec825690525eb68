import type * as Tf from '@tensorflow/tfjs-core'
import type { TfCore } from './rule.js'

/**
 * log(1 + x) that keeps the digits of a small x: what 1 + x has lost by rounding is made good by a
 * factor (W. Kahan; in D. Goldberg, What every computer scientist should know about floating-point
 * arithmetic, theorem 4).
 */
export function log1p(tf: TfCore, x: Tf.Tensor): Tf.Tensor {
  const sum = tf.add(x, 1)
  const lost = tf.div(x, tf.sub(sum, 1))
  const isLost = tf.equal(sum, 1)
  const isInfinite = tf.equal(x, Infinity)
  return tf.where(tf.logicalOr(isLost, isInfinite), x, tf.mul(tf.log(sum), lost))
}
