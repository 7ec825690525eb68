/**
 * A confident joint scaled so that each label has all of its rows, in whole numbers: the estimate of
 * how many rows are labelled one class and truly of another. Remainders go to the largest fractions,
 * as in cleanlab. A label none of whose rows was confident keeps all of its own.
 *
 * @param joint `[label][class]`, from `confidentLearning`.
 * @param labelCounts rows with each label.
 */
export const calibratedJoint = (
  joint: readonly (readonly number[])[],
  labelCounts: readonly number[],
): number[][] =>
  joint.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    const wanted = labelCounts[label]!
    if (total === 0) return row.map((_, k) => (k === label ? wanted : 0))
    return wholeParts(
      row.map((count) => (count * wanted) / total),
      wanted,
    )
  })

/** Shares rounded to whole numbers that sum to `total`. */
function wholeParts(shares: readonly number[], total: number): number[] {
  // What should be whole may have been rounded to just below.
  const whole = shares.map((share) => Math.floor(share + 1e-9))
  const missing = total - whole.reduce((sum, each) => sum + each, 0)
  const byFraction = Array.from(shares.keys()).sort(
    (i, j) => shares[j]! - whole[j]! - (shares[i]! - whole[i]!),
  )
  for (const i of byFraction.slice(0, missing)) whole[i]!++
  return whole
}
