import { GraphError } from '../errors/parallax-error.js'
import { sameShape, showShape } from './shape.js'
import type { OperationName, Shape } from './types.js'

/**
 * The shape that two operands of an elementwise operation grow to: a scalar to any other shape, an
 * axis of size 1 to the other's size where the ranks are equal.
 * @throws {GraphError} if there is none.
 */
export function commonShape(op: OperationName, a: Shape, b: Shape): Shape {
  if (a.length === 0 || sameShape(a, b)) return b
  if (b.length === 0) return a
  const fits =
    a.length === b.length && a.every((size, i) => size === b[i] || size === 1 || b[i] === 1)
  if (fits) return a.map((size, i) => Math.max(size, b[i]!))
  throw new GraphError({
    where: `operation ${op}`,
    problem: 'the shapes do not fit',
    expected: 'equal shapes, a scalar, or equal ranks in which axes of size 1 grow',
    received: `${showShape(a)} and ${showShape(b)}`,
    hint: 'Reshape or broadcast one of them explicitly.',
  })
}
