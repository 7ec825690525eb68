import { type NodeOf, type Shape, sizeOf, type Windows, windowPositions } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { shapeIn } from '../layouts.js'
import type { Made } from '../rule.js'
import {
  cellsOf,
  enlarge,
  isTiling,
  poolingWindows,
  unpatch,
  windowAttributes,
} from './image-windows.js'

const layout = 'channelsFirst'

/**
 * ONNX Runtime's pooling loses NaN and takes −∞ for the smallest finite number, so where the sum of
 * all pixels shows that there may be some, the windows are laid out and compared one by one.
 */
export function maxPool(e: Emission, node: NodeOf<'maxPool'>): Made {
  const [x] = node.inputs as [number]
  const images = e.full(x, layout)
  const windows = poolingWindows(e.nodeOf(x).shape, node)
  const shape = shapeIn(layout, node.shape)
  const own = (): string => ownMaxPool(e, images, windows)
  if (!e.isExact) return { name: own(), shape, layout }
  const name = e.choose(isAllFinite(e, images), shape, own, () =>
    exactMaximum(e, images, windows, shape),
  )
  return { name, shape, layout }
}

function ownMaxPool(e: Emission, images: string, windows: Windows): string {
  return e.op('MaxPool', [images], windowAttributes(windows))
}

/** Whether all numbers are finite, and so is their sum; otherwise the exact way is taken as well. */
const isAllFinite = (e: Emission, name: string): string =>
  e.op('Less', [
    e.op('Abs', [e.op('ReduceSum', [name], { keepdims: 0 })]),
    e.number(Number.POSITIVE_INFINITY),
  ])

/** Cells in the padding replaced by the first one inside: no maximum, nor the first, changes by that. */
function insidePositions(windows: Windows): Int32Array {
  const cells = cellsOf(windows)
  const positions = windowPositions(windows)
  return positions.map((at, i) => {
    if (at >= 0) return at
    const start = i - (i % cells)
    return positions.subarray(start, start + cells).find((other) => other >= 0)!
  })
}

function exactMaximum(e: Emission, images: string, windows: Windows, shape: Shape): string {
  const [n, channels] = shape as [number, number]
  const positions = insidePositions(windows)
  const cells = cellsOf(windows)
  const pixels = e.reshape(images, [n, channels, sizeOf(windows.image)])
  const at = e.writer.constant('INT32', [positions.length / cells, cells], positions)
  const seen = e.op('Gather', [pixels, at], { axis: 2 })
  const last = e.writer.ints([3])
  const largest = e.op('ReduceMax', [seen, last], { keepdims: 0 })
  const hasNaN = e.op('ReduceMax', [e.op('IsNaN', [seen]), last], { keepdims: 0 })
  return e.reshape(e.op('Where', [hasNaN, e.number(Number.NaN), largest]), shape)
}

/** Each number goes to the first largest cell of its window, or to its first NaN. */
export function maxPoolGradient(e: Emission, node: NodeOf<'maxPoolGradient'>): Made {
  const [x, y] = node.inputs as [number, number]
  const { shape } = node
  const windows = poolingWindows(shape, node)
  if (e.precision === 'float64' || !isTiling(windows)) {
    return { name: byWindow(e, e.full(x), e.full(y), shape, windows), shape }
  }
  const images = e.full(x, layout)
  const cotangent = e.full(y, layout)
  const pooled = knownMaximum(e, node) ?? e.full(x, layout)
  const name = e.choose(
    isAllFinite(e, pooled),
    shapeIn(layout, shape),
    () => byTile(e, images, cotangent, windows, knownMaximum(e, node)),
    () => {
      const [last, lastY] = [images, cotangent].map((name) =>
        e.op('Transpose', [name], { perm: [0, 2, 3, 1] }),
      )
      return e.op('Transpose', [byWindow(e, last!, lastY!, shape, windows)], { perm: [0, 3, 1, 2] })
    },
  )
  return { name, shape: shapeIn(layout, shape), layout }
}

/** The maxima, where the graph has them already. */
function knownMaximum(
  e: Emission,
  { inputs: [x], attributes }: NodeOf<'maxPoolGradient'>,
): string | undefined {
  const same = e.graph.nodes.find(
    (node) =>
      node.op === 'maxPool' &&
      node.inputs[0] === x &&
      JSON.stringify(node.attributes) === JSON.stringify(attributes) &&
      e.has(node.id),
  )
  return same && e.full(same.id, layout)
}

/** Where windows tile the image: cells that hold the maximum are ranked, and the first one takes all. */
function byTile(
  e: Emission,
  images: string,
  cotangent: string,
  windows: Windows,
  known?: string,
): string {
  const { image, size } = windows
  const pooled = known ?? ownMaxPool(e, images, windows)
  const isLargest = e.op('Equal', [images, enlarge(e, pooled, size)])
  const ranks = Array.from({ length: sizeOf(image) }, (_, i) => {
    const [row, column] = [Math.floor(i / image[1]), i % image[1]]
    return cellsOf(windows) - ((row % size[0]) * size[1] + (column % size[1]))
  })
  const rank = e.writer.constant('FLOAT', [1, 1, ...image], ranks)
  const ranked = e.op('Where', [isLargest, rank, e.number(0)])
  const first = enlarge(e, ownMaxPool(e, ranked, windows), size)
  return e.op('Where', [e.op('Equal', [ranked, first]), enlarge(e, cotangent, size), e.number(0)])
}

/** For windows of any kind, channels last: the place of each window's winner is looked up. */
function byWindow(
  e: Emission,
  images: string,
  cotangent: string,
  shape: Shape,
  windows: Windows,
): string {
  const [n, , , channels] = shape as [number, number, number, number]
  const positions = insidePositions(windows)
  const cells = cellsOf(windows)
  const count = positions.length / cells
  const pixels = e.reshape(images, [n, sizeOf(windows.image), channels])
  const at = e.writer.constant('INT32', [count, cells], positions)
  const seen = e.op('Gather', [pixels, at], { axis: 1 })
  const on = { axis: 2, keepdims: 1 }
  const nans = e.op('IsNaN', [seen])
  const firstNaN = e.op('ArgMax', [e.op('Cast', [nans], { to: 2 })], on)
  const hasNaN = e.op('ReduceMax', [nans, e.writer.ints([2])], { keepdims: 1 })
  const winner = e.op('Where', [hasNaN, firstNaN, e.op('ArgMax', [seen], on)])
  const classes = e.writer.constant(
    'INT64',
    [cells, 1],
    Array.from({ length: cells }, (_, i) => i),
  )
  const takes = e.op('Equal', [winner, classes])
  const lines = e.reshape(cotangent, [n, count, 1, channels])
  const values = e.op('Where', [takes, lines, e.number(0)])
  return unpatch(e, e.reshape(values, [n, count * cells, channels]), shape, positions)
}
