import { element, label } from '../svg/element.js'
import { groupLimit } from '../svg/legend.js'
import type { Place } from '../svg/outline.js'
import type { TreeFigure, TreeNode } from './tree.js'
import { answerOf, majorityOf, questionOf, rowsOf, wayTo } from './tree-words.js'

/** Width of the drawing. */
export const width = 340
const indent = 14
const leafHeight = 22
const textHeight = 18
const histogramHeight = 26
const barLeft = 236

/** How much room a node takes downwards. */
export const heightOf = ({ split, histogram }: TreeNode): number =>
  split === undefined
    ? leafHeight
    : textHeight + (histogram === undefined ? 6 : histogramHeight + 10)

const xOf = ({ depth }: Place): number => indent * depth

/** The line from a question down to one of its answers. */
export function branch(place: Place, from: number, y: number, isLit: boolean): string {
  if (place.parent === undefined) return ''
  const x = xOf(place) - indent + 4
  const d = `M${x} ${from + textHeight}V${y + 11}H${x + 8}`
  return element('path', { class: isLit ? 'branch lit' : 'branch', d })
}

const textClass = (isLit: boolean): string => (isLit ? 'row-label lit' : 'row-label')

/** What a node asks, and how the feature that it asks for is distributed. */
export function question(figure: TreeFigure, place: Place, y: number, isLit: boolean): string {
  const node = figure.nodes[place.node]!
  const x = xOf(place)
  const text = label(x, y + 14, `${wayTo(place)}${questionOf(node.split!)}?`, {
    room: width - x - 66,
    class: textClass(isLit),
  })
  const rows = label(width, y + 14, `${rowsOf(node)} rows`, { anchor: 'end', room: 60 })
  return text + rows + histogram(figure, node, x + indent + 4, y + textHeight)
}

/** What a leaf says, and its rows by class. */
export function leaf(figure: TreeFigure, place: Place, y: number, isLit: boolean): string {
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
