import { z } from 'zod'
import type { GraphNode, Shape } from '../graph/types.js'
import {
  type Comparison,
  type LossDefinition,
  meanOfRows,
  sharesLikeOutputs,
  sumOfLastAxis,
  type TargetDeclaration,
} from './definition.js'

const sidesLikeOutputs = (shape: Shape): TargetDeclaration => ({
  shape,
  dtype: 'float',
  range: [-1, 1],
})

/** max(1 − t o, 0) of every output; a target of 0 counts as −1. */
function margins({ builder: b, output, target }: Comparison): GraphNode {
  const side = b.select(b.equal(target, 0), -1, target)
  return b.maximum(b.sub(1, b.mul(side, output)), 0)
}

/**
 * Mean of max(1 − t o, 0). Targets are −1 and 1, or 0 and 1; a 0 counts as −1, each by itself, so
 * that the loss of a row does not depend on the other rows of its batch.
 */
export const hinge: LossDefinition = {
  name: 'hinge',
  options: z.strictObject({}),
  target: sidesLikeOutputs,
  accuracy: () => 'hingeAccuracy',
  perRow: (_, comparison) => meanOfRows(comparison.builder, margins(comparison)),
}

/** Mean of max(1 − t o, 0)²; targets as for {@link hinge}. */
export const squaredHinge: LossDefinition = {
  name: 'squaredHinge',
  options: z.strictObject({}),
  target: sidesLikeOutputs,
  accuracy: () => 'hingeAccuracy',
  perRow(_, comparison) {
    const values = margins(comparison)
    return meanOfRows(comparison.builder, comparison.builder.mul(values, values))
  },
}

/** max(0, 1 + max (1 − t) o − Σ t o) over the classes of the last axis; targets are 0 and 1. */
export const categoricalHinge: LossDefinition = {
  name: 'categoricalHinge',
  options: z.strictObject({}),
  target: sharesLikeOutputs,
  accuracy: () => 'categoricalAccuracy',
  perRow(_, { builder: b, output, target }) {
    const right = sumOfLastAxis(b, b.mul(target, output))
    const wrong = b.max(b.mul(b.sub(1, target), output), [output.shape.length - 1])
    return meanOfRows(b, b.maximum(b.add(b.sub(wrong, right), 1), 0))
  },
}
