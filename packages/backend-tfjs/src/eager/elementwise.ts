import type * as Tf from '@tensorflow/tfjs-core'
import { erf } from './erf.js'
import { log1p } from './log1p.js'
import type { EagerRules, TfCore } from './rule.js'
import { divideWhole, multiplyWhole, negateWhole } from './whole-numbers.js'

type Binary = (tf: TfCore, a: Tf.Tensor, b: Tf.Tensor) => Tf.Tensor
type Unary = (tf: TfCore, x: Tf.Tensor) => Tf.Tensor
interface Operands {
  readonly tf: TfCore
  readonly inputs: readonly Tf.Tensor[]
}

const unary =
  (compute: Unary) =>
  ({ tf, inputs: [x] }: Operands): Tf.Tensor =>
    compute(tf, x!)
const binary =
  (compute: Binary) =>
  ({ tf, inputs: [a, b] }: Operands): Tf.Tensor =>
    compute(tf, a!, b!)

/** NaN wherever one of the operands is. */
const keepingNan =
  (compute: Binary): Binary =>
  (tf, a, b) => {
    if (a.dtype === 'int32') return compute(tf, a, b)
    const sum = tf.add(a, b)
    const isNan = tf.logicalOr(tf.notEqual(a, a), tf.notEqual(b, b))
    return tf.where(isNan, sum, compute(tf, a, b))
  }

/** As IEEE 754: 1 to any power is 1, and so is −1 to an infinite one. */
const power: Binary = (tf, a, b) => {
  const isInfinite = tf.equal(tf.abs(b), Infinity)
  const isOne = tf.logicalOr(tf.equal(a, 1), tf.logicalAnd(tf.equal(tf.abs(a), 1), isInfinite))
  return tf.where(tf.logicalOr(isOne, tf.equal(b, 0)), tf.onesLike(a), tf.pow(a, b))
}

/** NaN of NaN; a kernel that multiplies first would give 0 for small numbers. */
const sign: Unary = (tf, x) => {
  const one = tf.onesLike(x)
  return tf.where(tf.greater(x, 0), one, tf.where(tf.less(x, 0), tf.sub(tf.zerosLike(x), one), x))
}

/** Between truth values the kernel of wasm takes four bytes for each, and writes beyond its memory. */
const select = ({ tf, inputs: [condition, yes, no] }: Operands): Tf.Tensor =>
  yes!.dtype === 'bool'
    ? tf.logicalOr(tf.logicalAnd(condition!, yes!), tf.logicalAnd(tf.logicalNot(condition!), no!))
    : tf.where(condition!, yes!, no!)

/** The elementwise operations. */
export const elementwiseRules: EagerRules = {
  add: binary((tf, a, b) => tf.add(a, b)),
  sub: binary((tf, a, b) => tf.sub(a, b)),
  mul: binary((tf, a, b) => (a.dtype === 'int32' ? multiplyWhole(tf, a, b) : tf.mul(a, b))),
  div: binary((tf, a, b) => (a.dtype === 'int32' ? divideWhole(tf, a, b) : tf.div(a, b))),
  pow: binary(power),
  maximum: binary(keepingNan((tf, a, b) => tf.maximum(a, b))),
  minimum: binary(keepingNan((tf, a, b) => tf.minimum(a, b))),
  neg: unary((tf, x) => (x.dtype === 'int32' ? negateWhole(tf, x) : tf.neg(x))),
  // The kernel of int32 goes through float32.
  abs: unary((tf, x) => (x.dtype === 'int32' ? tf.maximum(x, negateWhole(tf, x)) : tf.abs(x))),
  sign: unary(sign),
  exp: unary((tf, x) => tf.exp(x)),
  log: unary((tf, x) => tf.log(x)),
  log1p: unary(log1p),
  sqrt: unary((tf, x) => tf.sqrt(x)),
  rsqrt: unary((tf, x) => tf.rsqrt(x)),
  tanh: unary((tf, x) => tf.tanh(x)),
  sigmoid: unary((tf, x) => tf.div(1, tf.add(1, tf.exp(tf.neg(x))))),
  relu: unary((tf, x) => tf.relu(x)),
  softplus: unary((tf, x) => tf.softplus(x)),
  erf: unary(erf),
  floor: unary((tf, x) => tf.floor(x)),
  round: unary((tf, x) => tf.round(x)),
  copy: unary((tf, x) => tf.clone(x)),

  equal: binary((tf, a, b) => tf.equal(a, b)),
  notEqual: binary((tf, a, b) => tf.notEqual(a, b)),
  less: binary((tf, a, b) => tf.less(a, b)),
  lessEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  greater: binary((tf, a, b) => tf.greater(a, b)),
  greaterEqual: binary((tf, a, b) => tf.greaterEqual(a, b)),
  and: binary((tf, a, b) => tf.logicalAnd(a, b)),
  or: binary((tf, a, b) => tf.logicalOr(a, b)),
  not: unary((tf, x) => tf.logicalNot(x)),
  isFinite: unary((tf, x) => tf.equal(tf.sub(x, x), 0)),
  select,
  cast: ({ tf, inputs: [x], node: { dtype } }) => {
    if (dtype === 'bool') return tf.notEqual(x!, tf.scalar(0, x!.dtype as 'int32'))
    return tf.cast(x!, dtype === 'float' ? 'float32' : dtype)
  },
}
