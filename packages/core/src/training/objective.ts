import { type ActivationChoice, nameOfActivation } from '../activations/index.js'
import type { ColumnsExpected } from '../data/columns.js'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import type { LossDefinition } from '../losses/definition.js'
import { resolveLoss } from '../losses/index.js'
import { type NamedMetric, resolveMetrics } from '../metrics/index.js'
import type { Architecture } from '../model/architecture.js'
import type { Resolved } from '../options/named.js'
import type { ResolvedLayer } from '../spec/resolve.js'

/** What one output is trained or judged by. */
export interface OutputObjective {
  readonly loss: Resolved<LossDefinition>
  readonly metrics: readonly NamedMetric[]
  /** Share of the loss in the total. */
  readonly weight: number
}

/** What a model is trained or judged by. */
export interface Objective {
  /** By the name of the output. */
  readonly outputs: Readonly<Record<string, OutputObjective>>
  /** What data must look like. */
  readonly data: ColumnsExpected
}

/** Loss, metrics and weights of the losses as users choose them: one for all, or by output. */
export interface ObjectiveChoice {
  readonly loss: unknown
  readonly metrics: unknown
  readonly lossWeights?: unknown
}

/**
 * The losses and metrics of a call, checked against the model.
 * @throws {OptionError} if a name is unknown or a loss does not suit its output.
 */
export function objectiveOf(architecture: Architecture, choice: ObjectiveChoice): Objective {
  const names = Object.keys(architecture.outputs)
  const losses = byOutput('loss', choice.loss, names)
  const metrics = byOutput('metrics', choice.metrics, names)
  const weights = byOutput('lossWeights', choice.lossWeights, names)
  const outputs = names.map((name) => {
    const { shape } = architecture.outputs[name]!
    const loss = resolveLoss(losses[name])
    requireProbabilities(layerOf(architecture, name), loss)
    const chosen = (metrics[name] ?? []) as readonly unknown[]
    const weight = (weights[name] ?? 1) as number
    return [name, { loss, metrics: resolveMetrics(chosen, loss, shape), weight }] as const
  })
  const targets = outputs.map(([name, { loss }]) => {
    const { shape, dtype, range } = loss.definition.target(architecture.outputs[name]!.shape)
    return [name, { shape, dtype, range }] as const
  })
  return {
    outputs: Object.fromEntries(outputs),
    data: { x: architecture.inputRows, y: Object.fromEntries(targets) },
  }
}

/** A choice for every output: an object with the outputs' names is by output, all else is for all. */
function byOutput(
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

/**
 * Sums over a batch, each of shape `[]`, for the host to divide by the number of rows: `loss` and
 * every metric; of several outputs, their weighed losses as `loss`, and each output's by its name.
 */
export function sumObjective(
  b: GraphBuilder,
  objective: Objective,
  { outputs, targets, mask, weights, penalty }: BatchValues,
): Record<string, GraphNode> & { readonly loss: GraphNode } {
  const sum = (perRow: GraphNode, factor: GraphNode): GraphNode =>
    b.reshape(b.sum(b.mul(perRow, factor)), [])
  const entries = Object.entries(objective.outputs)
  const results: Record<string, GraphNode> = {}
  const losses = entries.map(([name, { loss, metrics, weight }]) => {
    const comparison = { builder: b, output: outputs[name]!, target: targets[name]! }
    const label = resultName(objective, name)
    const own = sum(loss.definition.perRow(loss.options, comparison), weights[name]!)
    if (entries.length > 1) results[label('loss')] = own
    for (const { name: metric, definition, options } of metrics) {
      results[label(metric)] = sum(definition.perRow(options, comparison), mask)
    }
    return weight === 1 ? own : b.mul(own, weight)
  })
  const total = losses.reduce((a, c) => b.add(a, c))
  const loss =
    penalty === undefined ? total : b.add(total, sum(b.broadcast(penalty, mask.shape), mask))
  return { loss, ...results }
}

/** How the results of an output are called: plainly if it is the only one, else after it. */
const resultName =
  ({ outputs }: Objective, output: string) =>
  (name: string): string =>
    Object.keys(outputs).length === 1 ? name : `${output}${name[0]!.toUpperCase()}${name.slice(1)}`

/** The names of all results, in the order of `sumObjective`. */
export function resultNames(objective: Objective): string[] {
  const outputs = Object.entries(objective.outputs)
  const names = outputs.flatMap(([name, { metrics }]) => {
    const own = [...(outputs.length > 1 ? ['loss'] : []), ...metrics.map((metric) => metric.name)]
    return own.map(resultName(objective, name))
  })
  return ['loss', ...names]
}
