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

/** Why there is nothing to say about classes. */
export const needsClasses = ({ kind }: Subject): string | undefined =>
  kind === 'regression' ? 'The targets are numbers, not classes.' : undefined

/** Why there is nothing to learn. */
export const needsVariety = ({ train: { y } }: Subject): string | undefined =>
  y.every((target) => target === y[0]) ? 'All rows have the same target.' : undefined

/** Why rows for testing cannot be compared with those for training. */
export const needsTest = ({ test }: Subject): string | undefined =>
  test === undefined || test.y.length < fewestTestRows
    ? `It compares ${fewestTestRows} rows or more for testing with those for training; there are ${test?.y.length ?? 0}.`
    : undefined

const fewestTestRows = 20

/** At most so many rows, spread evenly over all of them. */
export const spreadRows = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, i) =>
    Math.floor((i * count) / Math.min(count, most)),
  )
