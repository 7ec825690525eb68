import type { FitOptions, ModelSpec } from '@parallax-ml/core'

/** Rows and the class or the number of each. */
export interface Rows {
  readonly x: readonly (readonly number[])[]
  readonly y: readonly number[]
}

/** What a run trains on, what it is judged by, and what features and classes are called. */
export interface TaskData {
  readonly train: Rows
  readonly test: Rows
  readonly featureNames: readonly string[]
  /** Absent for a regression. */
  readonly classNames?: readonly string[]
}

/** Test scores of a run: the loss, and metrics by the names that `evaluate` gives them. */
export type TestScores = Readonly<Record<string, number>> & { readonly loss: number }

/** A problem, the network for it, and how it is trained: plain data, and the rows for a seed. */
export interface Task {
  readonly name: string
  /** What is trained and how, for people, as sentences. */
  readonly description: string
  readonly kind: 'classification' | 'regression'
  readonly spec: ModelSpec
  /** Options of `fit`, without those that the run decides. */
  readonly training: Pick<FitOptions, 'loss' | 'optimizer' | 'batchSize' | 'epochs'>
  /** The rows for a seed. */
  data(seed: number): TaskData
  /** Whether the seed decides the rows as well, besides the first weights and the batches. */
  readonly seedMovesRows: boolean
  /** What counts as success, for tasks that are either solved or not. */
  readonly success?: {
    /** In words, for example `four right and loss < 0.05`. */
    readonly meaning: string
    holds(test: TestScores): boolean
  }
  /** Whether test rows are rows of their own, so that looking up the nearest is a fair rival. */
  readonly hasOwnTestRows: boolean
  /** Whether all features are in one unit, as pixels are, so that distances need no scaling. */
  readonly featuresShareUnit?: boolean
  /** Pixels in a line, where rows are pictures; and the value of ink, where paper is 0. */
  readonly picture?: { readonly width: number; readonly ink: number }
  /** Seeds where none are asked for, if a run takes long. Default {@link usualSeeds}. */
  readonly usualSeeds?: number
  /** Test accuracies that others have reached, and where and how, as the start of a sentence. */
  readonly published?: {
    readonly source: string
    readonly accuracies: Readonly<Record<string, number>>
  }
}

/** Seeds of a task where none are asked for and it does not say otherwise. */
export const usualSeeds = 10
