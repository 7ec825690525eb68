import { type DecisionTree, isClassification } from '../trees/tree.js'
import type { Comparison, Rule, RuleSet } from './rule-set.js'

/** Bounds by feature index, on the way down a tree. */
type Bounds = ReadonlyMap<number, Pick<Comparison, 'greaterThan' | 'atMost'>>

/**
 * One rule for every leaf of a tree, its conditions merged to one interval a feature, in the units
 * of the rows that the tree was fitted on. They are disjoint and cover every row once; the answer
 * is the leaf's.
 */
export function rulesOf(tree: DecisionTree): RuleSet {
  const rules: Rule[] = []
  const pending: { index: number; bounds: Bounds }[] = [{ index: 0, bounds: new Map() }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { index, bounds } = next
    const { split, value } = tree.nodes[index]!
    if (split === undefined) {
      rules.push({ name: `leaf ${index}`, when: conditionOf(bounds, tree), answer: value })
      continue
    }
    const { feature, threshold, left, right } = split
    const before = bounds.get(feature)
    const narrowed = (bound: object) => new Map(bounds).set(feature, { ...before, ...bound })
    pending.push({ index: right, bounds: narrowed({ greaterThan: threshold }) })
    pending.push({ index: left, bounds: narrowed({ atMost: threshold }) })
  }
  return {
    kind: 'rules',
    version: 1,
    mode: 'disjoint',
    featureNames: tree.featureNames,
    outputNames: tree.outputNames,
    space: isClassification(tree) ? 'probability' : 'value',
    rules,
    default: tree.nodes[0]!.value,
  }
}

function conditionOf(bounds: Bounds, { featureNames }: DecisionTree): Rule['when'] {
  const comparisons = [...bounds]
    .sort(([one], [other]) => one - other)
    .map(([index, interval]) => ({ feature: featureNames[index]!, ...interval }))
  return comparisons.length === 1 ? comparisons[0]! : { all: comparisons }
}
