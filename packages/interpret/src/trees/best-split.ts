import type { Purity } from './criteria.js'
import type { Presorted } from './presorted.js'

/** What rows are to be told apart by: targets, one-hot for classes, and weights. */
export interface Targets {
  readonly outputs: number
  /** `[rows, outputs]` */
  readonly values: Float64Array
  /** `[rows]`, positive. */
  readonly weights: Float64Array
}

/** Sums over the rows of one side. */
export interface Sums {
  weight: number
  readonly targets: Float64Array
}

/** Where a node is best divided. */
export interface FoundSplit {
  readonly feature: number
  readonly threshold: number
  /** Weight times impurity that it takes away. */
  readonly decrease: number
}

/**
 * The split of the rows `[from, to)` whose sides are purest together. Features are tried from the
 * first to the last, thresholds from the lowest to the highest, and one takes the place of an
 * earlier one only if it is better by more than `tolerance`: of equals, the first. A split that
 * gains nothing is taken if there is no better one, since its sides may gain (as in XOR).
 */
export function bestSplit(
  { columns, orders }: Presorted,
  [from, to]: readonly [number, number],
  total: Sums,
  targets: Targets,
  purity: Purity,
  { minSamplesLeaf, tolerance }: { minSamplesLeaf: number; tolerance: number },
): FoundSplit | undefined {
  const { outputs, values, weights } = targets
  const whole = purity(total.targets, total.weight)
  const left = new Float64Array(outputs)
  const right = new Float64Array(outputs)
  let best: FoundSplit | undefined
  let enough = Number.NEGATIVE_INFINITY
  for (let feature = 0; feature < columns.length; feature++) {
    const column = columns[feature]!
    const order = orders[feature]!
    if (column[order[from]!] === column[order[to - 1]!]) continue
    left.fill(0)
    let leftWeight = 0
    for (let i = from; i < to - minSamplesLeaf; i++) {
      const row = order[i]!
      const weight = weights[row]!
      leftWeight += weight
      for (let k = 0; k < outputs; k++) left[k]! += weight * values[row * outputs + k]!
      const value = column[row]!
      const next = column[order[i + 1]!]!
      if (value === next || i + 1 - from < minSamplesLeaf) continue
      for (let k = 0; k < outputs; k++) right[k] = total.targets[k]! - left[k]!
      const decrease = purity(left, leftWeight) + purity(right, total.weight - leftWeight) - whole
      if (decrease <= enough) continue
      best = { feature, threshold: between(value, next), decrease: Math.max(0, decrease) }
      enough = decrease + tolerance
    }
  }
  return best
}

/** Half-way, but below `next` even where numbers lie too close for that. */
function between(value: number, next: number): number {
  const middle = (value + next) / 2
  return middle < next ? middle : value
}
