import { type DecisionTree, depthsOf } from './tree.js'

/** The tree with some nodes made leaves; the nodes that stay keep their order. */
export function withoutBranches(
  tree: DecisionTree,
  isLeaf: (index: number) => boolean,
): DecisionTree {
  const { nodes } = tree
  const stays = new Uint8Array(nodes.length)
  stays[0] = 1
  nodes.forEach(({ split }, index) => {
    if (split === undefined || stays[index] === 0 || isLeaf(index)) return
    stays[split.left] = 1
    stays[split.right] = 1
  })
  let count = 0
  const places = Array.from(stays, (kept) => (kept === 1 ? count++ : -1))
  const kept = nodes.flatMap(({ split, ...node }, index) => {
    if (stays[index] === 0) return []
    if (split === undefined || stays[split.left] === 0) return node
    const { left, right } = split
    return { ...node, split: { ...split, left: places[left]!, right: places[right]! } }
  })
  return { ...tree, nodes: kept }
}

/** The tree that the same fit would have grown with this `maxDepth`. */
export function truncateTree(tree: DecisionTree, maxDepth: number): DecisionTree {
  const depths = depthsOf(tree)
  return withoutBranches(tree, (index) => depths[index]! >= maxDepth)
}
