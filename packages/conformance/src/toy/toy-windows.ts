import type * as core from '@parallax-ml/core'

type Window = core.ConvolutionAttributes | core.PoolingAttributes
type Place = readonly [n: number, row: number, column: number, channel: number]

/** Row-major position of an index. */
const positionOf = (shape: core.Shape, index: readonly number[]): number =>
  shape.reduce((position, size, axis) => position * size + index[axis]!, 0)

/** Every index of a shape, row-major. */
function* indicesOf(shape: core.Shape, index: number[] = []): Generator<number[]> {
  if (index.length === shape.length) yield index
  else for (let i = 0; i < shape[index.length]!; i++) yield* indicesOf(shape, [...index, i])
}

/** The pixel that cell (p, q) of a window shows, or undefined in the padding. */
function pixelOf(image: core.Shape, [n, i, j, channel]: Place, p: number, q: number, at: Window) {
  const [down, right] = 'dilation' in at ? at.dilation : [1, 1]
  const row = i * at.strides[0] + p * down - at.padding[0]
  const column = j * at.strides[1] + q * right - at.padding[2]
  const isInside = row >= 0 && row < image[1]! && column >= 0 && column < image[2]!
  return isInside ? positionOf(image, [n, row, column, channel]) : undefined
}

/** Every product of a convolution: positions in the image, the filter and the result. */
function* products(
  x: core.Shape,
  filter: core.Shape,
  y: core.Shape,
  at: core.ConvolutionAttributes,
) {
  for (const place of indicesOf(y) as Iterable<[number, number, number, number]>) {
    const [n, i, j, output] = place
    const group = Math.floor((output * at.groups) / y[3]!)
    for (const [p, q, k] of indicesOf(filter.slice(0, 3)) as Iterable<[number, number, number]>) {
      const pixel = pixelOf(x, [n, i, j, group * filter[2]! + k], p, q, at)
      if (pixel === undefined) continue
      yield { x: pixel, filter: positionOf(filter, [p, q, k, output]), y: positionOf(y, place) }
    }
  }
}

/** For every cell of a pooled image, the positions in its window that lie inside the image. */
const windowsOf = (image: core.Shape, pooled: core.Shape, at: core.PoolingAttributes): number[][] =>
  Array.from(indicesOf(pooled), (place) =>
    Array.from(indicesOf(at.size)).flatMap(
      ([p, q]) => pixelOf(image, place as unknown as Place, p!, q!, at) ?? [],
    ),
  )

const largest = (values: number[]): number => values.reduce((a, b) => Math.max(a, b))
const zeros = (shape: core.Shape): number[] => new Array(shape.reduce((a, b) => a * b, 1)).fill(0)

/** Adds to the cell of each window that a choice names a share of the window's number. */
function spread(
  windows: number[][],
  y: core.Tensor,
  sum: number[],
  share: (window: number[]) => [cell: number, share: number][],
) {
  for (const [i, window] of windows.entries()) {
    for (const [cell, part] of share(window)) sum[cell]! += part * y.data[i]!
  }
  return sum
}

type Attributes = core.OperationAttributes
type Rule<Name extends core.OperationName> = (
  node: core.NodeOf<Name> & Attributes[Name],
  ...inputs: core.Tensor[]
) => number[]

const sumOfProducts =
  <Name extends 'conv2d' | 'convInputGradient' | 'convFilterGradient'>(
    missing: 'x' | 'filter' | 'y',
  ): Rule<Name> =>
  (node, first, second) => {
    const [x, filter, y] =
      missing === 'y'
        ? [first!, second!, node]
        : missing === 'x'
          ? [node, second!, first!]
          : [first!, node, second!]
    const data = {
      x: (x as core.Tensor).data,
      filter: (filter as core.Tensor).data,
      y: (y as core.Tensor).data,
    }
    const [a, b] = (['x', 'filter', 'y'] as const).filter((name) => name !== missing) as ['x', 'y']
    const sum = zeros(node.shape)
    for (const at of products(x.shape, filter.shape, y.shape, node)) {
      sum[at[missing]]! += data[a][at[a]]! * data[b][at[b]]!
    }
    return sum
  }

/** Convolution and pooling, window by window. */
export const windowRules: { [Name in core.OperationName]?: Rule<Name> } = {
  conv2d: sumOfProducts('y'),
  convInputGradient: sumOfProducts('x'),
  convFilterGradient: sumOfProducts('filter'),
  maxPool: (node, x) =>
    windowsOf(x!.shape, node.shape, node).map((window) =>
      largest(window.map((cell) => x!.data[cell]!)),
    ),
  maxPoolGradient: (node, x, y) =>
    spread(windowsOf(x!.shape, y!.shape, node), y!, zeros(node.shape), (window) => {
      const values = window.map((cell) => x!.data[cell]!)
      const first = values.findIndex((value) => Number.isNaN(value) || value === largest(values))
      return [[window[first]!, 1]]
    }),
  averagePool: (node, x) =>
    windowsOf(x!.shape, node.shape, node).map(
      (window) => window.map((cell) => x!.data[cell]!).reduce((a, b) => a + b) / window.length,
    ),
  averagePoolGradient: (node, y) =>
    spread(windowsOf(node.shape, y!.shape, node), y!, zeros(node.shape), (window) =>
      window.map((cell) => [cell, 1 / window.length]),
    ),
}
