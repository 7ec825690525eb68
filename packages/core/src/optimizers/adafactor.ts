import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { power } from '../math/power.js'
import { positive } from '../options/numbers.js'
import {
  type CommonOptions,
  commonOptions,
  type OptimizerDefinition,
  type SlotDeclaration,
  type Variable,
} from './definition.js'
import { updateEach, type VariableContext } from './each-variable.js'

/** Options of the optimiser `adafactor`. */
export interface AdafactorOptions extends CommonOptions {
  /** Decay rate of the mean of squares is 1 − step^beta2Decay; below 0. Default −0.8. */
  readonly beta2Decay: number
  /** Added to the square of the gradient. Default 1e-30. */
  readonly epsilon1: number
  /** Floor of the root mean square of a weight, which scales its steps. Default 0.001. */
  readonly epsilon2: number
  /** Limit of the root mean square of a step. Default 1. */
  readonly clipThreshold: number
  /** Changes nothing, as in Keras: the rate is at most 1 / √step either way. Default true. */
  readonly relativeStep: boolean
}

const isMatrix = ({ shape }: Variable): boolean => shape.length >= 2

const slots: readonly SlotDeclaration[] = [
  { name: 'rows', sizeOf: (each) => (isMatrix(each) ? each.size / each.shape.at(-1)! : 0) },
  { name: 'columns', sizeOf: (each) => (isMatrix(each) ? each.size / each.shape.at(-2)! : 0) },
  { name: 'squares', sizeOf: (each) => (isMatrix(each) ? 0 : each.size) },
]

/**
 * Adafactor (Shazeer and Stern, 2018), without momentum: of matrices it keeps the mean squares of
 * rows and columns only, over the last two axes. The step is max(epsilon2, rms(w)) · min(rate, 1 / √step) ·
 * u / max(1, rms(u) / clipThreshold) with u = gradient / √v.
 */
export const adafactor: OptimizerDefinition<AdafactorOptions> = {
  name: 'adafactor',
  options: z.strictObject({
    ...commonOptions(0.001),
    beta2Decay: z.number().lt(0).default(-0.8),
    epsilon1: positive.default(1e-30),
    epsilon2: positive.default(1e-3),
    clipThreshold: positive.default(1),
    relativeStep: z.boolean().default(true),
  }),
  slots: () => slots,
  scalars: ({ learningRate, beta2Decay }, step) => {
    const newShare = power(step, beta2Decay)
    return [Math.min(learningRate, 1 / Math.sqrt(step)), 1 - newShare, newShare]
  },
  update: ({ epsilon1, epsilon2, clipThreshold }, context) =>
    updateEach(slots, context, (each) => {
      const { builder: b, weights, gradient, scalars, variable } = each
      const square = b.add(b.mul(gradient, gradient), epsilon1)
      const { v, slots: newSlots } = isMatrix(variable)
        ? factoredSquares(each, square)
        : fullSquares(each, square)
      const step = b.div(gradient, b.sqrt(v))
      const clipped = b.div(step, b.maximum(b.div(rootMeanSquare(b, step), clipThreshold), 1))
      const rate = b.mul(
        b.maximum(rootMeanSquare(b, weights), epsilon2),
        b.reshape(scalars[0]!, []),
      )
      return { weights: b.sub(weights, b.mul(clipped, rate)), slots: newSlots }
    }),
}

const rootMeanSquare = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.reshape(b.sqrt(b.mean(b.mul(values, values))), [])

interface Squares {
  readonly v: GraphNode
  readonly slots: Readonly<Record<string, GraphNode>>
}

function fullSquares({ slot, ...each }: VariableContext, square: GraphNode): Squares {
  const squares = mix(each, slot('squares'), square)
  return { v: squares, slots: { squares } }
}

/** The mean squares of rows times those of columns, over their mean. */
function factoredSquares({ slot, ...each }: VariableContext, square: GraphNode): Squares {
  const { builder: b } = each
  const [last, other] = [square.shape.length - 1, square.shape.length - 2]
  const meanOver = (axis: number, name: string): GraphNode => {
    const mean = b.mean(square, [axis])
    return mix(each, b.reshape(slot(name), mean.shape), mean)
  }
  const rows = meanOver(last, 'rows')
  const columns = meanOver(other, 'columns')
  const v = b.mul(b.div(rows, b.mean(rows, [other])), columns)
  return { v, slots: { rows, columns } }
}

const mix = (
  { builder: b, scalars }: Pick<VariableContext, 'builder' | 'scalars'>,
  old: GraphNode,
  value: GraphNode,
): GraphNode => {
  const [oldShare, newShare] = scalars.slice(1).map((share) => b.reshape(share, []))
  return b.add(b.mul(old, oldShare!), b.mul(value, newShare!))
}
