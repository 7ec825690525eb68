import type { Shape } from '@parallax-ml/core'
import type { GraphWriter } from '../writer/graph-writer.js'

/**
 * A shape whose sizes that are multiples of `batch.size` scale with the number of rows: a vector that
 * the file works out from the value `batch.name`, int64 `[1]`.
 */
export function batchSizes(
  writer: GraphWriter,
  batch: { readonly size: number; readonly name: string },
  shape: Shape,
): string {
  const parts = shape.map((size) => {
    if (size % batch.size !== 0) return writer.ints([size])
    const times = size / batch.size
    return times === 1 ? batch.name : writer.node('Mul', [batch.name, writer.ints([times])])
  })
  return parts.length === 1 ? parts[0]! : writer.node('Concat', parts, { axis: 0 })
}
