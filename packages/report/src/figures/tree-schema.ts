import { z } from 'zod'
import { figureFields, finite } from './fields.js'

const node = z.strictObject({
  split: z
    .strictObject({
      feature: z.string(),
      threshold: finite,
      left: z.int().min(1),
      right: z.int().min(1),
    })
    .optional(),
  counts: z.array(z.number().min(0)).optional(),
  value: finite.optional(),
  rows: z.number().min(0).optional(),
  histogram: z
    .strictObject({
      edges: z
        .array(finite)
        .min(2)
        .refine((edges) => edges.every((edge, i) => i === 0 || edge > edges[i - 1]!), {
          message: 'the ends of the bins must ascend',
        }),
      counts: z.array(z.array(z.number().min(0))).min(1),
    })
    .refine(({ edges, counts }) => counts.every((of) => of.length === edges.length - 1), {
      message: 'there must be a count for each bin',
      path: ['counts'],
    })
    .optional(),
})

type Nodes = readonly z.output<typeof node>[]

/** Checks a figure of the kind `tree`. */
export const treeSchema = z
  .strictObject({
    ...figureFields,
    kind: z.literal('tree'),
    classNames: z.array(z.string()).min(1).optional(),
    nodes: z.array(node).min(1).refine(isTree, {
      message: 'each node but the first must be the child of exactly one that comes before it',
    }),
    path: z.array(z.int().min(0)).min(1).optional(),
    fidelity: z.string().optional(),
  })
  .refine(
    ({ nodes, classNames }) =>
      nodes.every(({ counts, value, rows }) =>
        classNames === undefined
          ? value !== undefined && rows !== undefined
          : counts?.length === classNames.length,
      ),
    {
      message: 'each node must have a count for each class, or else a value and rows',
      path: ['nodes'],
    },
  )
  .refine(
    ({ nodes, classNames = [''] }) =>
      nodes.every(
        ({ histogram }) => (histogram?.counts.length ?? classNames.length) === classNames.length,
      ),
    { message: 'a histogram must have counts for each class', path: ['nodes'] },
  )
  .refine(({ nodes, path }) => path === undefined || isWay(nodes, path), {
    message: 'it must go from the root through children to a leaf',
    path: ['path'],
  })

const childrenOf = ({ split }: Nodes[number]): number[] =>
  split === undefined ? [] : [split.left, split.right]

function isTree(nodes: Nodes): boolean {
  const children = nodes.flatMap(childrenOf)
  return (
    children.length === nodes.length - 1 &&
    new Set(children).size === children.length &&
    nodes.every((each, i) => childrenOf(each).every((child) => child > i && child < nodes.length))
  )
}

function isWay(nodes: Nodes, path: readonly number[]): boolean {
  const last = nodes[path.at(-1)!]
  return (
    path[0] === 0 &&
    last !== undefined &&
    last.split === undefined &&
    path.slice(1).every((each, i) => childrenOf(nodes[path[i]!]!).includes(each))
  )
}
