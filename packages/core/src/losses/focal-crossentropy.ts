import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { nonNegative } from '../options/numbers.js'
import { type BinaryCrossentropyOptions, binaryTerms } from './binary-crossentropy.js'
import {
  type CategoricalCrossentropyOptions,
  classProbabilities,
} from './categorical-crossentropy.js'
import { fromLogits, labelSmoothing, smoothTargets } from './crossentropy-options.js'
import {
  type LossDefinition,
  meanOfRows,
  sharesLikeOutputs,
  sumOfLastAxis,
  visibleLogits,
} from './definition.js'

/** Options of {@link binaryFocalCrossentropy}. */
export interface BinaryFocalCrossentropyOptions extends BinaryCrossentropyOptions {
  /** How strongly outputs that are nearly right are played down. Default 2. */
  readonly gamma: number
  /** Weight of the targets 1, with `applyClassBalancing`; targets 0 weigh 1 − alpha. Default 0.25. */
  readonly alpha: number
  /** Whether `alpha` counts. Default false. */
  readonly applyClassBalancing: boolean
}

/** Options of {@link categoricalFocalCrossentropy}. */
export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** How strongly outputs that are nearly right are played down. Default 2. */
  readonly gamma: number
  /** A factor of the whole loss. Default 0.25. */
  readonly alpha: number
}

const shared = {
  fromLogits,
  labelSmoothing,
  gamma: nonNegative.default(2),
  alpha: z.number().min(0).max(1).default(0.25),
}

/** missing^gamma; kept off 0, where the derivative of a power below 1 is infinite. */
const focus = (b: GraphBuilder, missing: GraphNode, gamma: number): GraphNode | number =>
  gamma === 0 ? 1 : b.pow(b.maximum(missing, 1e-30), gamma)

/**
 * Mean of (1 − q)^gamma · binary cross-entropy, where q = t p + (1 − t)(1 − p) is the probability
 * of the target (Lin et al. 2017); with `applyClassBalancing` times t alpha + (1 − t)(1 − alpha).
 * From logits z both factors are exact: 1 − q = t sigmoid(−z) + (1 − t) sigmoid(z).
 */
export const binaryFocalCrossentropy: LossDefinition<BinaryFocalCrossentropyOptions> = {
  name: 'binaryFocalCrossentropy',
  options: z.strictObject({ ...shared, applyClassBalancing: z.boolean().default(false) }),
  target: sharesLikeOutputs,
  accuracy: () => 'binaryAccuracy',
  probabilitiesFrom: 'sigmoid',
  perRow(options, { builder: b, output, target: given }) {
    const { gamma, alpha, applyClassBalancing } = options
    const target = smoothTargets(b, given, options.labelSmoothing, 2)
    const other = b.sub(1, target)
    const logits = options.fromLogits ? output : visibleLogits(b, output, 'sigmoid')
    const yes = logits === undefined ? output : b.sigmoid(logits)
    const no = logits === undefined ? b.sub(1, output) : b.sigmoid(b.neg(logits))
    const missing = b.add(b.mul(target, no), b.mul(other, yes))
    const terms = b.mul(focus(b, missing, gamma), binaryTerms(b, target, output, logits))
    const balance = applyClassBalancing ? b.add(b.mul(target, alpha), b.mul(other, 1 - alpha)) : 1
    return meanOfRows(b, b.mul(balance, terms))
  },
}

/**
 * −alpha Σ (1 − p)^gamma t log p over the classes of the last axis (Lin et al. 2017); the targets
 * are probabilities of the classes.
 */
export const categoricalFocalCrossentropy: LossDefinition<CategoricalFocalCrossentropyOptions> = {
  name: 'categoricalFocalCrossentropy',
  options: z.strictObject(shared),
  target: sharesLikeOutputs,
  accuracy: () => 'categoricalAccuracy',
  probabilitiesFrom: 'softmax',
  perRow(options, { builder: b, output, target }) {
    const { gamma, alpha } = options
    const smoothed = smoothTargets(b, target, options.labelSmoothing, output.shape.at(-1)!)
    const logits = options.fromLogits ? output : visibleLogits(b, output, 'softmax')
    const p = logits === undefined ? classProbabilities(b, output) : b.softmax(logits)
    const logP = logits === undefined ? b.log(p) : b.logSoftmax(logits)
    const terms = b.mul(b.mul(smoothed, logP), focus(b, b.sub(1, p), gamma))
    return b.mul(-alpha, meanOfRows(b, sumOfLastAxis(b, terms)))
  },
}
