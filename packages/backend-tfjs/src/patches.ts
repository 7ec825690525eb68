import {
  type ConvolutionAttributes,
  type PoolingAttributes,
  type Shape,
  sizeOf,
  windowPositions,
} from '@parallax-ml/core'

/** The operations that convolutions are made of where an engine has no kernel for them. */
export interface Primitives<Value> {
  reshape(x: Value, shape: Shape): Value
  transpose(x: Value, permutation: readonly number[]): Value
  /** Parts of an axis, by index. */
  take(x: Value, positions: Int32Array, axis: number): Value
  /** One row or column of zeros more at the end of an axis; `shape` is that of x. */
  padEnd(x: Value, shape: Shape, axis: number): Value
  /** Product over the last two axes. */
  matmul(a: Value, b: Value, flags: { transposeA?: boolean; transposeB?: boolean }): Value
  /** Sums of the rows of x that have the same position; rows of position −1 are left out. */
  sumRows(x: Value, positions: Int32Array, count: number): Value
}

/** Where the cells of windows lie in an image, and how many windows there are. */
function cellsOf(image: Shape, filter: Shape, attributes: ConvolutionAttributes) {
  const [, height, width] = image as [number, number, number, number]
  const size = [filter[0]!, filter[1]!] as const
  const positions = windowPositions({ image: [height, width], size, ...attributes })
  const cells = size[0] * size[1]
  return { positions, cells, windows: positions.length / cells }
}

/** The windows of images as rows of a matrix, for each group of channels. */
function patchesOf<Value>(
  p: Primitives<Value>,
  x: Value,
  image: Shape,
  filter: Shape,
  attributes: ConvolutionAttributes,
): Value {
  const { positions, cells, windows } = cellsOf(image, filter, attributes)
  const [n, height, width, channels] = image as [number, number, number, number]
  const inputs = channels / attributes.groups
  const flat = [n, height * width, channels]
  const pixels = p.padEnd(p.reshape(x, flat), flat, 1)
  const inside = positions.map((position) => (position < 0 ? height * width : position))
  const patches = p.reshape(p.take(pixels, inside, 1), [
    n * windows,
    cells,
    attributes.groups,
    inputs,
  ])
  const byGroup = p.transpose(patches, [2, 0, 1, 3])
  return p.reshape(byGroup, [attributes.groups, n * windows, cells * inputs])
}

/** Filters as a matrix for each group. */
const filtersOf = <Value>(
  p: Primitives<Value>,
  filter: Value,
  [rows, columns, inputs, outputs]: Shape,
  groups: number,
): Value =>
  p.transpose(p.reshape(filter, [rows! * columns! * inputs!, groups, outputs! / groups]), [1, 0, 2])

/** A convolution: the windows of the images times the filters. */
export function convolve<Value>(
  p: Primitives<Value>,
  [x, filter]: readonly [Value, Value],
  [image, filterShape]: readonly [Shape, Shape],
  result: Shape,
  attributes: ConvolutionAttributes,
): Value {
  const patches = patchesOf(p, x, image, filterShape, attributes)
  const products = p.matmul(patches, filtersOf(p, filter, filterShape, attributes.groups), {})
  return p.reshape(p.transpose(products, [1, 0, 2]), result)
}

/**
 * The gradient of a convolution with respect to its filters: the windows of the images as rows of a
 * matrix, for each group of channels, times the gradient of the results.
 */
export function filterGradient<Value>(
  p: Primitives<Value>,
  [x, y]: readonly [Value, Value],
  [image, result]: readonly [Shape, Shape],
  filter: Shape,
  attributes: ConvolutionAttributes,
): Value {
  const { groups } = attributes
  const [n, rows, columns, outputs] = result as [number, number, number, number]
  const patches = patchesOf(p, x, image, filter, attributes)
  const given = groupsOf(p, y, n * rows * columns, groups, outputs / groups)
  const products = p.matmul(patches, given, { transposeA: true })
  return p.reshape(p.transpose(products, [1, 0, 2]), filter)
}

/**
 * The gradient of a convolution with respect to its images: that of every window, for each group
 * of channels, added up where windows overlap.
 */
export function inputGradient<Value>(
  p: Primitives<Value>,
  [y, filter]: readonly [Value, Value],
  [result, filterShape]: readonly [Shape, Shape],
  image: Shape,
  attributes: ConvolutionAttributes,
): Value {
  const { groups } = attributes
  const { positions, cells, windows } = cellsOf(image, filterShape, attributes)
  const [n, height, width, channels] = image as [number, number, number, number]
  const [inputs, outputs] = [channels / groups, result[3]! / groups]
  const filters = filtersOf(p, filter, filterShape, groups)
  const patches = p.matmul(groupsOf(p, y, n * windows, groups, outputs), filters, {
    transposeB: true,
  })
  const split = p.reshape(patches, [groups, n, windows * cells, inputs])
  const rows = p.reshape(p.transpose(split, [2, 1, 0, 3]), [windows * cells, n * channels])
  const pixels = p.reshape(p.sumRows(rows, positions, height * width), [
    height * width,
    n,
    channels,
  ])
  return p.reshape(p.transpose(pixels, [1, 0, 2]), image)
}

/** Results as a matrix for each group: `[groups, windows, outputs]`. */
const groupsOf = <Value>(
  p: Primitives<Value>,
  y: Value,
  windows: number,
  groups: number,
  outputs: number,
): Value => p.transpose(p.reshape(y, [windows, groups, outputs]), [1, 0, 2])

/** The cells of pooling windows, padding replaced by the first cell of the window inside the image. */
export function poolingCells([, height, width]: Shape, attributes: PoolingAttributes) {
  const cells = sizeOf(attributes.size)
  const all = windowPositions({ image: [height!, width!], ...attributes, dilation: [1, 1] })
  const positions = all.map((position, i) => {
    if (position >= 0) return position
    const start = i - (i % cells)
    return all.subarray(start, start + cells).find((other) => other >= 0)!
  })
  /** How many cells of each window lie inside the image. */
  const inside = Array.from({ length: all.length / cells }, (_, window) => {
    const own = all.subarray(window * cells, (window + 1) * cells)
    return own.filter((position) => position >= 0).length
  })
  const isInside = Uint8Array.from(all, (position) => Number(position >= 0))
  return { positions, cells, windows: inside.length, inside, isInside }
}
