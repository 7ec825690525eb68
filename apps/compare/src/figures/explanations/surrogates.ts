import { type DecisionTree, pathOfRow, type Surrogate } from '@parallax-ml/interpret'
import type { LinesFigure, TreeFigure, TreeNode } from '@parallax-ml/report'
import { showShare } from '../../format.js'
import { count } from '../../words.js'

type DrawnSurrogate = Pick<Surrogate, 'tree' | 'depth' | 'fidelity' | 'curve'>

/** What a tree is drawn with. */
export interface TreeRows {
  /** Rows whose distribution is drawn at each question. */
  readonly rows: readonly ArrayLike<number>[]
  /** The class of each row by the model that the tree imitates; histograms need it, but for values. */
  readonly labels?: ArrayLike<number>
  /** Index of the row whose way is lit. */
  readonly row?: number
}

const bins = 16
/** Histograms make a picture too long from here on. */
const mostHistograms = 10

/** The tree that imitates a network, with the way of one row, and how far to trust it. */
export function surrogateFigure(
  { tree, fidelity }: DrawnSurrogate,
  { rows, labels, row }: TreeRows,
): TreeFigure {
  const isClasses = tree.criterion !== 'squaredError'
  const path = row === undefined ? undefined : pathOfRow(tree, rows[row]!)
  const arrived = rowsByNode(tree, rows)
  const questions = tree.nodes.filter(({ split }) => split !== undefined).length
  const isDrawn = questions <= mostHistograms && (!isClasses || labels !== undefined)
  const nodes = tree.nodes.map(
    ({ rows: here, value, split }, i): TreeNode => ({
      ...(split && {
        split: {
          feature: tree.featureNames[split.feature]!,
          threshold: split.threshold,
          left: split.left,
          right: split.right,
        },
      }),
      ...(isClasses
        ? { counts: value.map((share) => Math.round(share * here)) }
        : { value: value[0]!, rows: here }),
      ...(split &&
        isDrawn &&
        arrived[i]!.length > 0 && {
          histogram: histogramOf(
            arrived[i]!.map((r) => rows[r]![split.feature]!),
            isClasses ? arrived[i]!.map((r) => labels![r]!) : undefined,
            isClasses ? tree.outputNames.length : 1,
          ),
        }),
    }),
  )
  const root = tree.nodes[0]!.split
  const said = fidelityText(fidelity)
  const first =
    root === undefined
      ? 'The tree asks nothing: the network answers alike everywhere.'
      : `The first question is about ${tree.featureNames[root.feature]}.`
  const lit = row === undefined ? '' : ` The way of row ${row} is lit.`
  return {
    kind: 'tree',
    title: 'A tree that imitates the network',
    see: `${first}${lit} It ${said}; elsewhere it says something else than the network.`,
    tall: questions > 4,
    ...(isClasses && { classNames: tree.outputNames }),
    nodes,
    ...(path && { path }),
    fidelity: said,
  }
}

/** How faithful trees of every depth are, and which depth was taken. */
export function depthFigure({ curve, depth, fidelity }: DrawnSurrogate): LinesFigure {
  const name = fidelity.measure === 'r2' ? 'R²' : 'share of rows answered alike'
  const taken = curve.find((point) => point.depth === depth)
  const best = curve.reduce((a, b) => (b.fidelity > a.fidelity ? b : a))
  const line = (side: number) =>
    curve.map((point) => [point.depth, point.fidelity + 2 * side * point.standardError] as const)
  return {
    kind: 'lines',
    title: 'How deep a tree the network needs',
    see: `Depth ${depth}${taken ? ` with ${count(taken.leaves, 'leaf', 'leaves')} reaches ${showShare(taken.fidelity)}` : ''}; the best, depth ${best.depth}, ${showShare(best.fidelity)}. Thin lines are 2 standard errors away.`,
    x: { label: 'depth of the tree' },
    y: { label: `${name}, cross-validated` },
    series: [
      { name: 'fidelity', strong: true, points: line(0) },
      { name: '2 standard errors below', points: line(-1) },
      { name: '2 standard errors above', points: line(1) },
    ],
  }
}

const fidelityText = ({ measure, value, low, high, rows }: DrawnSurrogate['fidelity']): string =>
  measure === 'r2'
    ? `has an R² of ${showShare(value)} (${showShare(low)} to ${showShare(high)}) on ${count(rows, 'unseen row')}`
    : `agrees on ${percent(value)} (${percent(low)} to ${percent(high)}) of ${count(rows, 'unseen row')}`

const percent = (share: number): string => `${Math.round(100 * share)} %`

function rowsByNode(tree: DecisionTree, rows: readonly ArrayLike<number>[]): number[][] {
  const arrived = tree.nodes.map((): number[] => [])
  rows.forEach((row, r) => {
    for (const node of pathOfRow(tree, row)) arrived[node]!.push(r)
  })
  return arrived
}

function histogramOf(
  values: readonly number[],
  labels: readonly number[] | undefined,
  classes: number,
) {
  const [least, largest] = [Math.min(...values), Math.max(...values)]
  const [from, to] = least < largest ? [least, largest] : [least - 0.5, least + 0.5]
  const counts = Array.from({ length: classes }, () => new Array<number>(bins).fill(0))
  values.forEach((value, i) => {
    const bin = Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins))
    counts[labels?.[i] ?? 0]![bin]! += 1
  })
  return {
    edges: Array.from({ length: bins + 1 }, (_, i) => from + ((to - from) * i) / bins),
    counts,
  }
}
