import { DataError, permutation, randomKey } from '@parallax-ml/core'

/** Row indices in training and test, each ascending; together every row, none twice. */
export interface Split {
  readonly train: number[]
  readonly test: number[]
}

/**
 * The rows of each class in random order, the smallest label first.
 *
 * @param purpose keeps draws of the same seed for other uses apart.
 * @throws {DataError} if a label is not a whole number from 0.
 */
export function shuffledClasses(
  labels: ArrayLike<number>,
  seed: number,
  purpose: string,
): Map<number, number[]> {
  const classes = new Map<number, number[]>()
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!
    requireLabel(label, row)
    const rows = classes.get(label)
    if (rows === undefined) classes.set(label, [row])
    else rows.push(row)
  }
  const ascending = [...classes].sort(([a], [b]) => a - b)
  return new Map(
    ascending.map(([label, rows]) => {
      const order = permutation(randomKey(seed, purpose, label), rows.length)
      return [label, Array.from(order, (i) => rows[i]!)]
    }),
  )
}

/** All other rows are for training. */
export function splitOf(test: readonly number[], rows: number): Split {
  const isTest = new Set(test)
  const train = Array.from({ length: rows }, (_, row) => row).filter((row) => !isTest.has(row))
  return { train, test: test.toSorted((a, b) => a - b) }
}

/** Folds to which every row is dealt in turn, so that their sizes differ by at most one. */
export const dealtFolds = (dealt: readonly number[], folds: number): Split[] =>
  Array.from({ length: folds }, (_, fold) =>
    splitOf(
      dealt.filter((_, i) => i % folds === fold),
      dealt.length,
    ),
  )

function requireLabel(label: unknown, row: number): void {
  if (Number.isSafeInteger(label) && (label as number) >= 0) return
  throw new DataError({
    where: `labels[${row}]`,
    problem: 'not a class',
    expected: 'a whole number from 0',
    received: String(label),
  })
}
