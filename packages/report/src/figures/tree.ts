import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label } from '../svg/element.js'
import { groupLimit, legend } from '../svg/legend.js'
import { outlineOf, type Place } from '../svg/outline.js'
import { branch, heightOf, leaf, question, width } from './tree-drawing.js'
import { treeSchema } from './tree-schema.js'
import { answerOf, questionOf, rowsOf, wayOf, wayTo } from './tree-words.js'

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
    const rules = placesOf(figure).map((place) => {
      const { node, depth } = place
      const { split } = nodes[node]!
      const text =
        split === undefined
          ? answerOf(figure, nodes[node]!)
          : `${questionOf(split)} (level ${depth + 1})`
      return wayTo(place) + text
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
