import type { Subject } from '../subject.js'

const fewestRows = 30

/** Why folds would say nothing. */
export const tooFewForFolds = ({ train }: Subject): string | undefined =>
  train.y.length < fewestRows
    ? `Cross-validation needs ${fewestRows} rows or more; there are ${train.y.length}.`
    : undefined

/** What the score of a subject is called. */
export const scoreName = ({ kind }: Subject): string =>
  kind === 'classification' ? 'accuracy' : 'R²'

/** Rows for testing over rows for training, of five folds: what Nadeau and Bengio's test asks for. */
export const testShare = 1 / 4

/** Values and their ends, of folds. */
export const rangeOf = (scores: readonly number[]): { low: number; high: number } => ({
  low: Math.min(...scores),
  high: Math.max(...scores),
})
