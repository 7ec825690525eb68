import { z } from 'zod'
import { OptionError } from '../errors/parallax-error.js'
import type { Shape } from '../graph/types.js'
import type { LossDefinition } from '../losses/definition.js'
import type { LossOptions } from '../losses/index.js'
import { checkOptions, findChoice, type Resolved } from '../options/named.js'
import {
  binaryAccuracy,
  categoricalAccuracy,
  hingeAccuracy,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  type TopKOptions,
  topKCategoricalAccuracy,
} from './accuracy.js'
import {
  balancedAccuracy,
  cohensKappa,
  type KappaOptions,
  matthewsCorrelation,
} from './agreement.js'
import { type CalibrationOptions, expectedCalibrationError } from './calibration.js'
import type { OwnMetric } from './define.js'
import type { MetricDefinition } from './definition.js'
import { lossMetrics } from './from-losses.js'
import { type AverageOptions, f1Score, precision, recall } from './precision-recall.js'
import { brierScore, logLoss, type ProbabilityOptions } from './probability-scores.js'
import { type R2Options, r2Score } from './r2-score.js'
import { type AucOptions, auc, averagePrecision } from './ranking.js'
import { cosineSimilarity, rootMeanSquaredError } from './regression.js'
import type { ThresholdOptions } from './threshold.js'

/** Every metric. A new one takes a file, a line here and one in {@link MetricOptions}. */
export const metricDefinitions = [
  auc,
  averagePrecision,
  balancedAccuracy,
  binaryAccuracy,
  brierScore,
  categoricalAccuracy,
  cohensKappa,
  cosineSimilarity,
  expectedCalibrationError,
  f1Score,
  hingeAccuracy,
  logLoss,
  matthewsCorrelation,
  precision,
  r2Score,
  recall,
  rootMeanSquaredError,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  topKCategoricalAccuracy,
  ...lossMetrics,
] as unknown as readonly MetricDefinition[]

/** The metrics by name, and the options of each. Every loss is one too. */
export interface MetricOptions extends LossOptions {
  readonly auc: AucOptions
  readonly averagePrecision: object
  readonly balancedAccuracy: ThresholdOptions
  readonly binaryAccuracy: ThresholdOptions
  readonly brierScore: ProbabilityOptions
  readonly categoricalAccuracy: object
  readonly cohensKappa: KappaOptions
  readonly expectedCalibrationError: CalibrationOptions
  readonly f1Score: AverageOptions
  readonly hingeAccuracy: object
  readonly logLoss: ProbabilityOptions
  readonly matthewsCorrelation: ThresholdOptions
  readonly precision: AverageOptions
  readonly r2Score: R2Options
  readonly recall: AverageOptions
  readonly rootMeanSquaredError: object
  readonly sparseCategoricalAccuracy: object
  readonly sparseTopKCategoricalAccuracy: TopKOptions
  readonly topKCategoricalAccuracy: TopKOptions
}

/** The name of a metric. */
export type MetricName = keyof MetricOptions

type Known = { [Name in MetricName]: { readonly name: Name } & Partial<MetricOptions[Name]> }

/**
 * A metric by name, with options, or made by `defineMetric`; `accuracy` is the accuracy that suits
 * the loss.
 */
export type MetricChoice =
  | 'accuracy'
  | MetricName
  | Known[MetricName]
  | OwnMetric
  | { readonly name: OwnMetric; readonly [option: string]: unknown }

/** The name under which a metric appears in histories and scores. */
export type NameOfMetric<Chosen> = Chosen extends string
  ? Chosen
  : Chosen extends { readonly name: infer Name }
    ? NameOfMetric<Name>
    : never

/** The name under which a metric appears among the weighed ones. */
export type NameOfWeighted<Chosen> = `weighted${Capitalize<NameOfMetric<Chosen>>}`

/** A metric as it appears in histories and results. */
export interface NamedMetric extends Resolved<MetricDefinition> {
  readonly name: string
  /** Whether sample weights weigh it. */
  readonly weighted: boolean
}

/** What metrics are resolved for. */
export interface MetricSetting {
  readonly loss: Resolved<LossDefinition>
  readonly outputShape: Shape
  readonly weighted: boolean
}

/**
 * The metrics that choices name.
 * @throws {OptionError} with the nearest right name, or if a metric does not suit the targets.
 */
export const resolveMetrics = (
  choices: readonly unknown[],
  setting: MetricSetting,
): NamedMetric[] => choices.map((choice) => resolveMetric(choice, setting))

function resolveMetric(
  choice: unknown,
  { loss, outputShape, weighted }: MetricSetting,
): NamedMetric {
  const { definition: known, options: lossOptions } = loss
  const named = choice === 'accuracy' ? known.accuracy(outputShape) : choice
  const { definition, given } = findChoice('metrics', metricDefinitions, named, [
    'accuracy',
    'loss',
  ])
  // Metrics of logits read them as the loss does, unless they are told otherwise.
  const inherits = takesLogits(definition) && 'fromLogits' in lossOptions
  const told = inherits ? { fromLogits: lossOptions.fromLogits, ...given } : given
  const resolved = checkOptions('metrics', { definition, given: told })
  const target = known.target(outputShape)
  const reason = definition.unsuitable?.(resolved.options, { outputShape, target })
  if (reason !== undefined) {
    throw new OptionError({
      where: `option metrics (${definition.name})`,
      problem: `it does not suit the loss ${known.name}: ${reason}`,
    })
  }
  const name = choice === 'accuracy' ? 'accuracy' : definition.name
  return { ...resolved, name: weighted ? weightedName(name) : name, weighted }
}

const takesLogits = ({ options }: MetricDefinition): boolean =>
  options instanceof z.ZodObject && 'fromLogits' in options.shape

/** `accuracy` becomes `weightedAccuracy`. */
const weightedName = (name: string): string => `weighted${name[0]!.toUpperCase()}${name.slice(1)}`
