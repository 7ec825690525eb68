import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label } from '../svg/element.js'
import { groupLimit, legend } from '../svg/legend.js'
import { outlineOf, type Place } from '../svg/outline.js'
import { showNumber } from '../svg/scale.js'
import { treeSchema } from './tree-schema.js'

/** A node of a decision tree: with a `split` a question, else a leaf. */
export interface TreeNode {
  /** Rows for which `feature` ≤ `threshold` go `left`; both are indices of nodes. */
  readonly split?: {
    readonly feature: string
    readonly threshold: number
    readonly left: number
    readonly right: number
  }
  /** Rows of each class that come here; of trees with `classNames`. */
  readonly counts?: readonly number[]
  /** The answer of a regression tree here, and the rows that come here. */
  readonly value?: number
  readonly rows?: number
  /** How the feature of the split is distributed over the rows that come here. */
  readonly histogram?: {
    /** Ends of the bins, one more than bins. */
    readonly edges: readonly number[]
    /** Rows by class and bin; of a regression tree, one list. */
    readonly counts: readonly (readonly number[])[]
  }
}

/** A decision tree, with the way that one row takes. */
export interface TreeFigure extends Figure {
  readonly kind: 'tree'
  /** Without them it is a regression tree. */
  readonly classNames?: readonly string[]
  /** The root first. */
  readonly nodes: readonly TreeNode[]
  /** Indices of the nodes that a row passes, from the root to its leaf; they are lit. */
  readonly path?: readonly number[]
  /** How far the tree is to be trusted, for example `agrees with the network on 97 % of 50 rows`. */
  readonly fidelity?: string
}

const width = 340
const indent = 14
const leafHeight = 22
const textHeight = 18
const histogramHeight = 26
const barLeft = 236

/** Draws {@link TreeFigure}: questions and leaves under one another, each step further in. */
export const tree: FigureKind<TreeFigure> = {
  kind: 'tree',
  schema: treeSchema,
  draw(figure) {
    const { nodes, classNames = [], path = [], fidelity } = figure
    const places = placesOf(figure)
    let bottom = 4
    const tops = new Map<number, number>()
    const drawn = places.map((place) => {
      const node = nodes[place.node]!
      const y = bottom
      tops.set(place.node, y)
      bottom += heightOf(node)
      const isLit = path.includes(place.node)
      const from = tops.get(place.parent ?? 0)!
      return (
        branch(place, from, y, isLit) +
        (node.split === undefined
          ? leaf(figure, place, y, isLit)
          : question(figure, place, y, isLit))
      )
    })
    const foot = fidelity === undefined ? '' : label(0, bottom + 14, fidelity, { room: width })
    return [
      drawing(width, bottom + (fidelity === undefined ? 2 : 20), [...drawn, foot]),
      classNames.length > groupLimit
        ? ''
        : legend(classNames, (_, i) =>
            element('rect', { class: `fill group-${i}`, y: 1, width: 24, height: 10 }),
          ),
    ].join('')
  },
  describe(figure) {
    const { nodes, path, fidelity } = figure
    const rules = placesOf(figure).map(({ node, depth, isRight }) => {
      const { split } = nodes[node]!
      const way = depth === 0 ? '' : isRight ? 'no: ' : 'yes: '
      const text =
        split === undefined
          ? answerOf(figure, nodes[node]!)
          : `${questionOf(split)} (level ${depth + 1})`
      return way + text
    })
    const way = path === undefined ? '' : ` The lit row goes ${wayOf(figure, path)}.`
    return `A tree of ${nodes.length} nodes. ${rules.join('; ')}.${way}${fidelity === undefined ? '' : ` ${fidelity}.`}`
  },
  data: ({ nodes, classNames = [], path = [] }) => ({
    columns: [
      'node',
      'feature',
      'threshold',
      'left',
      'right',
      'rows',
      'value',
      'lit',
      ...classNames,
    ],
    rows: nodes.map((node, i) => [
      i,
      node.split?.feature ?? '',
      node.split?.threshold ?? '',
      node.split?.left ?? '',
      node.split?.right ?? '',
      rowsOf(node),
      node.value ?? '',
      path.includes(i) ? 1 : 0,
      ...classNames.map((_, c) => node.counts?.[c] ?? ''),
    ]),
  }),
}

const placesOf = ({ nodes }: TreeFigure): Place[] =>
  outlineOf((node) => {
    const { split } = nodes[node]!
    return split && [split.left, split.right]
  })

const heightOf = ({ split, histogram }: TreeNode): number =>
  split === undefined
    ? leafHeight
    : textHeight + (histogram === undefined ? 6 : histogramHeight + 10)

const rowsOf = ({ counts, rows = 0 }: TreeNode): number =>
  counts?.reduce((a, b) => a + b, 0) ?? rows

const questionOf = ({ feature, threshold }: NonNullable<TreeNode['split']>): string =>
  `${feature} ≤ ${showNumber(threshold)}`

