import { type Shape, sizeOf } from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'
import {
  convolve,
  filterGradient,
  inputGradient,
  type Primitives,
  poolingCells,
} from '../patches.js'
import type { Computation, EagerRules, TfCore } from './rule.js'
import { firstLargest, largest, sum, sumRows } from './structure.js'

const primitives = (tf: TfCore): Primitives<Tf.Tensor> => ({
  reshape: (x, shape) => tf.reshape(x, [...shape]),
  transpose: (x, permutation) => tf.transpose(x, [...permutation]),
  take: (x, positions, axis) => tf.gather(x, tf.tensor1d(positions, 'int32'), axis),
  padEnd: (x, shape, axis) =>
    tf.pad(
      x,
      shape.map((_, i): [number, number] => [0, i === axis ? 1 : 0]),
    ),
  matmul: (a, b, { transposeA = false, transposeB = false }) =>
    transposeA ? longProduct(tf, a, b) : tf.matMul(a, b, false, transposeB),
  sumRows(x, positions, count) {
    // One row more takes what lies in the padding.
    const rows = positions.map((position) => (position < 0 ? count : position))
    const row = x.shape.slice(1)
    const sums = sumRows(tf, x, tf.tensor1d(rows, 'int32'), count + 1, row)
    return tf.reshape(tf.slice(sums, [0, 0], [count, sizeOf(row)]), [count, ...row])
  },
})

/**
 * aᵀ · b over many rows, in parts that are added up in doubles: in WebAssembly a product of float32
 * adds one after the other, and loses more digits the more there are.
 */
function longProduct(tf: TfCore, a: Tf.Tensor, b: Tf.Tensor): Tf.Tensor {
  const [groups, rows] = a.shape as [number, number]
  const size = Math.ceil(Math.sqrt(rows))
  const parts = Math.ceil(rows / size)
  const split = (x: Tf.Tensor): Tf.Tensor => {
    const margins: [number, number][] = [
      [0, 0],
      [0, parts * size - rows],
      [0, 0],
    ]
    return tf.reshape(tf.pad(x, margins), [groups * parts, size, x.shape[2]!])
  }
  const products = tf.matMul(split(a), split(b), true, false)
  const [, m, n] = products.shape as [number, number, number]
  return tf.reshape(sum(tf, tf.reshape(products, [groups, parts, m, n]), [1]), [groups, m, n])
}

type Pooling = 'maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient'

/** The cells of all windows, `[windows, cells, images · channels]`, and facts about them. */
function cellsOf(
  tf: TfCore,
  x: Tf.Tensor,
  image: Shape,
  { attributes }: Computation<Pooling>['node'],
) {
  const [n, height, width, channels] = image as [number, number, number, number]
  const facts = poolingCells(image, attributes)
  const pixels = tf.transpose(tf.reshape(x, [n, height * width, channels]), [1, 0, 2])
  const rows = tf.reshape(pixels, [height * width, n * channels])
  const found = tf.gather(rows, tf.tensor1d(facts.positions, 'int32'))
  return { ...facts, found: tf.reshape(found, [facts.windows, facts.cells, n * channels]) }
}

/** `[windows, 1, images · channels]` as results, and results as that. */
function fromWindows(tf: TfCore, x: Tf.Tensor, [n, rows, columns, channels]: Shape): Tf.Tensor {
  const split = tf.reshape(x, [rows! * columns!, n!, channels!])
  return tf.reshape(tf.transpose(split, [1, 0, 2]), [n!, rows!, columns!, channels!])
}
function toWindows(tf: TfCore, y: Tf.Tensor, [n, rows, columns, channels]: Shape): Tf.Tensor {
  const split = tf.reshape(y, [n!, rows! * columns!, channels!])
  return tf.reshape(tf.transpose(split, [1, 0, 2]), [rows! * columns!, n! * channels!])
}

