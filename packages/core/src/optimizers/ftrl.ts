import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { nonNegative } from '../options/numbers.js'
import { type CommonOptions, commonOptions, type OptimizerDefinition } from './definition.js'

/** Options of the optimiser `ftrl`. */
export interface FtrlOptions extends CommonOptions {
  /** How the rate shrinks with the sum of squares, at most 0. Default −0.5, its root. */
  readonly learningRatePower: number
  /** What the sums of squares start as. Default 0.1. */
  readonly initialAccumulatorValue: number
  /** Default 0. */
  readonly l1RegularizationStrength: number
  /** Default 0. */
  readonly l2RegularizationStrength: number
  /** Adds 2 · strength · weight to the gradient, but not to the sum of squares. Default 0. */
  readonly l2ShrinkageRegularizationStrength: number
  /** Default 0. */
  readonly beta: number
}

/**
 * Follow the regularised leader (McMahan and others, 2013): with n = Σ gradient² and
 * z = Σ (gradient − (nᵖ − n′ᵖ) / rate · w), w is 0 where |z| ≤ l1, else (±l1 − z) / (nᵖ / rate + 2 · l2 +
 * beta / rate). It takes the weights from z alone: first weights count in the steps only.
 */
export const ftrl: OptimizerDefinition<FtrlOptions> = {
  name: 'ftrl',
  options: z.strictObject({
    ...commonOptions(0.001),
    learningRatePower: z.number().max(0).default(-0.5),
    initialAccumulatorValue: nonNegative.default(0.1),
    l1RegularizationStrength: nonNegative.default(0),
    l2RegularizationStrength: nonNegative.default(0),
    l2ShrinkageRegularizationStrength: nonNegative.default(0),
    beta: nonNegative.default(0),
  }),
  slots: ({ initialAccumulatorValue }) => [
    { name: 'accumulator', initialValue: initialAccumulatorValue },
    { name: 'linear' },
  ],
  scalars: ({ learningRate, beta, l2RegularizationStrength }) => [
    1 / learningRate,
    2 * l2RegularizationStrength + beta / learningRate,
  ],
  update(options, { builder: b, weights, gradient, slot, scalars: [inverseRate, l2] }) {
    const { l1RegularizationStrength: l1, l2ShrinkageRegularizationStrength: shrinkage } = options
    const accumulator = b.add(slot('accumulator'), b.mul(gradient, gradient))
    const [now, before] = [accumulator, slot('accumulator')].map((sum) =>
      powerOf(b, sum, -options.learningRatePower),
    )
    const shrunk = shrinkage === 0 ? gradient : b.add(gradient, b.mul(weights, 2 * shrinkage))
    const isRoot = options.learningRatePower === -0.5
    const growth = isRoot ? growthOfRoot(b, gradient, now!, before!) : b.sub(now!, before!)
    const pull = b.mul(b.mul(growth, inverseRate!), weights)
    const linear = b.add(slot('linear'), b.sub(shrunk, pull))
    const clipped = b.minimum(b.maximum(linear, -l1), l1)
    const quadratic = b.add(b.mul(now!, inverseRate!), l2!)
    return {
      weights: b.div(b.sub(clipped, linear), quadratic),
      slots: { accumulator, linear },
    }
  },
}

const powerOf = (b: GraphBuilder, sum: GraphNode, exponent: number): GraphNode =>
  exponent === 0.5 ? b.sqrt(sum) : b.pow(sum, exponent)

/**
 * √(n + gradient²) − √n as gradient² / (√(n + gradient²) + √n): the difference of two roots that are
 * almost equal would keep few of float32's digits, and the inverse of the rate magnifies their noise.
 */
function growthOfRoot(
  b: GraphBuilder,
  gradient: GraphNode,
  now: GraphNode,
  before: GraphNode,
): GraphNode {
  const sum = b.add(now, before)
  const safe = b.select(b.equal(sum, 0), 1, sum)
  return b.div(b.mul(gradient, gradient), safe)
}
