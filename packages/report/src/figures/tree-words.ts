import type { Place } from '../svg/outline.js'
import { showNumber } from '../svg/scale.js'
import type { TreeFigure, TreeNode } from './tree.js'

/** How many rows come to a node. */
export const rowsOf = ({ counts, rows = 0 }: TreeNode): number =>
  counts?.reduce((a, b) => a + b, 0) ?? rows

/** What an inner node asks. */
export const questionOf = ({ feature, threshold }: NonNullable<TreeNode['split']>): string =>
  `${feature} ≤ ${showNumber(threshold)}`

/** The class with the most rows, the first of several. */
export const majorityOf = (counts: readonly number[]): number => counts.indexOf(Math.max(...counts))

/** What a leaf says, and of how many rows it is so. */
export function answerOf({ classNames }: TreeFigure, node: TreeNode): string {
  const rows = rowsOf(node)
  if (node.counts === undefined) return `${showNumber(node.value ?? 0)}, ${rows} rows`
  const majority = majorityOf(node.counts)
  const own = node.counts[majority]!
  return `${classNames![majority]}, ${own === rows ? rows : `${own} of ${rows}`}`
}

/** The questions and answers along a path. */
export function wayOf(figure: TreeFigure, path: readonly number[]): string {
  const steps = path.slice(0, -1).map((node, i) => {
    const split = figure.nodes[node]!.split!
    return `${questionOf(split)} ${split.left === path[i + 1] ? 'yes' : 'no'}`
  })
  const end = answerOf(figure, figure.nodes[path.at(-1)!]!)
  return [...steps, `to ${end}`].join(', ')
}

/** The answer to the question above that leads to a node. */
export const wayTo = ({ depth, isRight }: Place): string =>
  depth === 0 ? '' : isRight ? 'no: ' : 'yes: '
