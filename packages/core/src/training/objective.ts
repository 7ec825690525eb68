import type { DataExpected } from '../data/source.js'
import { OptionError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { LossDefinition } from '../losses/definition.js'
import { resolveLoss } from '../losses/index.js'
import { isSumMetric } from '../metrics/definition.js'
import { type NamedMetric, resolveMetrics } from '../metrics/index.js'
import type { Architecture } from '../model/architecture.js'
import type { Resolved } from '../options/named.js'

/** What a model is trained or judged by. */
export interface Objective {
  readonly loss: Resolved<LossDefinition>
  readonly metrics: readonly NamedMetric[]
  readonly outputShape: Shape
  /** What data must look like. */
  readonly data: DataExpected
}

/** What a call says about how to judge. */
export interface ObjectiveChoices {
  readonly loss?: unknown
  readonly metrics?: readonly unknown[] | undefined
  /** Metrics that sample weights weigh. */
  readonly weightedMetrics?: readonly unknown[] | undefined
}

/**
 * The loss and metrics of a call, checked against the model.
 * @throws {OptionError} if a name is unknown, or the loss or a metric does not suit the model.
 */
export function objectiveOf(
  architecture: Architecture,
  { loss, metrics = [], weightedMetrics = [] }: ObjectiveChoices,
): Objective {
  const { outputShape } = architecture
  const resolved = resolveLoss(loss)
  requireProbabilities(architecture, resolved)
  const target = resolved.definition.target(outputShape)
  const setting = { loss: resolved, outputShape }
  const all = [
    ...resolveMetrics(metrics, { ...setting, weighted: false }),
    ...resolveMetrics(weightedMetrics, { ...setting, weighted: true }),
  ]
  requireDistinct(all)
  return {
    loss: resolved,
    metrics: all,
    outputShape,
    data: {
      x: { shape: architecture.inputShape, dtype: 'float' },
      y: { shape: target.shape, dtype: target.dtype, range: target.range },
    },
  }
}

/** Histories and scores go by name. */
function requireDistinct(metrics: readonly NamedMetric[]): void {
  const names = metrics.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice === undefined) return
  throw new OptionError({
    where: 'option metrics',
    problem: `there are two of the name '${twice}'`,
    hint: 'Leave one out, or evaluate it by itself.',
  })
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
      hint: `Give that layer activation: '${wanted}'${'fromLogits' in options ? ', or the loss fromLogits: true' : ''}.`,
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

/** Sums over a batch, for the host to add up. */
export interface BatchSums {
  /** Sum of the losses times the weights of the rows, of shape `[]`. */
  readonly loss: GraphNode
  /** Sums of the metrics that have some, by {@link sumName}. */
  readonly metrics: Readonly<Record<string, GraphNode>>
}

/** The name of a metric's sum among the outputs of a program. */
export const sumName = (metric: string, sum: string): string => `${metric}/${sum}`

/** The rows of a batch, and how much each counts. */
export interface JudgedRows {
  readonly output: GraphNode
  readonly target: GraphNode
  /** `[batch]`: 0 for rows of padding, else 1. */
  readonly mask: GraphNode
  /** `[batch]`: the mask times the sample weights. */
  readonly weights: GraphNode
}

/** Builds the sums of loss and metrics over a batch. */
export function sumObjective(
  b: GraphBuilder,
  { loss, metrics }: Objective,
  { output, target, mask, weights }: JudgedRows,
): BatchSums {
  const comparison = { builder: b, output, target }
  const perRow = loss.definition.perRow(loss.options, comparison)
  const sums = metrics.flatMap(({ name, weighted, definition, options }) => {
    if (!isSumMetric(definition)) return []
    const own = definition.sums(options, comparison, weighted ? weights : mask)
    return Object.entries(own).map(([sum, node]) => [sumName(name, sum), node] as const)
  })
  return {
    loss: b.reshape(b.sum(b.mul(perRow, weights)), []),
    metrics: Object.fromEntries(sums),
  }
}