/** The class with the most rows, the first of several. */
const majorityOf = (counts: readonly number[]): number => counts.indexOf(Math.max(...counts))

function answerOf({ classNames }: TreeFigure, node: TreeNode): string {
  const rows = rowsOf(node)
  if (node.counts === undefined) return `${showNumber(node.value ?? 0)}, ${rows} rows`
  const majority = majorityOf(node.counts)
  const own = node.counts[majority]!
  return `${classNames![majority]}, ${own === rows ? rows : `${own} of ${rows}`}`
}

function wayOf(figure: TreeFigure, path: readonly number[]): string {
  const steps = path.slice(0, -1).map((node, i) => {
    const split = figure.nodes[node]!.split!
    return `${questionOf(split)} ${split.left === path[i + 1] ? 'yes' : 'no'}`
  })
  const end = answerOf(figure, figure.nodes[path.at(-1)!]!)
  return [...steps, `to ${end}`].join(', ')
}

const xOf = ({ depth }: Place): number => indent * depth

/** The line from a question down to one of its answers. */
function branch(place: Place, from: number, y: number, isLit: boolean): string {
  if (place.parent === undefined) return ''
  const x = xOf(place) - indent + 4
  const d = `M${x} ${from + textHeight}V${y + 11}H${x + 8}`
  return element('path', { class: isLit ? 'branch lit' : 'branch', d })
}

const wayTo = ({ depth, isRight }: Place): string => (depth === 0 ? '' : isRight ? 'no: ' : 'yes: ')

const textClass = (isLit: boolean): string => (isLit ? 'row-label lit' : 'row-label')

function question(figure: TreeFigure, place: Place, y: number, isLit: boolean): string {
  const node = figure.nodes[place.node]!
  const x = xOf(place)
  const text = label(x, y + 14, `${wayTo(place)}${questionOf(node.split!)}?`, {
    room: width - x - 66,
    class: textClass(isLit),
  })
  const rows = label(width, y + 14, `${rowsOf(node)} rows`, { anchor: 'end', room: 60 })
  return text + rows + histogram(figure, node, x + indent + 4, y + textHeight)
}

function leaf(figure: TreeFigure, place: Place, y: number, isLit: boolean): string {
  const node = figure.nodes[place.node]!
  const x = xOf(place)
  const text = label(x, y + 15, wayTo(place) + answerOf(figure, node), {
    room: barLeft - x - 4,
    class: textClass(isLit),
  })
  return text + classBar(figure, node, y + 6)
}

/** The rows of a leaf by class; with too many classes to tell apart, its own against the rest. */
function classBar({ classNames = [] }: TreeFigure, { counts }: TreeNode, y: number): string {
  if (counts === undefined) return ''
  const own = counts[majorityOf(counts)]!
  const all = counts.reduce((a, b) => a + b, 0) || 1
  const parts = classNames.length > groupLimit ? [own, all - own] : counts
  let x = barLeft
  return parts
    .map((count, i) => {
      const from = x
      x += ((width - barLeft) * count) / all
      if (count === 0) return ''
      const isRest = classNames.length > groupLimit && i === 1
      const named = isRest ? 'density' : `fill group-${i}`
      return element('rect', { class: named, x: from, y, width: x - from, height: 10 })
    })
    .join('')
}

function histogram(
  { classNames = [] }: TreeFigure,
  { histogram: bins, split }: TreeNode,
  left: number,
  top: number,
): string {
  if (bins === undefined) return ''
  const { edges } = bins
  const total = edges.slice(1).map((_, b) => bins.counts.reduce((sum, of) => sum + of[b]!, 0))
  const most = Math.max(...total) || 1
  const [first, last] = [edges[0]!, edges.at(-1)!]
  const bottom = top + histogramHeight
  const place = (value: number): number =>
    left + ((width - left) * (Math.min(last, Math.max(first, value)) - first)) / (last - first)
  const isPlain = classNames.length > groupLimit || classNames.length === 0
  const stacks = isPlain ? [total] : bins.counts
  const reached = total.map(() => 0)
  const bars = stacks.map((counts, c) => {
    const d = counts.flatMap((count, b) => {
      if (count === 0) return []
      const low = bottom - ((histogramHeight - 4) * reached[b]!) / most
      reached[b]! += count
      const high = bottom - ((histogramHeight - 4) * reached[b]!) / most
      const [from, to] = [place(edges[b]!) + 0.3, place(edges[b + 1]!) - 0.3]
      return [
        `M${from.toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}H${to.toFixed(1)}V${low.toFixed(1)}Z`,
      ]
    })
    return element('path', { class: isPlain ? 'density' : `fill group-${c}`, d: d.join('') })
  })
  const cut = place(split!.threshold).toFixed(1)
  return [
    ...bars,
    element('path', { class: 'axis', d: `M${left} ${bottom}H${width}` }),
    element('path', { class: 'divide', d: `M${cut} ${top}V${bottom}` }),
    element('path', { class: 'split', d: `M${cut} ${bottom}l-4 6h8Z` }),
  ].join('')
}
