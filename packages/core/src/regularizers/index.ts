import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { choiceSchema } from '../options/choice-schema.js'
import { type NamedDefinition, resolveChoice } from '../options/named.js'
import { nonNegative } from '../options/numbers.js'

interface RegularizerDefinition<Options extends object = object> extends NamedDefinition {
  /** The penalty of a weight, of shape `[]`. */
  penalty(options: Options, builder: GraphBuilder, weight: GraphNode): GraphNode
}

const scalar = (b: GraphBuilder, values: GraphNode): GraphNode => b.reshape(b.sum(values), [])
const factor = nonNegative.default(0.01)

const l1: RegularizerDefinition<{ l1: number }> = {
  name: 'l1',
  options: z.strictObject({ l1: factor }),
  penalty: (options, b, w) => b.mul(scalar(b, b.abs(w)), options.l1),
}

const l2: RegularizerDefinition<{ l2: number }> = {
  name: 'l2',
  options: z.strictObject({ l2: factor }),
  penalty: (options, b, w) => b.mul(scalar(b, b.mul(w, w)), options.l2),
}

const l1l2: RegularizerDefinition<{ l1: number; l2: number }> = {
  name: 'l1l2',
  options: z.strictObject({ l1: nonNegative.default(0), l2: nonNegative.default(0) }),
  penalty: (options, b, w) => b.add(l1.penalty(options, b, w), l2.penalty(options, b, w)),
}

/** Mean |cosine| between different rows (or columns) of a matrix, times the factor. */
const orthogonal: RegularizerDefinition<{ factor: number; mode: 'rows' | 'columns' }> = {
  name: 'orthogonal',
  options: z.strictObject({ factor, mode: z.enum(['rows', 'columns']).default('rows') }),
  penalty(options, b, weight) {
    const columns = weight.shape.at(-1)!
    const matrix = b.reshape(weight, [weight.shape.reduce((a, c) => a * c, 1) / columns, columns])
    const rows = options.mode === 'rows' ? matrix : b.transpose(matrix, [1, 0])
    const count = rows.shape[0]!
    const length = b.sqrt(b.maximum(b.sum(b.mul(rows, rows), [1]), 1e-12))
    const unit = b.div(rows, length)
    const cosines = b.matmul(unit, unit, { transposeB: true })
    const others = b.notEqual(b.iota([count, count], 0), b.iota([count, count], 1))
    const total = scalar(b, b.abs(b.select(others, cosines, 0)))
    return b.mul(total, options.factor / Math.max(1, count * (count - 1)))
  },
}

const definitions = [l1, l2, l1l2, orthogonal] as unknown as readonly RegularizerDefinition[]

/**
 * A penalty on a weight, added to the loss that is minimised, with Keras's names and definitions:
 * `l1` Σ|w|, `l2` Σw², `l1l2` both, `orthogonal` the mean |cosine| between rows.
 */
export type RegularizerChoice =
  | 'l1'
  | 'l2'
  | 'orthogonal'
  | { readonly name: 'l1'; readonly l1?: number }
  | { readonly name: 'l2'; readonly l2?: number }
  | { readonly name: 'l1l2'; readonly l1?: number; readonly l2?: number }
  | { readonly name: 'orthogonal'; readonly factor?: number; readonly mode?: 'rows' | 'columns' }

/** Schema of a regulariser in a spec. */
export const regularizerChoice = choiceSchema(definitions) as z.ZodType<RegularizerChoice>

/** The penalty of a weight, of shape `[]`. */
export function penaltyOf(
  b: GraphBuilder,
  choice: RegularizerChoice,
  weight: GraphNode,
): GraphNode {
  const { definition, options } = resolveChoice('regularizer', definitions, choice)
  return definition.penalty(options, b, weight)
}
