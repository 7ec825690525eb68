import { version } from '@parallax-ml/core'
import type { Explainable } from '../explained/explainable.js'
import type { Importance, Provenance } from '../explanation.js'
import { hashOf } from '../hash.js'
import { type DecisionTree, isClassification, predictTree } from './tree.js'

/** Where answers come from that no backend gives: what was hashed is the whole model as JSON. */
export const provenanceOfJson = (value: object): Provenance => ({
  specHash: hashOf(JSON.stringify(value)),
  backend: 'javascript',
  precision: 'float64',
  version,
})

/** A tree as a model, to be explained and compared like a network: its answers are its leaves' shares or means. */
export const treeModel = (tree: DecisionTree): Explainable => ({
  featureNames: tree.featureNames,
  outputNames: tree.outputNames,
  space: isClassification(tree) ? 'probability' : 'value',
  provenance: provenanceOfJson(tree),
  predict: async (rows) => predictTree(tree, rows),
})

/**
 * How much of the impurity that a tree takes away each feature takes (mean decrease in impurity,
 * Breiman et al. 1984): the shares add up to 1, or are all 0 in a tree without splits. Features
 * with many values are favoured; permutation importance is not so.
 */
export function treeImportance(tree: DecisionTree): Importance {
  const gains = tree.featureNames.map(() => 0)
  for (const { split } of tree.nodes) if (split) gains[split.feature]! += split.gain
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  const { space, provenance, outputNames, featureNames } = treeModel(tree)
  return {
    kind: 'importance',
    method: 'treeImportance',
    featureNames,
    outputNames,
    space,
    names: featureNames,
    values: gains.map((gain) => (total > 0 ? gain / total : 0)),
    score: 'share of the decrease in impurity',
    checks: { evaluations: 0 },
    provenance,
  }
}
