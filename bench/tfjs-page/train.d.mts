import type { BackendV1, Precision } from '@parallax-ml/core'

/** What a training came to. */
export interface Trained {
  readonly losses: readonly number[]
  readonly answers: readonly number[]
  readonly stepsPerSecond: number
}

/** Trains a workload of the bench; losses by epoch, answers to the first rows, and steps per second. */
export function train(
  backend: BackendV1,
  name: 'xor' | 'cnn' | 'small cnn',
  epochs: number,
  precision?: Precision,
): Promise<Trained>
