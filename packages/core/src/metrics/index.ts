import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { type Comparison, type LossDefinition, meanOfRows } from '../losses/definition.js'
import { type NamedDefinition, type Resolved, resolveChoice } from '../options/named.js'

/** A metric that is the mean of a number per row. */
export interface MetricDefinition<Options extends object = object> extends NamedDefinition {
  /** The number of each row, `[rows]`. */
  perRow(options: Options, comparison: Comparison): GraphNode
}

/** Options of `binaryAccuracy`. */
interface ThresholdOptions {
  /** Outputs above it count as 1. Default 0.5. */
  readonly threshold: number
}

const share = (b: GraphBuilder, hits: GraphNode): GraphNode => meanOfRows(b, b.cast(hits, 'float'))

const largest = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.argmax(values, values.shape.length - 1)

/** Share of the outputs that lie on the target's side of the threshold. */
const binaryAccuracy: MetricDefinition<ThresholdOptions> = {
  name: 'binaryAccuracy',
  options: z.strictObject({ threshold: z.number().default(0.5) }),
  perRow: ({ threshold }, { builder: b, output, target }) =>
    share(b, b.equal(target, b.cast(b.greater(output, threshold), 'float'))),
}

/** Share of the rows whose largest output stands where the largest target does. */
const categoricalAccuracy: MetricDefinition = {
  name: 'categoricalAccuracy',
  options: z.strictObject({}),
  perRow: (_, { builder: b, output, target }) =>
    share(b, b.equal(largest(b, output), largest(b, target))),
}

/** Share of the rows whose largest output stands at the target's index. */
const sparseCategoricalAccuracy: MetricDefinition = {
  name: 'sparseCategoricalAccuracy',
  options: z.strictObject({}),
  perRow: (_, { builder: b, output, target }) =>
    share(b, b.equal(largest(b, output), b.reshape(target, [...target.shape, 1]))),
}

/** Every metric. A new one takes a line here. */
const metricDefinitions = [
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
] as unknown as readonly MetricDefinition[]

/** The name of a metric, with Keras's definition. */
export type MetricName = 'binaryAccuracy' | 'categoricalAccuracy' | 'sparseCategoricalAccuracy'

/** A metric by name; `accuracy` is the accuracy that suits the loss. */
export type MetricChoice =
  | 'accuracy'
  | MetricName
  | ({ readonly name: 'binaryAccuracy' } & Partial<ThresholdOptions>)

/** The name under which a metric appears in histories and scores. */
export type NameOfMetric<Chosen> = Chosen extends string
  ? Chosen
  : Chosen extends { readonly name: infer Name extends string }
    ? Name
    : never

/** A metric as it appears in histories and results. */
export interface NamedMetric extends Resolved<MetricDefinition> {
  readonly name: string
}

/**
 * The metrics that choices name.
 * @throws {OptionError} with the nearest right name.
 */
export function resolveMetrics(
  choices: readonly unknown[],
  loss: Resolved<LossDefinition>,
  outputShape: Shape,
): NamedMetric[] {
  return choices.map((choice) => {
    if (choice !== 'accuracy') {
      const resolved = resolveChoice('metrics', metricDefinitions, choice, ['accuracy'])
      return { name: resolved.definition.name, ...resolved }
    }
    const name = loss.definition.accuracy(outputShape)
    // Logits change their verdict at 0, where probabilities do at a half.
    const fromLogits = 'fromLogits' in loss.options && loss.options.fromLogits === true
    const threshold = name === 'binaryAccuracy' && fromLogits ? { threshold: 0 } : {}
    return {
      ...resolveChoice('metrics', metricDefinitions, { name, ...threshold }),
      name: 'accuracy',
    }
  })
}
