import type { Matrix } from '../matrix.js'
import { bestSplit, type Sums, type Targets } from './best-split.js'
import { purityOf } from './criteria.js'
import { divide, presort } from './presorted.js'
import type { TreeCriterion, TreeNode, TreeSplit } from './tree.js'

/** When a node is divided. */
export interface GrowthLimits {
  readonly criterion: TreeCriterion
  readonly maxDepth: number
  readonly minSamplesLeaf: number
  readonly minImpurityDecrease: number
}

/** Rows still to be made a node, and whose child that is. */
interface Pending {
  readonly from: number
  readonly to: number
  readonly depth: number
  readonly parent?: number
}

/** Gains that differ by less than this share of the node's impurity are equal. */
const equalShare = 1e-9

/**
 * Grows a tree as CART does (Breiman, Friedman, Olshen and Stone, Classification and Regression
 * Trees, 1984): every node is divided where impurity falls most. Features are sorted once and the
 * orders divided with the rows, so that a level costs features × rows.
 */
export function grow(
  x: Matrix,
  rows: Int32Array,
  targets: Targets,
  limits: GrowthLimits,
): TreeNode[] {
  const purity = purityOf[limits.criterion]
  const sorted = presort(x, rows)
  const goesLeft = new Uint8Array(x.rows)
  const rootOrder = sorted.orders[0]!
  const rootWeight = sumsOf(rootOrder, 0, rows.length, targets).weight
  const nodes: Growing[] = []
  const pending: Pending[] = [{ from: 0, to: rows.length, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { from, to, depth, parent } = next
    const index = nodes.length
    const total = sumsOf(rootOrder, from, to, targets)
    const value = Array.from(total.targets, (sum) => sum / total.weight)
    const impure =
      limits.criterion === 'entropy'
        ? Math.max(0, -purity(total.targets, total.weight))
        : spreadOf(rootOrder, from, to, targets, value)
    const impurity = impure / total.weight
    const node: Growing = { rows: to - from, weight: total.weight, impurity, value }
    nodes.push(node)
    const above = parent === undefined ? undefined : nodes[parent]!.split!
    if (above !== undefined) above[above.left === 0 ? 'left' : 'right'] = index
    if (depth >= limits.maxDepth || impure <= 0) continue
    const found = bestSplit(sorted, [from, to], total, targets, purity, {
      minSamplesLeaf: limits.minSamplesLeaf,
      tolerance: equalShare * impure,
    })
    if (found === undefined || found.decrease < limits.minImpurityDecrease * rootWeight) continue
    const { feature, threshold, decrease } = found
    const column = sorted.columns[feature]!
    for (let i = from; i < to; i++) {
      const row = rootOrder[i]!
      goesLeft[row] = column[row]! <= threshold ? 1 : 0
    }
    const middle = divide(sorted, from, to, goesLeft)
    node.split = { feature, threshold, left: 0, right: 0, gain: decrease / rootWeight }
    pending.push({ from: middle, to, depth: depth + 1, parent: index })
    pending.push({ from, to: middle, depth: depth + 1, parent: index })
  }
  return nodes
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Growing = Mutable<Omit<TreeNode, 'split'>> & { split?: Mutable<TreeSplit> }

function sumsOf(order: Int32Array, from: number, to: number, targets: Targets): Sums {
  const { outputs, values, weights } = targets
  const sums = { weight: 0, targets: new Float64Array(outputs) }
  for (let i = from; i < to; i++) {
    const row = order[i]!
    sums.weight += weights[row]!
    for (let k = 0; k < outputs; k++) sums.targets[k]! += weights[row]! * values[row * outputs + k]!
  }
  return sums
}

/** Σ w (y − mean)²: of one-hot targets, the weight times the Gini impurity. */
function spreadOf(
  order: Int32Array,
  from: number,
  to: number,
  { outputs, values, weights }: Targets,
  means: readonly number[],
): number {
  let total = 0
  for (let i = from; i < to; i++) {
    const row = order[i]!
    for (let k = 0; k < outputs; k++) {
      total += weights[row]! * (values[row * outputs + k]! - means[k]!) ** 2
    }
  }
  return total
}
