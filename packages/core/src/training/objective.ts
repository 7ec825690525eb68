import type { DataExpected } from '../data/source.js'
import { OptionError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import type { LossDefinition } from '../losses/definition.js'
import { resolveLoss } from '../losses/index.js'
import { type NamedMetric, resolveMetrics } from '../metrics/index.js'
import type { Architecture } from '../model/architecture.js'
import type { Resolved } from '../options/named.js'

/** What a model is trained or judged by. */
export interface Objective {
  readonly loss: Resolved<LossDefinition>
  readonly metrics: readonly NamedMetric[]
  /** What data must look like. */
  readonly data: DataExpected
}

/**
 * The loss and metrics of a call, checked against the model.
 * @throws {OptionError} if a name is unknown or the loss does not suit the last layer.
 */
export function objectiveOf(
  architecture: Architecture,
  loss: unknown,
  metrics: readonly unknown[],
): Objective {
  const resolved = resolveLoss(loss)
  requireProbabilities(architecture, resolved)
  const target = resolved.definition.target(architecture.outputShape)
  return {
    loss: resolved,
    metrics: resolveMetrics(metrics, resolved, architecture.outputShape),
    data: {
      x: { shape: architecture.inputShape, dtype: 'float' },
      y: { shape: target.shape, dtype: target.dtype, range: target.range },
    },
  }
}

/** A cross-entropy of what are no probabilities, or of what are no logits, would quietly be wrong. */
function requireProbabilities(
  { layers }: Architecture,
  { definition, options }: Resolved<LossDefinition>,
): void {
  const wanted = definition.probabilitiesFrom
  const last = layers.at(-1)!
  const { activation } = last.options as { activation?: string }
  if (wanted === undefined || activation === undefined) return
  const fromLogits = (options as { fromLogits?: boolean }).fromLogits === true
  const where = `loss ${definition.name}`
  if (!fromLogits && activation === 'linear') {
    throw new OptionError({
      where,
      problem: `it needs probabilities, but layer '${last.name}' is linear`,
      hint: `Give that layer activation: '${wanted}', or the loss fromLogits: true.`,
    })
  }
  if (fromLogits && (activation === 'sigmoid' || activation === 'softmax')) {
    throw new OptionError({
      where,
      problem: `fromLogits is true, but layer '${last.name}' already applies ${activation}`,
      hint: 'Leave fromLogits out, or make that layer linear.',
    })
  }
}

/** Sums over a batch, each of shape `[]`, for the host to divide. */
export interface BatchSums {
  /** Sum of the losses times the weights of the rows. */
  readonly loss: GraphNode
  /** Sum of each metric over the rows that are there. */
  readonly metrics: Readonly<Record<string, GraphNode>>
}

/** Builds the sums of loss and metrics; `mask` is 0 for rows of padding, `weights` also weighs. */
export function sumObjective(
  b: GraphBuilder,
  { loss, metrics }: Objective,
  rows: { output: GraphNode; target: GraphNode; mask: GraphNode; weights: GraphNode },
): BatchSums {
  const comparison = { builder: b, output: rows.output, target: rows.target }
  const sum = (perRow: GraphNode, weights: GraphNode): GraphNode =>
    b.reshape(b.sum(b.mul(perRow, weights)), [])
  return {
    loss: sum(loss.definition.perRow(loss.options, comparison), rows.weights),
    metrics: Object.fromEntries(
      metrics.map(({ name, definition, options }) => [
        name,
        sum(definition.perRow(options, comparison), rows.mask),
      ]),
    ),
  }
}
