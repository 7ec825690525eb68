import { type ConvolutionAttributes, type PoolingAttributes, sizeOf } from '@parallax-ml/core'
import type { BoundFacts } from '../bounds.js'
import type { OperationSample } from './operations.js'

/** Length of the sums in a sample, and the size of their terms. */
export function factsOf({ operation, inputs, attributes }: OperationSample): BoundFacts {
  const sizes = inputs.map(({ data }) => largestFinite(data))
  const [a, b] = inputs
  switch (operation) {
    case 'sum':
    case 'mean':
    case 'cumsum':
      return { length: sizeOf(a!.shape), scale: sizes[0]! }
    case 'scatterAdd':
      return { length: b!.data.length, scale: sizes[0]! }
    case 'softmax':
      return { length: a!.shape.at(-1)!, scale: 1e-3 }
    case 'logSoftmax':
      return { length: a!.shape.at(-1)!, scale: sizes[0]! }
    case 'matmul': {
      const { transposeA } = attributes as { transposeA: boolean }
      return { length: a!.shape.at(transposeA ? -2 : -1)!, scale: sizes[0]! * sizes[1]! }
    }
    case 'conv2d': {
      const [rows, columns, channels] = b!.shape
      return { length: rows! * columns! * channels!, scale: sizes[0]! * sizes[1]! }
    }
    case 'convInputGradient': {
      const [rows, columns, , outputs] = b!.shape
      const { groups } = attributes as ConvolutionAttributes
      return { length: (rows! * columns! * outputs!) / groups, scale: sizes[0]! * sizes[1]! }
    }
    case 'convFilterGradient':
      return { length: sizeOf(b!.shape) / b!.shape.at(-1)!, scale: sizes[0]! * sizes[1]! }
    case 'averagePool':
    case 'averagePoolGradient':
      return { length: cellsOf(attributes as PoolingAttributes), scale: sizes[0]! }
    case 'maxPoolGradient':
      return { length: cellsOf(attributes as PoolingAttributes), scale: sizes[1]! }
    default:
      return {}
  }
}

const largestFinite = (data: ArrayLike<number>): number =>
  Array.from(data, Math.abs).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, x) : most), 0)

// A window has so many terms, and a pixel is in at most as many windows.
const cellsOf = ({ size }: PoolingAttributes): number => size[0] * size[1]
