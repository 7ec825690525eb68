/** Rows with a number each, made by a formula and a seed. */
export interface RegressionDataSet {
  readonly name: string
  readonly x: number[][]
  /** The target of each row, noise included. */
  readonly y: number[]
  readonly featureNames: readonly string[]
  /** The formula, or who published it. */
  readonly source: string
  readonly licence: string
}