/** Adds a number for each window and cell to the pixels that the cells show. */
function addToPixels(tf: TfCore, cells: Tf.Tensor, positions: Int32Array, image: Shape): Tf.Tensor {
  const [n, height, width, channels] = image as [number, number, number, number]
  const rows = tf.tensor1d(positions, 'int32')
  const pixels = sumRows(tf, cells, rows, height * width, [n * channels])
  return fromWindows(tf, pixels, image)
}

/** Convolution and pooling, of products and gathered windows where there is no exact kernel. */
export const windowRules: EagerRules = {
  conv2d({ tf, inputs: [x, filter], node: { attributes, shape } }) {
    const { strides, padding, dilation, groups } = attributes
    const isPlain = groups === 1 && (sizeOf(strides) === 1 || sizeOf(dilation) === 1)
    if (!isPlain) {
      const shapes = [x!.shape, filter!.shape] as const
      return convolve(primitives(tf), [x!, filter!], shapes, shape, attributes)
    }
    const [top, bottom, left, right] = padding
    const padded = tf.pad(x!, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ])
    const images = padded as Tf.Tensor4D
    return tf.conv2d(images, filter as Tf.Tensor4D, [...strides], 'valid', 'NHWC', [...dilation])
  },
  convInputGradient: ({ tf, inputs: [y, filter], node: { attributes, shape } }) =>
    inputGradient(primitives(tf), [y!, filter!], [y!.shape, filter!.shape], shape, attributes),
  convFilterGradient: ({ tf, inputs: [x, y], node: { attributes, shape } }) =>
    filterGradient(primitives(tf), [x!, y!], [x!.shape, y!.shape], shape, attributes),

  maxPool({ tf, inputs: [x], node }) {
    const { found } = cellsOf(tf, x!, x!.shape, node)
    return fromWindows(tf, largest(tf, found, [1]), node.shape)
  },
  maxPoolGradient({ tf, inputs: [x, y], node }) {
    const { found, cells, positions } = cellsOf(tf, x!, x!.shape, node)
    const winner = tf.expandDims(firstLargest(tf, found, 1), 1)
    const all = tf.tensor3d(
      Int32Array.from({ length: cells }, (_, i) => i),
      [1, cells, 1],
      'int32',
    )
    const share = tf.cast(tf.equal(winner, all), 'bool')
    const given = tf.expandDims(toWindows(tf, y!, y!.shape), 1)
    const spread = tf.where(share, tf.broadcastTo(given, found.shape), tf.zeros(found.shape))
    return addToPixels(tf, spread, positions, node.shape)
  },
  averagePool({ tf, inputs: [x], node }) {
    const { found, inside, windows } = cellsOf(tf, x!, x!.shape, node)
    const isInside = insideMask(tf, node, x!.shape, found.shape)
    const sums = tf.sum(tf.where(isInside, found, tf.zeros(found.shape)), [1], true)
    const counts = tf.tensor3d(Float32Array.from(inside), [windows, 1, 1])
    return fromWindows(tf, tf.div(sums, counts), node.shape)
  },
  averagePoolGradient({ tf, inputs: [y], node }) {
    const [n, , , channels] = node.shape as [number, number, number, number]
    const { inside, windows, cells, positions } = poolingCells(node.shape, node.attributes)
    const counts = tf.tensor2d(Float32Array.from(inside), [windows, 1])
    const share = tf.expandDims(tf.div(toWindows(tf, y!, y!.shape), counts), 1)
    const shape = [windows, cells, n * channels]
    const isInside = insideMask(tf, node, node.shape, shape)
    const spread = tf.where(isInside, tf.broadcastTo(share, shape), tf.zeros(shape))
    return addToPixels(tf, spread, positions, node.shape)
  },
}

/** Which cells of windows lie inside the image, for every image and channel. */
function insideMask(
  tf: TfCore,
  { attributes }: Computation<Pooling>['node'],
  image: Shape,
  shape: number[],
): Tf.Tensor {
  const { isInside, windows, cells } = poolingCells(image, attributes)
  return tf.broadcastTo(tf.tensor3d(isInside, [windows, cells, 1], 'bool'), shape)
}
