import { SpecError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import { showShape } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { LayerShapes } from './definition.js'

/** Throws unless a layer that joins inputs has as many as it needs. */
export function requireInputCount(
  { inputs, where }: LayerShapes,
  least: number,
  most?: number,
): void {
  if (inputs.length >= least && inputs.length <= (most ?? inputs.length)) return
  throw new SpecError({
    where,
    problem: 'wrong number of inputs',
    expected: most === undefined ? `at least ${least}` : String(most),
    received: String(inputs.length),
    hint: 'Give them as a list: connect([first, second], layer).',
  })
}

/** A row's shape with axes of size 1 in front, so that it has `rank` axes. */
const withRank = (row: Shape, rank: number): Shape => [
  ...new Array<number>(rank - row.length).fill(1),
  ...row,
]

/**
 * The shape that the rows of all inputs grow to, as in Keras: axes of size 1 grow, and missing ones
 * are added in front.
 *
 * @throws {SpecError} if there is none.
 */
export function grownShape({ inputs, where }: LayerShapes): Shape {
  const rank = Math.max(...inputs.map((row) => row.length))
  return inputs
    .map((row) => withRank(row, rank))
    .reduce((grown, row) =>
      grown.map((size, axis) => {
        const other = row[axis]!
        if (size === other || size === 1 || other === 1) return Math.max(size, other)
        throw new SpecError({
          where,
          problem: 'the shapes of its inputs do not fit',
          expected: 'equal shapes, but for axes of size 1',
          received: inputs.map(showShape).join(' and '),
        })
      }),
    )
}

/** All values grown to one shape, rows included. */
export function grow(b: GraphBuilder, values: readonly GraphNode[], shape: Shape): GraphNode[] {
  return values.map((value) => {
    const [rows, ...row] = value.shape
    return b.broadcast(b.reshape(value, [rows!, ...withRank(row, shape.length - 1)]), shape)
  })
}
