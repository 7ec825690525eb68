import {
  countWindows,
  type NodeOf,
  type Shape,
  sizeOf,
  type Windows,
  windowPositions,
} from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { shapeIn } from '../layouts.js'
import type { Made, RuleTable } from '../rule.js'
import {
  cellsOf,
  enlarge,
  isTiling,
  outputPadding,
  patches,
  poolingWindows,
  unpatch,
  windowAttributes,
} from './image-windows.js'
import { maxPool, maxPoolGradient } from './max-pooling.js'

const layout = 'channelsFirst'

/** The cells of each window that lie inside the image. */
function insideCounts(windows: Windows): number[] {
  const cells = cellsOf(windows)
  const positions = windowPositions(windows)
  return Array.from(
    { length: positions.length / cells },
    (_, i) => positions.subarray(i * cells, (i + 1) * cells).filter((at) => at >= 0).length,
  )
}

/** One over the number of cells, of every window. */
const shares = (windows: Windows): number[] => insideCounts(windows).map((count) => 1 / count)

function averagePool(e: Emission, node: NodeOf<'averagePool'>): Made {
  const [x] = node.inputs as [number]
  const images = e.nodeOf(x).shape
  const windows = poolingWindows(images, node)
  if (e.precision === 'float64') return wideAverage(e, e.full(x), images, windows, node.shape)
  const { dilations: _, ...attributes } = windowAttributes(windows)
  const name = e.op('AveragePool', [e.full(x, layout)], { ...attributes, count_include_pad: 0 })
  return { name, shape: shapeIn(layout, node.shape), layout }
}

/** There is no average pooling of float64. */
function wideAverage(e: Emission, x: string, images: Shape, windows: Windows, shape: Shape): Made {
  const [n, , , channels] = images as [number, number, number, number]
  const factors = shares(windows)
  const seen = patches(e, x, images, windowPositions(windows))
  const split = e.reshape(seen, [n, factors.length, cellsOf(windows), channels])
  const sums = e.op('ReduceSum', [split, e.writer.ints([2])], { keepdims: 0 })
  const factor = e.writer.constant(e.typeOf('float'), [factors.length, 1], factors)
  return { name: e.reshape(e.op('Mul', [sums, factor]), shape), shape }
}

function averagePoolGradient(e: Emission, node: NodeOf<'averagePoolGradient'>): Made {
  const [y] = node.inputs as [number]
  const { shape } = node
  const windows = poolingWindows(shape, node)
  const [n, height, width, channels] = shape as [number, number, number, number]
  const counts = countWindows(windows)
  const factors = shares(windows)
  if (e.precision === 'float64') {
    const lines = e.reshape(e.full(y), [n, factors.length, 1, channels])
    const factor = e.writer.constant('DOUBLE', [factors.length, 1, 1], factors)
    const cells = [n, factors.length, cellsOf(windows), channels]
    const grown = e.expand(e.op('Mul', [lines, factor]), cells)
    const values = e.reshape(grown, [n, factors.length * cellsOf(windows), channels])
    return { name: unpatch(e, values, shape, windowPositions(windows)), shape }
  }
  const factor = e.writer.constant('FLOAT', [1, 1, ...counts], factors)
  const shared = e.op('Mul', [e.full(y, layout), factor])
  if (isTiling(windows)) {
    return { name: enlarge(e, shared, windows.size), shape: shapeIn(layout, shape), layout }
  }
  // A transposed convolution with ones, channel by channel.
  const { size } = windows
  const ones = e.writer.constant('FLOAT', [1, 1, ...size], new Array(sizeOf(size)).fill(1))
  const planes = e.op('ConvTranspose', [e.reshape(shared, [n * channels, 1, ...counts]), ones], {
    ...windowAttributes(windows),
    output_padding: outputPadding(windows, counts),
  })
  const name = e.reshape(planes, [n, channels, height, width])
  return { name, shape: shapeIn(layout, shape), layout }
}

/** Over windows of images. */
export const poolingRules: RuleTable<
  'maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient'
> = { maxPool, maxPoolGradient, averagePool, averagePoolGradient }
