import { type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from '../matrix.js'

/** How an inner node divides its rows: left where `feature ≤ threshold`, else right. */
export interface TreeSplit {
  readonly feature: number
  /** Half-way between the two neighbouring values of the fitted rows. */
  readonly threshold: number
  /** Indices of nodes. */
  readonly left: number
  readonly right: number
  /** By how much the split lowers impurity, weighted by the share of all rows that the node has. */
  readonly gain: number
}

/** A node, with what it saw of the fitted rows. */
export interface TreeNode {
  /** Rows that came here; those of weight 0 do not count. */
  readonly rows: number
  /** Sum of their weights. */
  readonly weight: number
  /** Gini impurity, entropy in bits, or mean squared error summed over the outputs. */
  readonly impurity: number
  /** Shares of the classes, or means of the targets, `[outputs]`: the answer, if the node is a leaf. */
  readonly value: readonly number[]
  /** Absent in a leaf. */
  readonly split?: TreeSplit
}

/** What impurity is measured by. */
export type TreeCriterion = 'gini' | 'entropy' | 'squaredError'

/** A decision tree as plain JSON. */
export interface DecisionTree {
  readonly kind: 'tree'
  readonly criterion: TreeCriterion
  readonly featureNames: readonly string[]
  /** Class names, or names of the targets. */
  readonly outputNames: readonly string[]
  /** Depth first, left before right; the first is the root. */
  readonly nodes: readonly TreeNode[]
}

/** Whether the leaves hold shares of classes. */
export const isClassification = ({ criterion }: DecisionTree): boolean =>
  criterion !== 'squaredError'

/**
 * Indices of the nodes that a row passes, from the root to its leaf, or to the node at `depth`,
 * where the same tree fitted with that `maxDepth` would have ended.
 */
export function pathOfRow(
  { nodes }: DecisionTree,
  row: ArrayLike<number>,
  depth = Number.POSITIVE_INFINITY,
): number[] {
  const path = [0]
  let split = nodes[0]!.split
  while (split !== undefined && path.length <= depth) {
    const next = row[split.feature]! <= split.threshold ? split.left : split.right
    path.push(next)
    split = nodes[next]!.split
  }
  return path
}

/** Index of the leaf that answers for a row. */
export const leafOfRow = (tree: DecisionTree, row: ArrayLike<number>, depth?: number): number =>
  pathOfRow(tree, row, depth).at(-1)!

/**
 * Shares of classes or targets, `[rows, outputs]`, by the leaves that the rows come to.
 * @throws {DataError} if the rows do not fit the tree.
 */
export function predictTree(tree: DecisionTree, rows: MatrixLike, depth?: number): Matrix {
  const x = toMatrix(rows, 'rows', tree.featureNames.length)
  const answers = zeros(x.rows, tree.outputNames.length)
  for (let r = 0; r < x.rows; r++) {
    const { value } = tree.nodes[leafOfRow(tree, rowOf(x, r), depth)]!
    answers.values.set(value, r * answers.columns)
  }
  return answers
}

/** Indices of the leaves, left to right. */
export const leavesOf = ({ nodes }: DecisionTree): number[] =>
  nodes.flatMap(({ split }, index) => (split === undefined ? [index] : []))

/** Splits from the root to every node. */
export function depthsOf({ nodes }: DecisionTree): Uint32Array {
  const depths = new Uint32Array(nodes.length)
  nodes.forEach(({ split }, index) => {
    if (split === undefined) return
    depths[split.left] = depths[index]! + 1
    depths[split.right] = depths[index]! + 1
  })
  return depths
}
