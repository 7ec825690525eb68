import { z } from 'zod'
import type { Dataset, RowSource } from '../data/source.js'
import { OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import type { LossChoice } from '../losses/index.js'
import { classCount, confusionCounts } from '../metrics/class-counts.js'
import { noOptions, type SumMetric } from '../metrics/definition.js'
import type { ThresholdOptions } from '../metrics/threshold.js'
import type { Model } from '../model/model.js'
import { chosenOutput } from '../spec/chosen-output.js'
import { evaluateSums } from './evaluate.js'
import { objectiveOf, sumName } from './objective.js'

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** Says what the targets look like. Default: the loss that `fit` trained the model by. */
  readonly loss?: LossChoice | Readonly<Record<string, LossChoice>>
  /** Of an output alone: above it the class is 1. Default 0.5, of logits 0. */
  readonly threshold?: number
  /** Whether rows count by their sample weights. Default false. */
  readonly weighted?: boolean
  /** Name of the output; needed where the model has several. */
  readonly of?: string
}

/**
 * How many rows of each class were taken for which: `counts[actual][predicted]`. The class of a row is
 * that of its largest output; of an output alone 0 or 1.
 *
 * @throws {DataError} if the data do not fit.
 *
 * @example
 * const counts = await confusionMatrix(model, test)
 * console.log(`${counts[2]![1]} rows of class 2 were taken for class 1`)
 */
export async function confusionMatrix(
  model: Model,
  data: Dataset | RowSource,
  options: ConfusionMatrixOptions = {},
): Promise<number[][]> {
  const { loss, weighted, threshold, of } = parse(
    schema,
    options,
    'confusionMatrix options',
    OptionError,
  )
  const objective = objectiveOf(model.architecture, { loss: loss ?? model.trainedBy?.loss })
  const output = chosenOutput(Object.keys(objective.outputs), of)
  const judged = objective.outputs[output]!
  const { fromLogits = false } = judged.loss.options as { fromLogits?: boolean }
  const metric = { name, weighted, definition, options: { threshold, fromLogits } }
  const outputs = { ...objective.outputs, [output]: { ...judged, metrics: [metric] } }
  const { sums } = await evaluateSums(model, data, { ...objective, outputs })
  const counts = sums.sum(sumName(name, 'counts'))
  const classes = classCount({ outputShape: judged.shape })
  return Array.from({ length: classes }, (_, actual) =>
    Array.from(counts.subarray(actual * classes, (actual + 1) * classes)),
  )
}

const name = 'confusionMatrix'

const schema = z.strictObject({
  loss: z.unknown().optional(),
  threshold: z.number().optional(),
  weighted: z.boolean().default(false),
  of: z.string().optional(),
})

const definition: SumMetric<ThresholdOptions> = {
  name,
  options: noOptions,
  better: 'higher',
  sums: (...given) => ({ counts: confusionCounts(...given) }),
  value: () => 0,
}
