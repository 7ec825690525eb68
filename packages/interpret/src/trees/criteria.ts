import type { TreeCriterion } from './tree.js'

/**
 * Sums over some rows' targets (one-hot for classes) → how pure they are. A node's weight times
 * its impurity is `squares − purity`, with which the best split has the purest two sides.
 */
export type Purity = (sums: Float64Array, weight: number) => number

/** Σ S² / W: of one-hot targets, W (1 − Gini impurity). */
function squaredSums(sums: Float64Array, weight: number): number {
  let total = 0
  for (let k = 0; k < sums.length; k++) total += sums[k]! * sums[k]!
  return total / weight
}

/** −W times the entropy in bits. */
function negativeEntropy(sums: Float64Array, weight: number): number {
  let total = 0
  for (let k = 0; k < sums.length; k++) {
    if (sums[k]! > 0) total += sums[k]! * Math.log2(sums[k]! / weight)
  }
  return total
}

/** The measure of purity of each criterion. */
export const purityOf: Readonly<Record<TreeCriterion, Purity>> = {
  gini: squaredSums,
  squaredError: squaredSums,
  entropy: negativeEntropy,
}
