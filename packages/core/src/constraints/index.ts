import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { choiceSchema } from '../options/choice-schema.js'
import { type NamedDefinition, resolveChoice } from '../options/named.js'
import { nonNegative } from '../options/numbers.js'

interface ConstraintDefinition<Options extends object = object> extends NamedDefinition {
  /** The weight, moved to where it may be. */
  project(options: Options, builder: GraphBuilder, weight: GraphNode): GraphNode
}

/** Keras's `backend.epsilon()`, added to norms before dividing by them. */
const epsilon = 1e-7

const axis = z.int().min(0).default(0)

/** √Σw² over an axis, which stays as 1. */
const normOf = (b: GraphBuilder, weight: GraphNode, over: number): GraphNode =>
  b.sqrt(b.sum(b.mul(weight, weight), [over]))

const scaleTo = (
  b: GraphBuilder,
  weight: GraphNode,
  norm: GraphNode,
  wanted: GraphNode | number,
): GraphNode => b.mul(weight, b.div(wanted, b.add(norm, epsilon)))

const maxNorm: ConstraintDefinition<{ maxValue: number; axis: number }> = {
  name: 'maxNorm',
  options: z.strictObject({ maxValue: nonNegative.default(2), axis }),
  project(options, b, weight) {
    const norm = normOf(b, weight, options.axis)
    return scaleTo(b, weight, norm, b.minimum(norm, options.maxValue))
  },
}

const minMaxNorm: ConstraintDefinition<{
  minValue: number
  maxValue: number
  rate: number
  axis: number
}> = {
  name: 'minMaxNorm',
  options: z.strictObject({
    minValue: nonNegative.default(0),
    maxValue: nonNegative.default(1),
    rate: z.number().min(0).max(1).default(1),
    axis,
  }),
  project({ minValue, maxValue, rate, axis: over }, b, weight) {
    const norm = normOf(b, weight, over)
    const clipped = b.maximum(b.minimum(norm, maxValue), minValue)
    const wanted = rate === 1 ? clipped : b.add(b.mul(clipped, rate), b.mul(norm, 1 - rate))
    return scaleTo(b, weight, norm, wanted)
  },
}

const nonNeg: ConstraintDefinition = {
  name: 'nonNeg',
  options: z.strictObject({}),
  project: (_, b, weight) => b.maximum(weight, 0),
}

const unitNorm: ConstraintDefinition<{ axis: number }> = {
  name: 'unitNorm',
  options: z.strictObject({ axis }),
  project: (options, b, weight) => scaleTo(b, weight, normOf(b, weight, options.axis), 1),
}

const definitions = [
  maxNorm,
  minMaxNorm,
  nonNeg,
  unitNorm,
] as unknown as readonly ConstraintDefinition[]

/**
 * Where a weight is moved back to after every step, with Keras's names and definitions; norms are
 * taken over `axis`, 0 by default: for a dense kernel, over the inputs of each unit.
 */
export type ConstraintChoice =
  | 'maxNorm'
  | 'minMaxNorm'
  | 'nonNeg'
  | 'unitNorm'
  | { readonly name: 'maxNorm'; readonly maxValue?: number; readonly axis?: number }
  | {
      readonly name: 'minMaxNorm'
      readonly minValue?: number
      readonly maxValue?: number
      readonly rate?: number
      readonly axis?: number
    }
  | { readonly name: 'nonNeg' }
  | { readonly name: 'unitNorm'; readonly axis?: number }

/** Schema of a constraint in a spec. */
export const constraintChoice = choiceSchema(definitions) as z.ZodType<ConstraintChoice>

/** The weight, moved to where the constraint allows it. */
export function constrain(b: GraphBuilder, choice: ConstraintChoice, weight: GraphNode): GraphNode {
  const { definition, options } = resolveChoice('constraint', definitions, choice)
  return definition.project(options, b, weight)
}
