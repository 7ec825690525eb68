import type { FitOptions, ModelSpec, Scores } from '@parallax-ml/core'

/** Rows and the class of each. */
export interface LabelledRows {
  readonly x: readonly (readonly number[])[]
  readonly y: readonly number[]
}

/** What a run trains on and what it is judged by. */
export interface TaskData {
  readonly train: LabelledRows
  readonly test: LabelledRows
}

/** A problem, the network for it, and how it is trained: plain data, and the rows for a seed. */
export interface Task {
  readonly name: string
  /** What is trained and how, for people, as sentences. */
  readonly description: string
  readonly spec: ModelSpec
  /** Options of `fit`, without those that the run decides. */
  readonly training: Pick<FitOptions, 'loss' | 'optimizer' | 'batchSize' | 'epochs'>
  /** The rows for a seed. */
  data(seed: number): TaskData
  /** What counts as success, for tasks that are either solved or not. */
  readonly success?: {
    /** In words, for example `four right and loss < 0.05`. */
    readonly meaning: string
    holds(test: Scores): boolean
  }
  /** Whether test rows are rows of their own, so that looking up the nearest is a fair rival. */
  readonly hasOwnTestRows: boolean
  /** Whether all features are in one unit, as pixels are, so that distances need no scaling. */
  readonly featuresShareUnit?: boolean
  /** Whether it takes so long that `parallax compare` trains it only where it is named. */
  readonly onlyIfNamed?: boolean
  /** Test accuracies that others have reached, and where and how, as the start of a sentence. */
  readonly published?: {
    readonly source: string
    readonly accuracies: Readonly<Record<string, number>>
  }
}
