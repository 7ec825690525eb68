import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { count, nonNegative, positive } from '../options/numbers.js'
import { correctedRate, runningMean } from './adam.js'
import {
  type CommonOptions,
  commonOptions,
  decayRate,
  matches,
  type OptimizerDefinition,
  patterns,
  type SlotDeclaration,
  type Update,
  type Variable,
} from './definition.js'
import { updateEach, type VariableContext } from './each-variable.js'

/** Options of the optimiser `muon`. */
export interface MuonOptions extends CommonOptions {
  /** Decay rate of the sum of gradients. Default 0.95. */
  readonly momentum: number
  /** Whether to look ahead. Default true. */
  readonly nesterov: boolean
  /** How often to iterate. Default 5. */
  readonly newtonSchulzSteps: number
  /** Coefficients of an iteration: a · x + b · (x xᵀ) x + c · (x xᵀ)² x. Default 3.4445. */
  readonly muonA: number
  /** Default −4.775. */
  readonly muonB: number
  /** Default 2.0315. */
  readonly muonC: number
  /** Steps are scaled by √(larger side) times this; null leaves them as they are. Default 0.2. */
  readonly rmsRate: number | null
  /** Regular expressions; weights whose path has a match are left to AdamW. Default none. */
  readonly excludeLayers: readonly string[]
  /** Whether AdamW has what has `embedding` in its path. Default true. */
  readonly excludeEmbeddings: boolean
  /** AdamW's learning rate in terms of the other. Default 1. */
  readonly adamLearningRateRatio: number
  /** Default 0.9. */
  readonly adamBeta1: number
  /** Default 0.999. */
  readonly adamBeta2: number
  /** Decay of the weights that AdamW has, which `weightDecay` is not for. Default 0.004. */
  readonly adamWeightDecay: number
  /** Of AdamW. Default 1e-7. */
  readonly epsilon: number
}

const usesAdam = (
  { excludeLayers, excludeEmbeddings }: MuonOptions,
  { shape, path }: Variable,
): boolean =>
  shape.length !== 2 ||
  (excludeEmbeddings && path.toLowerCase().includes('embedding')) ||
  matches(excludeLayers, path)

const slotsOf = (options: MuonOptions): readonly SlotDeclaration[] => [
  { name: 'm' },
  { name: 'v', sizeOf: (each) => (usesAdam(options, each) ? each.size : 0) },
]

/**
 * Muon (Jordan and others, 2024): the momentum of a matrix is made nearly orthogonal by
 * Newton–Schulz iterations before it becomes a step. Weights with another number of axes, and excluded
 * ones, are AdamW's.
 */
export const muon: OptimizerDefinition<MuonOptions> = {
  name: 'muon',
  options: z.strictObject({
    ...commonOptions(0.001, 0.004),
    momentum: decayRate.default(0.95),
    nesterov: z.boolean().default(true),
    newtonSchulzSteps: count.default(5),
    muonA: z.number().default(3.4445),
    muonB: z.number().default(-4.775),
    muonC: z.number().default(2.0315),
    rmsRate: positive.nullable().default(0.2),
    excludeLayers: patterns,
    excludeEmbeddings: z.boolean().default(true),
    adamLearningRateRatio: positive.default(1),
    adamBeta1: decayRate.default(0.9),
    adamBeta2: decayRate.default(0.999),
    adamWeightDecay: nonNegative.default(0.004),
    epsilon: positive.default(1e-7),
  }),
  slots: slotsOf,
  decays: (options, variable) => !usesAdam(options, variable),
  scalars: ({ learningRate, adamLearningRateRatio, adamBeta1, adamBeta2, ...options }, step) => [
    learningRate,
    correctedRate(
      { learningRate: learningRate * adamLearningRateRatio, beta1: adamBeta1, beta2: adamBeta2 },
      step,
    ),
    1 - options.adamWeightDecay * learningRate,
  ],
  update: (options, context) =>
    updateEach(slotsOf(options), context, (each) =>
      usesAdam(options, each.variable) ? adamUpdate(options, each) : muonUpdate(options, each),
    ),
}

function adamUpdate(options: MuonOptions, { slot, scalars, ...each }: VariableContext): Update {
  const { builder: b, variable } = each
  const [weights, gradient] = [each.weights, each.gradient].map((node) =>
    b.reshape(node, [variable.size]),
  )
  const isExcluded = matches(options.weightDecayExclude, variable.path)
  const decayed = isExcluded ? weights! : b.mul(weights!, scalars[2]!)
  const m = runningMean(b, slot('m'), options.adamBeta1, gradient!)
  const v = runningMean(b, slot('v'), options.adamBeta2, b.mul(gradient!, gradient!))
  const move = b.div(b.mul(m, scalars[1]!), b.add(b.sqrt(v), options.epsilon))
  return { weights: b.sub(decayed, move), slots: { m, v } }
}

function muonUpdate(options: MuonOptions, { slot, scalars, ...each }: VariableContext): Update {
  const { builder: b, weights, gradient, variable } = each
  const { momentum, nesterov, rmsRate } = options
  const m = b.add(b.mul(b.reshape(slot('m'), variable.shape), momentum), gradient)
  const direction = nesterov ? b.add(gradient, b.mul(m, momentum)) : m
  const factor = rmsRate === null ? 1 : rmsRate * Math.sqrt(Math.max(...variable.shape))
  const rate = b.mul(b.reshape(scalars[0]!, []), factor)
  return {
    weights: b.sub(weights, b.mul(orthogonalize(options, b, direction), rate)),
    slots: { m },
  }
}

/** Nearly the nearest matrix whose rows, or columns if they are fewer, are orthonormal. */
function orthogonalize(options: MuonOptions, b: GraphBuilder, matrix: GraphNode): GraphNode {
  const [rows, columns] = matrix.shape as [number, number]
  const turn = (node: GraphNode) => (rows > columns ? b.transpose(node, [1, 0]) : node)
  const norm = b.sqrt(b.sum(b.mul(matrix, matrix)))
  let x = turn(b.div(matrix, b.add(norm, 1e-7)))
  for (let i = 0; i < options.newtonSchulzSteps; i++) {
    const gram = b.matmul(x, x, { transposeB: true })
    const squared = b.mul(b.matmul(gram, gram), options.muonC)
    const mixed = b.add(b.mul(gram, options.muonB), squared)
    x = b.add(b.mul(x, options.muonA), b.matmul(mixed, x))
  }
  return turn(x)
}
