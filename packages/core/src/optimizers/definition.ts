import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import type { NamedDefinition } from '../options/named.js'
import { nonNegative, positive } from '../options/numbers.js'

/** Options that every optimiser takes. */
export interface CommonOptions {
  readonly learningRate: number
  /** Decoupled: before each update, weights are multiplied by 1 − weightDecay · learningRate. */
  readonly weightDecay: number
}

/** Nodes that an update is built from, all of them flat vectors of equal length. */
export interface UpdateContext {
  readonly builder: GraphBuilder
  readonly weights: GraphNode
  readonly gradient: GraphNode
  slot(name: string): GraphNode
  /** The host's numbers for this step, in the order of `scalars`, each of shape `[1]`. */
  readonly scalars: readonly GraphNode[]
}

/** The new values of the weights and of every slot. */
export interface Update {
  readonly weights: GraphNode
  readonly slots: Readonly<Record<string, GraphNode>>
}

/** An optimiser. */
export interface OptimizerDefinition<Options extends CommonOptions = CommonOptions>
  extends NamedDefinition {
  /** Names of the vectors that it keeps beside the weights; they start as zeros. */
  slots(options: Options): readonly string[]
  /** Numbers that the host computes in double precision for step `step`, counted from 1. */
  scalars(options: Options, step: number): readonly number[]
  update(options: Options, context: UpdateContext): Update
}

/** The schema of the common options with an optimiser's own defaults. */
export const commonOptions = (learningRate: number, weightDecay = 0) => ({
  learningRate: positive.default(learningRate),
  weightDecay: nonNegative.default(weightDecay),
})

/** `base` to a whole power, by multiplications alone: every machine gives the same bits. */
export function wholePower(base: number, exponent: number): number {
  let result = 1
  for (
    let factor = base, rest = exponent;
    rest > 0;
    rest = Math.floor(rest / 2), factor *= factor
  ) {
    if (rest % 2 === 1) result *= factor
  }
  return result
}

/** Schema of a moment's decay rate. */
export const decayRate = z.number().min(0).lt(1)
