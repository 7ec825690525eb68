import { FileError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { DecisionTree } from './tree.js'

const index = z.int().min(0)
const names = z.array(z.string()).min(1)
const schema = z.strictObject({
  kind: z.literal('tree'),
  criterion: z.enum(['gini', 'entropy', 'squaredError']),
  featureNames: names,
  outputNames: names,
  nodes: z
    .array(
      z.strictObject({
        rows: index,
        weight: z.number().positive(),
        impurity: z.number().min(0),
        value: z.array(z.number()),
        split: z
          .strictObject({
            feature: index,
            threshold: z.number(),
            left: index,
            right: index,
            gain: z.number().min(0),
          })
          .optional(),
      }),
    )
    .min(1),
})

/**
 * Reads a tree back from JSON.
 * @throws {FileError} that names the place of what is missing, unknown or impossible.
 */
export function parseTree(json: unknown): DecisionTree {
  const tree = parseWith(schema, json, 'tree', FileError) as DecisionTree
  const parents = new Uint32Array(tree.nodes.length)
  tree.nodes.forEach(({ value, split }, place) => {
    const where = `tree.nodes[${place}]`
    if (value.length !== tree.outputNames.length) {
      throw new FileError({ where, problem: 'it has not one value for every output' })
    }
    if (split === undefined) return
    if (split.feature >= tree.featureNames.length) {
      throw new FileError({
        where,
        problem: 'there is no such feature',
        received: `${split.feature}`,
      })
    }
    for (const child of [split.left, split.right]) {
      // Parents before children, and one for each: so the way down always ends.
      if (child > place && child < parents.length && ++parents[child]! === 1) continue
      throw new FileError({ where, problem: 'it has no child there', received: `${child}` })
    }
  })
  const orphan = parents.findIndex((count, place) => place > 0 && count === 0)
  if (orphan < 0) return tree
  throw new FileError({ where: `tree.nodes[${orphan}]`, problem: 'no split leads there' })
}
