import { GraphBuilder } from '../graph/builder.js'
import { differentiate } from '../graph/differentiate.js'
import { createProgram, type Program } from '../graph/program.js'
import type { GraphNode } from '../graph/types.js'
import type { Architecture } from '../model/architecture.js'
import { lowerModel, sliceOf, type WeightNodes, weightInputs } from '../model/lower.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'
import { penaltyOf } from '../regularizers/index.js'
import { type BatchOptions, batchInputs, indexRange } from './batch-inputs.js'
import { type Objective, sumObjective } from './objective.js'
import { predictionOutputs } from './predictions.js'
import { updateWeights } from './update.js'

/**
 * One training step: forward pass, loss, gradient and update in one graph. Fed per step: `mask`,
 * `inverseCount` (1 over the number of rows), `schedule` (the optimiser's numbers, and the factor
 * of weight decay if there is any), and `key` where the model draws random numbers.
 */
export function trainingProgram(
  architecture: Architecture,
  objective: Objective,
  optimizer: ResolvedOptimizer,
  batch: BatchOptions,
): Program {
  const b = new GraphBuilder()
  const { trainable, results, gradient, statistics } = lowerStep(b, architecture, objective, batch)
  return createProgram(b, {
    outputs: results,
    updates: {
      ...updateWeights(b, optimizer, architecture.layout, trainable, gradient),
      ...(statistics && { statistics }),
    },
  })
}

/**
 * The same step without an update, for finding what is not finite: `loss`, `gradient`, and for call
 * `i` of a layer `call/i`, which is 0 if all its values are finite and NaN if not.
 */
export function inspectionProgram(
  architecture: Architecture,
  objective: Objective,
  batch: BatchOptions,
): Program {
  const b = new GraphBuilder()
  const { results, gradient, values } = lowerStep(b, architecture, objective, batch)
  const calls = architecture.calls.map(({ output }, i) => {
    const value = values.get(output)!
    return [`call/${i}`, b.reshape(b.sum(b.sub(value, value)), [])] as const
  })
  return createProgram(b, {
    outputs: { loss: results.loss, gradient, ...Object.fromEntries(calls) },
  })
}

function lowerStep(
  b: GraphBuilder,
  architecture: Architecture,
  objective: Objective,
  batch: BatchOptions,
) {
  const weights = weightInputs(b, architecture.layout)
  const rows = batchInputs(b, batch)
  const key = architecture.random
    ? b.input({ name: 'key', source: 'feed', shape: [2], dtype: 'int32' })
    : undefined
  const { inputs, mask } = rows
  const lowering = { builder: b, architecture, weights, inputs, training: true, mask, key }
  const { outputs, statistics, values } = lowerModel(lowering)
  const penalty = penaltyOfAll(b, architecture, weights)
  const results = sumObjective(b, objective, { ...rows, outputs, penalty })
  const inverseCount = b.input({ name: 'inverseCount', source: 'feed', shape: [], dtype: 'float' })
  const trainable = weights.trainable!
  const [gradient] = differentiate(b, b.mul(results.loss, inverseCount), [trainable])
  return { trainable, results, gradient: gradient!, statistics, values }
}

/** The sum of all regularisers' penalties, of shape `[]`; frozen weights are not penalised. */
function penaltyOfAll(
  b: GraphBuilder,
  { layout }: Architecture,
  weights: WeightNodes,
): GraphNode | undefined {
  const penalties = layout.entries.flatMap((entry) =>
    entry.regularizer === undefined || entry.role !== 'trainable'
      ? []
      : [penaltyOf(b, entry.regularizer, sliceOf(b, weights, entry))],
  )
  return penalties.length === 0 ? undefined : penalties.reduce((a, c) => b.add(a, c))
}

/** Sums of loss and metrics over a batch, without training; the rows too, if a metric needs them. */
export function evaluationProgram(
  architecture: Architecture,
  objective: Objective,
  batch: BatchOptions,
): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const rows = batchInputs(b, batch)
  const { inputs } = rows
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })
  const penalty = penaltyOfAll(b, architecture, weights)
  const values = { ...rows, outputs, penalty }
  const sums = sumObjective(b, objective, values)
  return createProgram(b, { outputs: { ...sums, ...predictionOutputs(objective, values) } })
}

/** All outputs of the model, by name, for the feeds `x/…` of `batchSize` rows. */
export function predictionProgram(architecture: Architecture, batchSize: number): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const inputs = modelInputs(b, architecture, batchSize)
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })
  return createProgram(b, { outputs })
}

/** Feeds `x/…` for every input of a model. */
export function modelInputs(
  b: GraphBuilder,
  { inputRows }: Architecture,
  batchSize: number,
): Record<string, GraphNode> {
  return Object.fromEntries(
    Object.entries(inputRows).map(([name, rows]) => [
      name,
      b.input({
        name: `x/${name}`,
        source: 'feed',
        shape: [batchSize, ...rows.shape],
        dtype: 'float',
        ...indexRange(rows),
      }),
    ]),
  )
}
