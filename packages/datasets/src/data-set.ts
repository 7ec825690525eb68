/** Rows with a class each, and what one must know to use and to cite them. */
export interface DataSet {
  readonly name: string
  /** Rows of features, in the units that `featureNames` give. */
  readonly x: number[][]
  /** The class of each row, as an index into `classNames`. */
  readonly y: number[]
  readonly featureNames: readonly string[]
  readonly classNames: readonly string[]
  /** Where the rows come from. */
  readonly source: string
  readonly licence: string
}
