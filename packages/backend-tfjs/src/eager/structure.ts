import { murmur3, type Shape, sizeOf, stridesOf } from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'
import type { EagerRules, TfCore } from './rule.js'

const asShape = (shape: Shape): number[] => [...shape]

/** Sums of rows that have the same index, into zeros. */
export function sumRows(
  tf: TfCore,
  x: Tf.Tensor,
  rows: Tf.Tensor,
  count: number,
  row: Shape,
): Tf.Tensor {
  const size = sizeOf(rows.shape)
  const indices = tf.reshape(rows, [size, 1])
  const updates = tf.reshape(x, [size, sizeOf(row)])
  return tf.scatterND(indices, updates, [count, sizeOf(row)])
}

/** The first of the largest along an axis, where NaN is larger than any number; the axis is gone. */
export function firstLargest(tf: TfCore, x: Tf.Tensor, axis: number): Tf.Tensor {
  if (x.dtype === 'int32') return tf.argMax(x, axis)
  const isNan = tf.notEqual(x, x)
  const isTop = tf.equal(x, tf.max(x, axis, true))
  return tf.argMax(tf.cast(tf.logicalOr(isTop, isNan), 'int32'), axis)
}

/** The largest along axes, which stay; NaN if there is one. */
export function largest(tf: TfCore, x: Tf.Tensor, axes: number[]): Tf.Tensor {
  const top = tf.max(x, axes, true)
  if (x.dtype === 'int32') return top
  const nans = tf.sum(tf.cast(tf.notEqual(x, x), 'float32'), axes, true)
  return tf.where(tf.greater(nans, 0), tf.fill(top.shape, NaN), top)
}

/** Row-major position, in data of `shape`, of the element that each index picks on `axis`. */
function positions(tf: TfCore, indices: Tf.Tensor, shape: Shape, axis: number): Tf.Tensor {
  const strides = stridesOf(shape)
  return shape.reduce<Tf.Tensor>(
    (total, size, i) => {
      if (i === axis || size === 1) return total
      const steps = Int32Array.from({ length: size }, (_, k) => k * strides[i]!)
      const along = shape.map((_, j) => (j === i ? size : 1))
      return tf.add(total, tf.tensor(steps, along, 'int32'))
    },
    tf.mul(indices, tf.scalar(strides[axis]!, 'int32')),
  )
}

/**
 * The sum over axes, which stay, of each number divided by `divisor`. Added up in doubles, here: the
 * kernel of WebAssembly adds in float32, and what should cancel to 0 leaves a gradient behind that
 * Adam, dividing by its own size, takes for a step.
 */
export function sum(tf: TfCore, x: Tf.Tensor, axes: readonly number[], divisor = 1): Tf.Tensor {
  const others = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
  const numbers = tf.transpose(x, [...others, ...axes]).dataSync()
  const length = axes.reduce((size, axis) => size * x.shape[axis]!, 1)
  const sums = new Float64Array(x.size / length)
  for (let i = 0, at = 0; i < sums.length; i++) {
    let total = 0
    for (const end = at + length; at < end; at++) total += numbers[at]!
    sums[i] = total / divisor
  }
  const data = x.dtype === 'int32' ? Int32Array.from(sums) : Float32Array.from(sums)
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  return tf.tensor(data, shape, x.dtype as 'int32' | 'float32')
}

/** Leaves, reductions, products, views and indices. */
export const structureRules: EagerRules = {
  iota: ({ tf, node: { shape, attributes } }) => {
    const steps = Int32Array.from({ length: shape[attributes.axis]! }, (_, i) => i)
    const along = shape.map((size, i) => (i === attributes.axis ? size : 1))
    return tf.broadcastTo(tf.tensor(steps, along, 'int32'), asShape(shape))
  },
  randomBits: ({ tf, numbers, node: { shape, attributes } }) => {
    const [seed, word] = [numbers()[0]!, numbers()[1]!]
    const bits = Int32Array.from({ length: sizeOf(shape) }, (_, i) =>
      murmur3(seed, [word, attributes.stream, i]),
    )
    return tf.tensor(bits, asShape(shape), 'int32')
  },

  sum: ({ tf, inputs: [x], node }) => sum(tf, x!, node.attributes.axes),
  mean: ({ tf, inputs: [x], node }) =>
    sum(tf, x!, node.attributes.axes, x!.size / sizeOf(node.shape)),
  max: ({ tf, inputs: [x], node }) => largest(tf, x!, [...node.attributes.axes]),
  argmax: ({ tf, inputs: [x], node: { attributes, shape } }) =>
    tf.reshape(firstLargest(tf, x!, attributes.axis), asShape(shape)),
  cumsum: ({ tf, inputs: [x], node }) => tf.cumsum(x!, node.attributes.axis),
  softmax: ({ tf, inputs: [x] }) => tf.softmax(x!),
  logSoftmax: ({ tf, inputs: [x] }) => tf.logSoftmax(x!),
  matmul: ({ tf, inputs: [a, b], node: { attributes } }) =>
    tf.matMul(a!, b!, attributes.transposeA, attributes.transposeB),

  reshape: ({ tf, inputs: [x], node }) => tf.reshape(x!, asShape(node.shape)),
  broadcast: ({ tf, inputs: [x], node }) => tf.broadcastTo(x!, asShape(node.shape)),
  transpose: ({ tf, inputs: [x], node }) => tf.transpose(x!, [...node.attributes.permutation]),
  slice: ({ tf, inputs: [x], node: { attributes, shape } }) =>
    tf.slice(
      x!,
      shape.map((_, i) => (i === attributes.axis ? attributes.start : 0)),
      asShape(shape),
    ),
  reverse: ({ tf, inputs: [x], node }) => {
    // The kernel of WebAssembly moves four bytes for each bool.
    if (x!.dtype !== 'bool') return tf.reverse(x!, node.attributes.axis)
    const whole = tf.reverse(tf.cast(x!, 'int32'), node.attributes.axis)
    return tf.notEqual(whole, tf.scalar(0, 'int32'))
  },
  concat: ({ tf, inputs, node }) => tf.concat([...inputs], node.attributes.axis),
  pad: ({ tf, inputs: [x], node: { attributes, shape } }) => {
    const { axis, before, after } = attributes
    return tf.pad(
      x!,
      shape.map((_, i): [number, number] => (i === axis ? [before, after] : [0, 0])),
    )
  },

  gather: ({ tf, inputs: [table, rows], node }) => {
    const found = tf.gather(table!, tf.reshape(rows!, [rows!.size]))
    return tf.reshape(found, asShape(node.shape))
  },
  scatterAdd: ({ tf, inputs: [updates, rows], node }) => {
    const [count, ...row] = node.shape
    return tf.reshape(sumRows(tf, updates!, rows!, count!, row), asShape(node.shape))
  },
  gatherAlong: ({ tf, inputs: [x, indices], node }) => {
    const flat = positions(tf, indices!, x!.shape, node.attributes.axis)
    const found = tf.gather(tf.reshape(x!, [x!.size]), tf.reshape(flat, [flat.size]))
    return tf.reshape(found, asShape(node.shape))
  },
  oneHot: ({ tf, inputs: [indices], node }) => {
    const classes = Int32Array.from({ length: node.attributes.depth }, (_, i) => i)
    const last = tf.tensor(classes, [...indices!.shape.map(() => 1), classes.length], 'int32')
    return tf.cast(tf.equal(tf.expandDims(indices!, -1), last), 'float32')
  },
}
