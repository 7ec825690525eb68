import { type ActivationChoice, nameOfActivation } from '../activations/index.js'
import type { ColumnsExpected } from '../data/columns.js'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { LossDefinition } from '../losses/definition.js'
import { resolveLoss } from '../losses/index.js'
import { isSumMetric } from '../metrics/definition.js'
import { type NamedMetric, resolveMetrics } from '../metrics/index.js'
import type { Architecture } from '../model/architecture.js'
import type { Resolved } from '../options/named.js'
import type { ResolvedLayer } from '../spec/resolve.js'

/** What one output is trained or judged by. */
export interface OutputObjective {
  readonly loss: Resolved<LossDefinition>
  /** Under the names that they have in histories and scores. */
  readonly metrics: readonly NamedMetric[]
  /** Share of the loss in the total. */
  readonly weight: number
  /** Shape of one row of the output. */
  readonly shape: Shape
}

/** What a model is trained or judged by. */
export interface Objective {
  /** By the name of the output. */
  readonly outputs: Readonly<Record<string, OutputObjective>>
  /** What data must look like. */
  readonly data: ColumnsExpected
}

/** Losses and metrics as users choose them: one choice for all outputs, or one for each. */
export interface ObjectiveChoices {
  readonly loss?: unknown
  readonly metrics?: unknown
  /** Metrics that sample weights weigh. */
  readonly weightedMetrics?: unknown
  readonly lossWeights?: unknown
}

/**
 * The losses and metrics of a call, checked against the model.
 * @throws {OptionError} if a name is unknown, or a loss or metric does not suit its output.
 */
export function objectiveOf(architecture: Architecture, choices: ObjectiveChoices): Objective {
  const names = Object.keys(architecture.outputs)
  const all = {
    loss: byOutput('loss', choices.loss, names),
    metrics: byOutput('metrics', choices.metrics, names),
    weightedMetrics: byOutput('weightedMetrics', choices.weightedMetrics, names),
    lossWeights: byOutput('lossWeights', choices.lossWeights, names),
  }
  const outputs = names.map((name): [string, OutputObjective] => {
    const { shape } = architecture.outputs[name]!
    const loss = resolveLoss(all.loss[name])
    requireProbabilities(layerOf(architecture, name), loss)
    const resolve = (chosen: unknown, weighted: boolean): NamedMetric[] =>
      resolveMetrics((chosen ?? []) as readonly unknown[], { loss, outputShape: shape, weighted })
    const metrics = [
      ...resolve(all.metrics[name], false),
      ...resolve(all.weightedMetrics[name], true),
    ]
    const label = labelFor(names, name)
    const named = metrics.map((metric) => ({ ...metric, name: label(metric.name) }))
    return [name, { loss, metrics: named, weight: (all.lossWeights[name] ?? 1) as number, shape }]
  })
  requireDistinct(outputs.flatMap(([, { metrics }]) => metrics))
  const targets = outputs.map(([name, { loss, shape }]) => {
    const { shape: target, dtype, range } = loss.definition.target(shape)
    return [name, { shape: target, dtype, range }] as const
  })
  return {
    outputs: Object.fromEntries(outputs),
    data: { x: architecture.inputRows, y: Object.fromEntries(targets) },
  }
}

/** How results of an output are called: plainly if it is the only one, else after it. */
const labelFor =
  (outputs: readonly string[], output: string) =>
  (name: string): string =>
    outputs.length === 1 ? name : `${output}${name[0]!.toUpperCase()}${name.slice(1)}`

/** The names of the losses: `loss`, and of several outputs each one's own. */
export function lossNames({ outputs }: Objective): string[] {
  const names = Object.keys(outputs)
  return ['loss', ...(names.length > 1 ? names.map((name) => labelFor(names, name)('loss')) : [])]
}

/** All metrics of all outputs. */
export const metricsOf = ({ outputs }: Objective): NamedMetric[] =>
  Object.values(outputs).flatMap(({ metrics }) => metrics)

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

