import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the model's outputs are logits rather than probabilities. Default false. */
  readonly fromLogits: boolean
}

/** An option of the cross-entropies whose targets are probabilities. */
export interface LabelSmoothingOptions {
  /** Share s of every target that is spread evenly over the classes. Default 0. */
  readonly labelSmoothing: number
}

/** Schema of `fromLogits`. */
export const fromLogits = z.boolean().default(false)

/** Schema of `labelSmoothing`. */
export const labelSmoothing = z.number().min(0).max(1).default(0)

/** t (1 − s) + s / classes. */
export const smoothTargets = (
  b: GraphBuilder,
  target: GraphNode,
  share: number,
  classes: number,
): GraphNode => (share === 0 ? target : b.add(b.mul(target, 1 - share), share / classes))
