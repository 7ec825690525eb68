import type { GraphNode, NodeOf } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Made } from '../rule.js'
import { convolution } from './convolution.js'
import { matmul } from './matmul.js'

/** A product or convolution and the bias that is added to it, in one operation. */
export function biasedProduct(
  e: Emission,
  { product, bias }: { readonly product: GraphNode; readonly bias: number },
): Made {
  const { name, shape } = e.stored(bias)
  if (product.op === 'conv2d') {
    const width = product.shape[3]!
    const vector =
      shape.length === 1 && shape[0] === width ? name : e.reshape(vectorOf(e, bias, width), [width])
    return convolution(e, product as NodeOf<'conv2d'>, vector)
  }
  return matmul(e, product as NodeOf<'matmul'>, name)
}

/** A bias in which one number may stand for all, written out. */
function vectorOf(e: Emission, bias: number, width: number): string {
  const { name, shape } = e.stored(bias)
  return shape.at(-1) === width ? name : e.expand(name, [1, 1, 1, width])
}
