import { withoutBranches } from './branches.js'
import type { DecisionTree, TreeNode } from './tree.js'

/** A tree of the path that cost-complexity pruning takes. */
export interface PruningStep {
  /** What a leaf must be worth, in impurity of the root's scale, for this tree to be the best. */
  readonly alpha: number
  readonly leaves: number
  /** Σ share of rows × impurity, over the leaves. */
  readonly impurity: number
}

/** Links that differ by less than this share of the root's impurity are cut in the same step. */
const equalShare = 1e-12

/**
 * The whole path of minimal cost-complexity pruning, from the tree as it is to its root (Breiman
 * et al. 1984, chapter 3): the link whose leaves are worth least is cut first. What a leaf is worth
 * is (R(node) − R(leaves below)) / (leaves below − 1), where R is share of rows × impurity.
 */
export function pruningPath(tree: DecisionTree): PruningStep[] {
  const steps: PruningStep[] = []
  cutWhile(tree, (alpha, state) => {
    steps.push({ alpha, leaves: state.leaves[0]!, impurity: state.risk[0]! })
    return true
  })
  return steps
}

/**
 * The smallest of the subtrees that cost least when every leaf costs `alpha`: the tree of
 * {@link pruningPath}'s last step whose alpha is no greater.
 */
export function pruneTree(tree: DecisionTree, alpha: number): DecisionTree {
  let kept = new Uint8Array(tree.nodes.length)
  cutWhile(tree, (reached, { isCut }) => {
    if (reached > alpha) return false
    kept = isCut.slice()
    return true
  })
  return withoutBranches(tree, (index) => kept[index] === 1)
}

/** By node: leaves below, their risk, and whether the branch is cut so that the node is a leaf. */
interface State {
  readonly leaves: Int32Array
  readonly risk: Float64Array
  readonly isCut: Uint8Array
}

/** Cuts link after link, weakest first, as long as `see` says so of the alpha that it takes. */
function cutWhile({ nodes }: DecisionTree, see: (alpha: number, state: State) => boolean): void {
  const own = nodes.map(({ weight, impurity }) => (weight / nodes[0]!.weight) * impurity)
  const state: State = {
    leaves: new Int32Array(nodes.length).fill(1),
    risk: Float64Array.from(own),
    isCut: Uint8Array.from(nodes, ({ split }) => (split === undefined ? 1 : 0)),
  }
  const tolerance = equalShare * own[0]!
  let alpha = 0
  sumBranches(nodes, state)
  for (;;) {
    const weakest = worthsOf(nodes, own, state)
    const least = weakest.reduce(
      (lowest, { worth }) => Math.min(lowest, worth),
      Number.POSITIVE_INFINITY,
    )
    // The tree as it is comes first, unless some of its leaves are worth nothing.
    if (least > alpha + tolerance && !see(alpha, state)) return
    if (weakest.length === 0) return
    alpha = least > alpha + tolerance ? least : alpha
    for (const { index, worth } of weakest) if (worth <= alpha + tolerance) cut(index)
    sumBranches(nodes, state)
  }

  function cut(index: number): void {
    state.isCut[index] = 1
    state.leaves[index] = 1
    state.risk[index] = own[index]!
  }
}

/** Adds up leaves and risk from below; children come after their parents. */
function sumBranches(nodes: readonly TreeNode[], { leaves, risk, isCut }: State): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { split } = nodes[index]!
    if (split === undefined || isCut[index] === 1) continue
    leaves[index] = leaves[split.left]! + leaves[split.right]!
    risk[index] = risk[split.left]! + risk[split.right]!
  }
}

/** What a leaf is worth below every node of the pruned tree that is not one itself. */
function worthsOf(
  nodes: readonly TreeNode[],
  own: readonly number[],
  { leaves, risk, isCut }: State,
): { index: number; worth: number }[] {
  const worths: { index: number; worth: number }[] = []
  const pending = [0]
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (isCut[index] === 1) continue
    const { left, right } = nodes[index]!.split!
    pending.push(right, left)
    worths.push({ index, worth: (own[index]! - risk[index]!) / (leaves[index]! - 1) })
  }
  return worths
}
