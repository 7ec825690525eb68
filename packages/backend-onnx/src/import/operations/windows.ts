import { type GraphNode, type Padding, type Pair, samePadding } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRules } from './rule.js'

/** Images of ONNX as core has them; sequences are images of one row. */
function toImages(c: OperationContext, x: GraphNode): GraphNode {
  const { builder: b } = c
  const images = x.shape.length === 3 ? b.reshape(x, [x.shape[0]!, x.shape[1]!, 1, x.shape[2]!]) : x
  if (images.shape.length !== 4) throw c.fault('its input is no sequence and no image')
  return b.transpose(images, [0, 2, 3, 1])
}

function fromImages({ builder: b }: OperationContext, images: GraphNode, rank: number): GraphNode {
  const first = b.transpose(images, [0, 3, 1, 2])
  const [n, channels, , width] = first.shape
  return rank === 3 ? b.reshape(first, [n!, channels!, width!]) : first
}

interface Geometry {
  readonly size: Pair
  readonly strides: Pair
  readonly dilation: Pair
  readonly padding: Padding
}

/** Two numbers, of which a sequence gives the second. */
const pair = (values: readonly number[], first = 1): Pair =>
  values.length === 1 ? [first, values[0]!] : [values[0]!, values[1]!]

function geometryOf(c: OperationContext, image: Pair, kernel: readonly number[]): Geometry {
  const ones = kernel.map(() => 1)
  const size = pair(kernel)
  const strides = pair(c.list('strides', ones))
  const dilation = pair(c.list('dilations', ones))
  return { size, strides, dilation, padding: paddingOf(c, image, { size, strides, dilation }) }
}

function paddingOf(c: OperationContext, image: Pair, geometry: Omit<Geometry, 'padding'>): Padding {
  const { size, strides, dilation } = geometry
  const automatic = c.word('auto_pad', 'NOTSET')
  const same = [0, 1].map((axis) =>
    samePadding(image[axis]!, size[axis]!, strides[axis]!, dilation[axis]!),
  ) as [[number, number], [number, number]]
  if (automatic === 'SAME_UPPER') return [...same[0], ...same[1]]
  if (automatic === 'SAME_LOWER') return [same[0][1], same[0][0], same[1][1], same[1][0]]
  if (automatic === 'VALID') return [0, 0, 0, 0]
  const pads = c.list('pads', [0, 0, 0, 0])
  if (pads.length === 2) return [0, 0, pads[0]!, pads[1]!]
  return [pads[0]!, pads[2]!, pads[1]!, pads[3]!]
}

const sizeOfImage = ({ shape }: GraphNode): Pair => [shape[1]!, shape[2]!]

/** Filters of ONNX, outputs first, as core has them. */
function toFilters({ builder: b }: OperationContext, filter: GraphNode): GraphNode {
  const { shape } = filter
  const ranked =
    shape.length === 3 ? b.reshape(filter, [shape[0]!, shape[1]!, 1, shape[2]!]) : filter
  return b.transpose(ranked, [2, 3, 1, 0])
}

function withBias(c: OperationContext, images: GraphNode): GraphNode {
  if (!c.has(2)) return images
  const { builder: b } = c
  return b.add(images, b.reshape(c.float(2), [1, 1, 1, images.shape[3]!]))
}

function convolution(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const images = toImages(c, x)
  const filter = c.float(1)
  const { size: _, ...geometry } = geometryOf(c, sizeOfImage(images), filter.shape.slice(2))
  const groups = c.number('group', 1)
  const result = b.conv2d(images, toFilters(c, filter), { ...geometry, groups })
  return [fromImages(c, withBias(c, result), x.shape.length)]
}

/** The gradient of a convolution with respect to its images, which are to be found. */
function transposedConvolution(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const results = toImages(c, x)
  const filter = c.float(1)
  const kernel = filter.shape.slice(2)
  const groups = c.number('group', 1)
  const ones = kernel.map(() => 1)
  const [size, strides, dilation] = [
    kernel,
    c.list('strides', ones),
    c.list('dilations', ones),
  ].map((values) => pair(values)) as [Pair, Pair, Pair]
  const extra = pair(
    c.list(
      'output_padding',
      kernel.map(() => 0),
    ),
    0,
  )
  const asked = c.list('output_shape')
  const automatic = c.word('auto_pad', 'NOTSET')
  const given = c.list(
    'pads',
    [...ones, ...ones].map(() => 0),
  )
  const count = kernel.length
  const padding: number[] = []
  const image = sizeOfImage(results).map((length, axis) => {
    const reached = (length - 1) * strides[axis]! + (size[axis]! - 1) * dilation[axis]! + 1
    const at = axis - 2 + count
    const pads = at < 0 ? [0, 0] : [given[at]!, given[at + count]!]
    const isSame = automatic.startsWith('SAME')
    const wanted =
      at < 0 ? undefined : (asked?.[at] ?? (isSame ? length * strides[axis]! : undefined))
    if (wanted === undefined) {
      padding.push(...pads)
      return reached + extra[axis]! - pads[0]! - pads[1]!
    }
    const total = Math.max(0, reached + extra[axis]! - wanted)
    const half = Math.floor(total / 2)
    padding.push(...(automatic === 'SAME_LOWER' ? [total - half, half] : [half, total - half]))
    return wanted
  })
  const inputShape = [results.shape[0]!, ...image, filter.shape[1]! * groups]
  // Core's image is read through a window; rows that no window reaches stay 0.
  const result = b.convInputGradient(results, toFilters(c, filter), {
    strides,
    dilation,
    padding: padding as unknown as Padding,
    groups,
    inputShape,
  })
  return [fromImages(c, withBias(c, result), x.shape.length)]
}

function pooling(c: OperationContext, name: 'maxPool' | 'averagePool'): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  if (c.number('ceil_mode', 0) === 1) throw c.fault('its ceil_mode is not known')
  if (c.node.outputs.length > 1 && c.node.outputs[1] !== '') throw c.fault('it gives indices')
  const images = toImages(c, x)
  const kernel = c.list('kernel_shape') ?? []
  const { dilation, ...attributes } = geometryOf(c, sizeOfImage(images), kernel)
  if (dilation.some((step) => step !== 1)) throw c.fault('its dilations are not known')
  const padded = attributes.padding.some((cells) => cells > 0)
  if (name === 'averagePool' && padded && c.number('count_include_pad', 0) === 1) {
    const [top, bottom, left, right] = attributes.padding
    const grown = b.pad(b.pad(images, 1, top, bottom), 2, left, right)
    const pooled = b.averagePool(grown, { ...attributes, padding: [0, 0, 0, 0] })
    return [fromImages(c, pooled, x.shape.length)]
  }
  return [fromImages(c, b[name](images, attributes), x.shape.length)]
}

const spatialAxes = ({ shape }: GraphNode): number[] => shape.map((_, axis) => axis).slice(2)

/** Windows over sequences and images. */
export const windowImports: ImportRules = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: (c) => pooling(c, 'maxPool'),
  AveragePool: (c) => pooling(c, 'averagePool'),
  GlobalAveragePool: (c) => [c.builder.mean(c.float(0), spatialAxes(c.float(0)))],
  GlobalMaxPool: (c) => [c.builder.max(c.float(0), spatialAxes(c.float(0)))],
}
