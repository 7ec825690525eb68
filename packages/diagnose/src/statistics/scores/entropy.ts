import { checkRows } from '../check.js'

/**
 * Mean over rows of −Σ p ln p: how undecided predictions are, from 0 to ln classes. Natural logarithm.
 * @throws {DataError} without rows, or if they differ in length or hold what is no finite number.
 */
export function meanEntropy(probabilities: readonly ArrayLike<number>[]): number {
  checkRows('probabilities', probabilities)
  const entropies = probabilities.map((row) =>
    Array.from(row, (p) => (p > 0 ? -p * Math.log(p) : 0)).reduce((sum, each) => sum + each, 0),
  )
  return entropies.reduce((sum, entropy) => sum + entropy, 0) / entropies.length
}
