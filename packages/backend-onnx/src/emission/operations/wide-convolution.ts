import { type NodeOf, type Shape, windowPositions } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Made } from '../rule.js'
import { type Convolution, cellsOf, convolutionWindows, patches, unpatch } from './image-windows.js'

// Convolutions as products of matrices, one per group: patches `[groups, windows of all images,
// cells · channels]`, filters `[groups, cells · channels, outputs]`, results `[groups, windows, outputs]`.

interface Sizes {
  /** Which pixel every cell of every window shows, −1 in the padding. */
  readonly positions: Int32Array
  readonly images: Shape
  readonly groups: number
  readonly cells: number
  readonly perGroup: number
  readonly outputs: number
  /** Windows of all images. */
  readonly count: number
}

function sizesOf(node: Convolution, images: Shape, filter: Shape, results: Shape): Sizes {
  const { groups, strides, padding, dilation } = node.attributes
  const windows = convolutionWindows(images, filter, { strides, padding, dilation })
  return {
    positions: windowPositions(windows),
    images,
    groups,
    cells: cellsOf(windows),
    perGroup: filter[2]!,
    outputs: filter[3]! / groups,
    count: results[0]! * results[1]! * results[2]!,
  }
}

const transposed = (e: Emission, name: string, perm: readonly number[]): string =>
  e.op('Transpose', [name], { perm })

function patchMatrix(e: Emission, images: string, sizes: Sizes): string {
  const { count, cells, groups, perGroup } = sizes
  const seen = patches(e, images, sizes.images, sizes.positions)
  const split = e.reshape(seen, [count, cells, groups, perGroup])
  return e.reshape(transposed(e, split, [2, 0, 1, 3]), [groups, count, cells * perGroup])
}

function filterMatrix(
  e: Emission,
  filter: string,
  { groups, cells, perGroup, outputs }: Sizes,
): string {
  const split = e.reshape(filter, [cells, perGroup, groups, outputs])
  return e.reshape(transposed(e, split, [2, 0, 1, 3]), [groups, cells * perGroup, outputs])
}

function resultMatrix(e: Emission, results: string, { count, groups, outputs }: Sizes): string {
  return transposed(e, e.reshape(results, [count, groups, outputs]), [1, 0, 2])
}

export function wideConvolution(e: Emission, node: NodeOf<'conv2d'>, bias?: string): Made {
  const [x, filter] = node.inputs as [number, number]
  const { shape } = node
  const sizes = sizesOf(node, e.nodeOf(x).shape, e.nodeOf(filter).shape, shape)
  const product = e.op('MatMul', [
    patchMatrix(e, e.full(x), sizes),
    filterMatrix(e, e.full(filter), sizes),
  ])
  const name = e.reshape(transposed(e, product, [1, 0, 2]), shape)
  return { name: bias === undefined ? name : e.op('Add', [name, bias]), shape }
}

export function wideInputGradient(e: Emission, node: NodeOf<'convInputGradient'>): Made {
  const [y, filter] = node.inputs as [number, number]
  const { shape } = node
  const sizes = sizesOf(node, shape, e.nodeOf(filter).shape, e.nodeOf(y).shape)
  const { count, cells, groups, perGroup } = sizes
  const product = e.op('MatMul', [
    resultMatrix(e, e.full(y), sizes),
    transposed(e, filterMatrix(e, e.full(filter), sizes), [0, 2, 1]),
  ])
  const split = e.reshape(product, [groups, count, cells, perGroup])
  const seen = transposed(e, split, [1, 2, 0, 3])
  const perImage = (count / shape[0]!) * cells
  const values = e.reshape(seen, [shape[0]!, perImage, groups * perGroup])
  return { name: unpatch(e, values, shape, sizes.positions), shape }
}

export function wideFilterGradient(e: Emission, node: NodeOf<'convFilterGradient'>): Made {
  const [x, y] = node.inputs as [number, number]
  const { shape } = node
  const sizes = sizesOf(node, e.nodeOf(x).shape, shape, e.nodeOf(y).shape)
  const { cells, groups, perGroup, outputs } = sizes
  const product = e.op('MatMul', [
    transposed(e, patchMatrix(e, e.full(x), sizes), [0, 2, 1]),
    resultMatrix(e, e.full(y), sizes),
  ])
  const split = e.reshape(product, [groups, cells, perGroup, outputs])
  return { name: e.reshape(transposed(e, split, [1, 2, 0, 3]), shape), shape }
}
