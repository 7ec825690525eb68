import { mean, shuffledFolds, standardDeviation } from '@parallax-ml/core'
import { truncateTree } from '../trees/branches.js'
import { type DecisionTree, leavesOf } from '../trees/tree.js'
import type { Imitation } from './imitation.js'

/** How faithful trees of one depth are. */
export interface DepthPoint {
  readonly depth: number
  /** Of the tree of all rows that were fitted on. */
  readonly leaves: number
  /** Mean over the folds of a cross-validation, on the rows left out. */
  readonly fidelity: number
  /** Standard deviation of the folds over the root of their number. */
  readonly standardError: number
}

/** Fidelity for every depth that the tree of all rows has, from cross-validation over those rows. */
export function depthCurve(
  imitation: Imitation,
  whole: DecisionTree,
  rows: ArrayLike<number>,
  { depths, folds, seed }: { depths: number; folds: number; seed: number },
): DepthPoint[] {
  const parts = shuffledFolds(rows.length, { folds, seed }).map(({ train, test }) => {
    const [fitted, left] = [train, test].map((part) => part.map((i) => rows[i]!))
    return { tree: imitation.fit(fitted!, depths), left: left! }
  })
  return Array.from({ length: depths }, (_, i) => {
    const depth = i + 1
    const scores = parts.map(({ tree, left }) => imitation.score(tree, left, depth))
    return {
      depth,
      leaves: leavesOf(truncateTree(whole, depth)).length,
      fidelity: mean(scores),
      standardError: standardDeviation(scores) / Math.sqrt(folds),
    }
  })
}

/**
 * The smallest depth whose fidelity is within one standard error of the best (the 1 SE rule of
 * Breiman et al. 1984, section 3.4.3): what is more faithful by less than that is not worth reading.
 */
export function chooseDepth(curve: readonly DepthPoint[]): number {
  const best = curve.reduce((most, point) => (point.fidelity > most.fidelity ? point : most))
  return curve.find(({ fidelity }) => fidelity >= best.fidelity - best.standardError)!.depth
}
