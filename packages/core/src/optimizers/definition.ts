import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { NamedDefinition } from '../options/named.js'
import { count, nonNegative, positive } from '../options/numbers.js'

/** Options that every optimiser takes. */
export interface CommonOptions {
  /** The rate of the step at hand, where a schedule is chosen. */
  readonly learningRate: number
  /** Decoupled: before each update, weights are multiplied by 1 − weightDecay · learningRate. */
  readonly weightDecay: number
  /**
   * Regular expressions; weights whose path, such as `dense/bias`, has a part that matches one of
   * them do not decay. Default none.
   */
  readonly weightDecayExclude: readonly string[]
  /** Limit of every element of the gradient. Default none. */
  readonly clipValue?: number | undefined
  /** Limit of the norm of each weight's gradient. Default none. */
  readonly clipNorm?: number | undefined
  /** Limit of the norm of the whole gradient. Default none. */
  readonly globalClipNorm?: number | undefined
  /** Whether the trained model has the running mean of the weights. Default false. */
  readonly useEma: boolean
  /** Decay rate of that mean. Default 0.99. */
  readonly emaMomentum: number
  /** After how many steps, again and again, training goes on from the mean. Default never. */
  readonly emaOverwriteFrequency?: number | undefined
  /**
   * After how many steps, again and again, weights are updated, by the mean of the gradients since
   * then: the batch of an update is as many times larger. Default: after each.
   */
  readonly gradientAccumulationSteps?: number | undefined
}

/** Where one weight lies in the flat vectors. */
export interface Variable {
  /** `layer/weight`, for example `dense_1/kernel`. */
  readonly path: string
  readonly shape: Shape
  readonly offset: number
  readonly size: number
}

/** Something that an optimiser keeps beside the weights, as one flat vector. */
export interface SlotDeclaration {
  readonly name: string
  /** What every element starts as. Default 0. */
  readonly initialValue?: number
  /** How many elements belong to a weight. Default: as many as the weight has. */
  sizeOf?(variable: Variable): number
}

/** Nodes that an update is built from: flat vectors. */
export interface UpdateContext {
  readonly builder: GraphBuilder
  readonly weights: GraphNode
  readonly gradient: GraphNode
  slot(name: string): GraphNode
  /** The host's numbers for this step, in the order of `scalars`, each of shape `[1]`. */
  readonly scalars: readonly GraphNode[]
  /** The weights one by one, in the order in which they lie in the vectors. */
  readonly variables: readonly Variable[]
}

/** The new values of the weights and of every slot. */
export interface Update {
  readonly weights: GraphNode
  readonly slots: Readonly<Record<string, GraphNode>>
}

/** An optimiser. */
export interface OptimizerDefinition<Options extends CommonOptions = CommonOptions>
  extends NamedDefinition {
  slots(options: Options): readonly SlotDeclaration[]
  /** Numbers that the host computes in double precision for step `step`, counted from 1. */
  scalars(options: Options, step: number): readonly number[]
  /** Whether the common option of weight decay is for this weight. Default: for every weight. */
  decays?(options: Options, variable: Variable): boolean
  update(options: Options, context: UpdateContext): Update
}

/** The schema of the common options with an optimiser's own defaults. */
export const commonOptions = (learningRate: number, weightDecay = 0) => ({
  learningRate: positive.default(learningRate),
  weightDecay: nonNegative.default(weightDecay),
  weightDecayExclude: patterns,
  clipValue: positive.optional(),
  clipNorm: positive.optional(),
  globalClipNorm: positive.optional(),
  useEma: z.boolean().default(false),
  emaMomentum: z.number().min(0).max(1).default(0.99),
  emaOverwriteFrequency: count.optional(),
  gradientAccumulationSteps: z.int().min(2).optional(),
})

/** Schema of a list of regular expressions. */
export const patterns = z
  .array(z.string().refine(isPattern, 'not a regular expression'))
  .readonly()
  .default([])

/** Whether one of the regular expressions is found in a path. */
export const matches = (expressions: readonly string[], path: string): boolean =>
  expressions.some((expression) => new RegExp(expression).test(path))

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

/** Schema of a moment's decay rate. */
export const decayRate = z.number().min(0).lt(1)
