/** Row indices in training and test, each ascending, none in both. */
export interface Split {
  readonly train: number[]
  readonly test: number[]
}

/** A split of so many rows: all that are not for testing are for training. */
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