/**
 * A choice for every output: an object with the outputs' names is by output, all else is for all.
 * @throws {OptionError} if there is no such output.
 */
export function byOutput(
  option: string,
  choice: unknown,
  names: readonly string[],
): Record<string, unknown> {
  const isObject = typeof choice === 'object' && choice !== null && !Array.isArray(choice)
  const keys = isObject ? Object.keys(choice) : []
  if (!keys.some((key) => names.includes(key))) {
    return Object.fromEntries(names.map((name) => [name, choice]))
  }
  const unknown = keys.find((key) => !names.includes(key))
  if (unknown === undefined) return choice as Record<string, unknown>
  throw new OptionError({
    where: `option ${option}`,
    problem: `the model has no output '${unknown}'`,
    hint: suggest(unknown, names),
  })
}

/** The layer whose values an output shows. */
function layerOf({ calls, outputs }: Architecture, name: string): ResolvedLayer {
  return calls.find(({ output }) => output === outputs[name]!.value)!.layer
}

/** The name of the activation that a layer ends with, as far as its options tell. */
function activationOf({ definition, options }: ResolvedLayer): string | undefined {
  if (definition.type === 'softmax') return 'softmax'
  const { activation } = options as { activation?: ActivationChoice }
  return activation && nameOfActivation(activation)
}

/** A cross-entropy of what are no probabilities, or of what are no logits, would quietly be wrong. */
function requireProbabilities(
  last: ResolvedLayer,
  { definition, options }: Resolved<LossDefinition>,
): void {
  const wanted = definition.probabilitiesFrom
  const activation = activationOf(last)
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

/** What sums over a batch are built from. */
export interface BatchValues {
  /** By output, rows first. */
  readonly outputs: Readonly<Record<string, GraphNode>>
  readonly targets: Readonly<Record<string, GraphNode>>
  /** `[rows]`: 1 for a row of data, 0 for a row of padding. */
  readonly mask: GraphNode
  /** `[rows]` by output: how much the loss of each row counts. */
  readonly weights: Readonly<Record<string, GraphNode>>
  /** Penalty on the weights, of shape `[]`, that belongs to the loss of every row. */
  readonly penalty?: GraphNode | undefined
}

/** The name of a metric's sum among the outputs of a program. */
export const sumName = (metric: string, sum: string): string => `${metric}/${sum}`

/**
 * Sums over a batch, for the host to add up: the losses by {@link lossNames}, each of shape `[]`, and
 * the sums of the metrics that have some by {@link sumName}.
 */
export function sumObjective(
  b: GraphBuilder,
  objective: Objective,
  { outputs, targets, mask, weights, penalty }: BatchValues,
): Record<string, GraphNode> & { readonly loss: GraphNode } {
  const sum = (perRow: GraphNode, factor: GraphNode): GraphNode =>
    b.reshape(b.sum(b.mul(perRow, factor)), [])
  const names = Object.keys(objective.outputs)
  const results: Record<string, GraphNode> = {}
  const losses = names.map((name) => {
    const { loss, metrics, weight } = objective.outputs[name]!
    const comparison = { builder: b, output: outputs[name]!, target: targets[name]! }
    const own = sum(loss.definition.perRow(loss.options, comparison), weights[name]!)
    if (names.length > 1) results[labelFor(names, name)('loss')] = own
    for (const metric of metrics) {
      if (!isSumMetric(metric.definition)) continue
      const rowWeights = metric.weighted ? weights[name]! : mask
      const sums = metric.definition.sums(metric.options, comparison, rowWeights)
      for (const [key, node] of Object.entries(sums)) results[sumName(metric.name, key)] = node
    }
    return weight === 1 ? own : b.mul(own, weight)
  })
  const total = losses.reduce((a, c) => b.add(a, c))
  const loss =
    penalty === undefined ? total : b.add(total, sum(b.broadcast(penalty, mask.shape), mask))
  return { loss, ...results }
}
