import type { NodeOf } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Made } from '../rule.js'
import { cellsOf, convolutionWindows, padsOf } from './image-windows.js'

type Sizes = readonly [number, number, number, number]

/**
 * The gradient of filters, as a product of what each cell of the window sees with the gradient of
 * the results: faster than a convolution with images and channels swapped (measured: by a quarter).
 */
export function filterGradient(e: Emission, node: NodeOf<'convFilterGradient'>): Made {
  const [x, y] = node.inputs as [number, number]
  const [n, height, width, channels] = e.nodeOf(x).shape as Sizes
  const [, rows, columns, outputs] = e.nodeOf(y).shape as Sizes
  const { groups, filterShape, ...attributes } = node.attributes
  const windows = convolutionWindows([n, height, width, channels], filterShape, attributes)
  const { size, strides, padding, dilation } = windows
  const [top, left, bottom, right] = padsOf(padding) as [number, number, number, number]
  const images = e.full(x, 'channelsFirst')
  const padded = padding.some((cells) => cells > 0)
    ? e.pad(images, [0, 0, top, left, 0, 0, bottom, right])
    : images
  const seen: string[] = []
  for (let p = 0; p < size[0]; p++) {
    for (let q = 0; q < size[1]; q++) {
      const start = [p * dilation[0], q * dilation[1]] as const
      const end = [
        start[0] + (rows - 1) * strides[0] + 1,
        start[1] + (columns - 1) * strides[1] + 1,
      ]
      const [from, to, axes, steps] = [start, end, [2, 3], strides].map((part) =>
        e.writer.ints(part),
      )
      seen.push(e.op('Slice', [padded, from!, to!, axes!, steps!]))
    }
  }
  const cells = cellsOf(windows)
  const positions = rows * columns
  const perGroup = channels / groups
  const split = [n, groups, 1, perGroup, positions]
  const parts = groups === 1 ? seen : seen.map((part) => e.reshape(part, split))
  const together = e.op('Concat', parts, { axis: groups === 1 ? 1 : 2 })
  const left4 = e.reshape(together, [n, groups, cells * perGroup, positions])
  const right4 = e.reshape(e.full(y, 'channelsFirst'), [n, groups, outputs / groups, positions])
  const turned = e.op('Transpose', [right4], { perm: [0, 1, 3, 2] })
  const products = e.op('MatMul', [left4, turned])
  const sum = e.op('ReduceSum', [products, e.writer.ints([0])], { keepdims: 0 })
  if (groups === 1) return { name: e.reshape(sum, filterShape), shape: filterShape }
  const byGroup = e.reshape(sum, [groups, cells, perGroup, outputs / groups])
  const inOrder = e.op('Transpose', [byGroup], { perm: [1, 2, 0, 3] })
  return { name: e.reshape(inOrder, filterShape), shape: filterShape }
}
