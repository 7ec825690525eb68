import { DataError } from '@parallax-ml/core'
import type { Explainable } from '../explained/explainable.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from '../matrix.js'
import { provenanceOfJson } from '../trees/tree-model.js'
import { compileCondition } from './conditions.js'
import { nameOfRule, type RuleSet, valuesOf } from './rule-set.js'

/**
 * The index of the rule that answers for every row, or −1 where it is the default.
 * @throws {DataError} if rows do not fit, two disjoint rules apply to one, or it holds no category
 * where it must.
 */
export function appliedRules(set: RuleSet, given: MatrixLike): Int32Array {
  const rows = toMatrix(given, 'rows', set.featureNames.length)
  requireCategories(set, rows)
  const conditions = set.rules.map(({ when }) => compileCondition(when, set))
  return Int32Array.from({ length: rows.rows }, (_, r) => {
    const row = rowOf(rows, r)
    const first = conditions.findIndex((holds) => holds(row))
    if (set.mode === 'ordered') return first
    const last = conditions.findLastIndex((holds) => holds(row))
    if (first === last) return first
    const [one, other] = [first, last].map((index) => nameOfRule(set.rules[index]!, index))
    throw new DataError({
      where: `row ${r}`,
      problem: `both ${one} and ${other} apply, which are said to be disjoint`,
      hint: "Narrow one of them, or make the mode 'ordered'.",
    })
  })
}

/**
 * Rules as a model, to be explained and compared like a network.
 *
 * @example
 * const importance = await permutationImportance(ruleModel(rules), rows, { labels })
 */
export function ruleModel(set: RuleSet): Explainable {
  const { featureNames, outputNames, space } = set
  const answers = set.rules.map(({ answer }) => valuesOf(set, answer))
  const otherwise = valuesOf(set, set.default)
  return {
    featureNames,
    outputNames,
    space,
    provenance: provenanceOfJson(set),
    async predict(rows) {
      const given = zeros(rows.rows, outputNames.length)
      appliedRules(set, rows).forEach((index, row) => {
        given.values.set(answers[index] ?? otherwise, row * outputNames.length)
      })
      return given
    },
  }
}

function requireCategories({ categories = {}, featureNames }: RuleSet, rows: Matrix): void {
  for (const [feature, names] of Object.entries(categories)) {
    const column = featureNames.indexOf(feature)
    for (let r = 0; r < rows.rows; r++) {
      const value = rowOf(rows, r)[column]!
      if (names[value] !== undefined) continue
      throw new DataError({
        where: `row ${r}, feature '${feature}'`,
        problem: 'it is the index of no category',
        expected: `0 to ${names.length - 1}`,
        received: String(value),
      })
    }
  }
}
