import type { LossName, ModelSpec, OptimizerChoice } from '@parallax-ml/core'
import type { TableEncoding } from '@parallax-ml/datasets'

/** How a table is trained on, unless told otherwise. */
export interface TrainingSettings {
  readonly loss: LossName
  readonly metrics: readonly ['accuracy'] | readonly ['rootMeanSquaredError', 'meanAbsoluteError']
  readonly optimizer: OptimizerChoice
  readonly batchSize: number
  readonly epochs: number
  /** Epochs without a better validation loss until training stops. */
  readonly patience: number
}

/** What the command line sets. */
export interface SettingOptions {
  readonly epochs: number | undefined
  readonly batchSize: number | undefined
  readonly learningRate: number | undefined
}

/** Settings for a target and a spec, which decide the loss. */
export function settingsFor(
  { target }: TableEncoding,
  spec: ModelSpec,
  rows: number,
  { epochs = 200, batchSize, learningRate = 0.003 }: SettingOptions,
): TrainingSettings {
  const shared = {
    optimizer: { name: 'adamW', learningRate, weightDecay: 0.1 } as const,
    batchSize: batchSize ?? usualBatch(rows),
    epochs,
    patience: usualPatience(rows),
  }
  if (target?.type !== 'category') {
    return {
      loss: 'meanSquaredError',
      metrics: ['rootMeanSquaredError', 'meanAbsoluteError'],
      ...shared,
    }
  }
  const isOneOutput = target.classes.length === 2 && spec.layers.at(-1)?.units === 1
  return {
    loss: isOneOutput ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    ...shared,
  }
}

/** Small for small sets, which need the steps; larger for large ones, which need the speed. */
const usualBatch = (rows: number): number =>
  rows < 1000 ? 16 : rows < 5000 ? 32 : rows < 50_000 ? 64 : 256

/** An epoch of a large set has more steps, so fewer of them say as much. */
const usualPatience = (rows: number): number => (rows < 1000 ? 20 : rows < 50_000 ? 10 : 3)
