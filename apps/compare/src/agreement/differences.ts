/** The largest difference of two numbers in the same place, relative to that of `right`. */
export const largestRelative = (found: readonly number[], right: readonly number[]): number =>
  worst(found, right, (value) => Math.abs(value))

/** The largest difference, as a share of the largest value of `right` where that exceeds 1. */
export function largestOfScale(found: readonly number[], right: readonly number[]): number {
  const scale = scaleOf(right)
  return worst(found, right, () => scale)
}

/** The largest value where that exceeds 1, and 1 otherwise. */
export const scaleOf = (values: readonly number[]): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)

/** The length of the difference of two vectors, relative to that of `right`. */
export function relativeDistance(found: readonly number[], right: readonly number[]): number {
  requireSameLength(found, right)
  const gap = lengthOf(found.map((value, i) => value - right[i]!))
  return gap === 0 ? 0 : gap / lengthOf(right)
}

/** NaN wherever one is, so that no bound holds. */
function worst(
  found: readonly number[],
  right: readonly number[],
  scaleOf: (value: number) => number,
): number {
  requireSameLength(found, right)
  return found.reduce((largest, value, i) => {
    const gap = Math.abs(value - right[i]!)
    return Math.max(largest, gap === 0 ? 0 : gap / scaleOf(right[i]!))
  }, 0)
}

const lengthOf = (vector: readonly number[]): number =>
  Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))

function requireSameLength(found: readonly number[], right: readonly number[]): void {
  if (found.length === right.length) return
  throw new Error(`${found.length} numbers are held against ${right.length}.`)
}
