import type { NodeOf, Padding, Shape } from '@parallax-ml/core'
import type { LoweringBuilder } from './lowering-builder.js'
import type { ContractLoop } from './nodes.js'

type Convolution = NodeOf<'conv2d'> | NodeOf<'convInputGradient'> | NodeOf<'convFilterGradient'>

/**
 * Convolutions as contractions over windows of a padded image: no copy of the windows is made, the
 * loops over them only have strides of their own. With images x, filters f and results y, all three
 * sum the same products x[n, i·s + p·d, j·s + q·d, g·c + k] · f[p, q, k, g·o + m] · y[n, i, j, g·o + m]
 * over what their result does not have.
 */
export function lowerConvolution(
  b: LoweringBuilder,
  node: Convolution,
  [first, second]: readonly [number, number],
): number {
  switch (node.op) {
    case 'conv2d':
      return forward(b, node, first, second)
    case 'convFilterGradient':
      return filterGradient(b, node, first, second)
    case 'convInputGradient':
      return inputGradient(b, node, first, second)
  }
}

const on = (axis: number, step = 1) => ({ axis, step })

/** Loops over groups and over the channels of one group, as one axis of the result if that does. */
function channelLoops(
  out: number,
  groups: number,
  perGroup: number,
  group: Omit<ContractLoop, 'size' | 'out'>,
  channel: Omit<ContractLoop, 'size' | 'out'>,
): { readonly loops: ContractLoop[]; readonly sizes: number[] } {
  if (groups === 1) return { loops: [{ size: perGroup, out, ...channel }], sizes: [perGroup] }
  if (perGroup === 1) return { loops: [{ size: groups, out, ...group }], sizes: [groups] }
  return {
    loops: [
      { size: groups, out, ...group },
      { size: perGroup, out: out + 1, ...channel },
    ],
    sizes: [groups, perGroup],
  }
}

function padded(b: LoweringBuilder, image: number, [top, bottom, left, right]: Padding): number {
  if (top + bottom + left + right === 0) return image
  const [n, height, width, channels] = b.node(image).shape as [number, number, number, number]
  const shape = [n, top + height + bottom, left + width + right, channels]
  return b.embed(image, shape, [0, top, left, 0], [1, 1, 1, 1])
}

function forward(
  b: LoweringBuilder,
  { shape, attributes: { strides, dilation, padding, groups } }: NodeOf<'conv2d'>,
  image: number,
  filter: number,
): number {
  const [n, rows, columns, outputs] = shape as [number, number, number, number]
  const [height, width, perGroup] = b.node(filter).shape as [number, number, number]
  const own = outputs / groups
  const { loops, sizes } = channelLoops(
    3,
    groups,
    own,
    { a: on(3, perGroup), b: on(3, own) },
    { b: on(3) },
  )
  const result = b.contract(
    [padded(b, image, padding), filter],
    [n, rows, columns, ...sizes],
    [
      { size: n, out: 0, a: on(0) },
      { size: rows, out: 1, a: on(1, strides[0]) },
      { size: columns, out: 2, a: on(2, strides[1]) },
      ...loops,
      { size: height, a: on(1, dilation[0]), b: on(0) },
      { size: width, a: on(2, dilation[1]), b: on(1) },
      { size: perGroup, a: on(3), b: on(2) },
    ],
  )
  return b.reshape(result, shape)
}

function filterGradient(
  b: LoweringBuilder,
  { shape, attributes: { strides, dilation, padding, groups } }: NodeOf<'convFilterGradient'>,
  image: number,
  results: number,
): number {
  const [height, width, perGroup, outputs] = shape as [number, number, number, number]
  const [n, rows, columns] = b.node(results).shape as [number, number, number]
  const own = outputs / groups
  const { loops, sizes } = channelLoops(
    3,
    groups,
    own,
    { a: on(3, perGroup), b: on(3, own) },
    { b: on(3) },
  )
  const result = b.contract(
    [padded(b, image, padding), results],
    [height, width, perGroup, ...sizes],
    [
      { size: height, out: 0, a: on(1, dilation[0]) },
      { size: width, out: 1, a: on(2, dilation[1]) },
      { size: perGroup, out: 2, a: on(3) },
      ...loops,
      { size: n, a: on(0), b: on(0) },
      { size: rows, a: on(1, strides[0]), b: on(1) },
      { size: columns, a: on(2, strides[1]), b: on(2) },
    ],
  )
  return b.reshape(result, shape)
}

/**
 * Every pixel gathers what the windows over it give: a dense convolution of the results, set apart
 * by the strides among zeros, with the filter turned round.
 */
function inputGradient(
  b: LoweringBuilder,
  { shape, attributes: { strides, dilation, padding, groups } }: NodeOf<'convInputGradient'>,
  results: number,
  filter: number,
): number {
  const [n, height, width] = shape as [number, number, number]
  const [filterRows, filterColumns, perGroup, outputs] = b.node(filter).shape as [
    number,
    number,
    number,
    number,
  ]
  const own = outputs / groups
  const apart = spread(b, results, {
    sizes: [height + (filterRows - 1) * dilation[0], width + (filterColumns - 1) * dilation[1]],
    starts: [
      (filterRows - 1) * dilation[0] - padding[0],
      (filterColumns - 1) * dilation[1] - padding[2],
    ],
    steps: strides,
  })
  // Its outputs before its channels, so that the channels of the result lie side by side.
  const turned = b.copy(b.transpose(b.reverse(b.reverse(filter, 0), 1), [0, 1, 3, 2]))
  const { loops, sizes } = channelLoops(
    3,
    groups,
    perGroup,
    { a: on(3, own), b: on(2, own) },
    { b: on(3) },
  )
  const result = b.contract(
    [apart, turned],
    [n, height, width, ...sizes],
    [
      { size: n, out: 0, a: on(0) },
      { size: height, out: 1, a: on(1) },
      { size: width, out: 2, a: on(2) },
      ...loops,
      { size: filterRows, a: on(1, dilation[0]), b: on(0) },
      { size: filterColumns, a: on(2, dilation[1]), b: on(1) },
      { size: own, a: on(3), b: on(2) },
    ],
  )
  return b.reshape(result, shape)
}

interface Spread {
  readonly sizes: Shape
  readonly starts: readonly number[]
  readonly steps: readonly number[]
}

/** Results at the places where their windows begin, among zeros; what lies outside is left out. */
function spread(b: LoweringBuilder, results: number, { sizes, starts, steps }: Spread): number {
  const [n, , , outputs] = b.node(results).shape as Shape
  const shape: Shape = [n!, sizes[0]!, sizes[1]!, outputs!]
  let inside = results
  const kept = [0, 1].map((i) => {
    const first = Math.max(0, Math.ceil(-starts[i]! / steps[i]!))
    const last = Math.floor((sizes[i]! - 1 - starts[i]!) / steps[i]!)
    const count = Math.min(last, b.node(results).shape[i + 1]! - 1) - first + 1
    if (count < 1) return undefined
    inside = b.slice(inside, i + 1, first, count)
    return starts[i]! + first * steps[i]!
  })
  if (kept.includes(undefined)) return b.zeros(shape)
  const isWhole = shape.every((size, axis) => size === b.node(inside).shape[axis])
  if (isWhole) return inside
  return b.embed(inside, shape, [0, ...kept, 0] as number[], [1, ...steps, 1])
}
