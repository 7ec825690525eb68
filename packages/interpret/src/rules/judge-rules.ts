import { DataError, wilson } from '@parallax-ml/core'
import { classesOf, classNamesOf } from '../explained/classes.js'
import { type MatrixLike, toMatrix } from '../matrix.js'
import { labelsFor } from '../trees/options.js'
import { appliedRules } from './rule-model.js'
import { nameOfRule, type RuleAnswer, type RuleSet, valuesOf } from './rule-set.js'
import { ruleInWords } from './words.js'

/** What a rule is worth on some rows. */
export interface RuleJudgement {
  readonly name: string
  readonly text: string
  /** Index of the class that it answers. */
  readonly answer: number
  /** How many rows it answers for. */
  readonly support: number
  /** Their share of all rows. */
  readonly coverage: number
  /**
   * Share of those whose label is its answer, with the ends of Wilson's 95 % interval; absent of no
   * rows. Where the labels are a model's answers, this is the rule's fidelity.
   */
  readonly precision?: number
  readonly low?: number
  readonly high?: number
  /** Indices of the first rows that break it: it answers for them, with another class. */
  readonly breaks: readonly number[]
}

/** Judgements of all rules, the last one of the default. */
export interface RulesJudgement {
  readonly rules: readonly RuleJudgement[]
  /** Share of all rows whose label is the answer. */
  readonly precision: number
}

/**
 * Support, coverage and precision of every rule on some rows, and examples that break it.
 *
 * @param labels true classes, or the classes that a model answers.
 * @param examples how many breaking rows to name at most for each rule.
 * @throws {DataError} if rows or labels do not fit, two disjoint rules apply to a row, or the rules
 * give values instead of classes.
 */
export function judgeRules(
  set: RuleSet,
  rows: MatrixLike,
  labels: ArrayLike<number>,
  examples = 5,
): RulesJudgement {
  if (set.space === 'value') {
    throw new DataError({
      where: 'rules',
      problem: 'they give values, which are not right or wrong',
    })
  }
  const x = toMatrix(rows, 'rows', set.featureNames.length)
  const y = labelsFor(x, labels, classNamesOf(set).length)
  const applied = appliedRules(set, x)
  const judge = (index: number, answer: RuleAnswer) => {
    const covered = Array.from(applied.keys()).filter((row) => applied[row] === index)
    const label = classOfAnswer(set, answer)
    const breaks = covered.filter((row) => y[row] !== label)
    const support = covered.length
    const { low, high } = wilson(support - breaks.length, support)
    return {
      answer: label,
      support,
      coverage: support / x.rows,
      ...(support > 0 && { precision: (support - breaks.length) / support, low, high }),
      breaks: breaks.slice(0, examples),
      broken: breaks.length,
    }
  }
  const judged = [
    ...set.rules.map((rule, i) => ({
      name: nameOfRule(rule, i),
      text: ruleInWords(rule, set),
      ...judge(i, rule.answer),
    })),
    {
      name: 'default',
      text: ruleInWords({ when: { all: [] }, answer: set.default }, set),
      ...judge(-1, set.default),
    },
  ]
  const broken = judged.reduce((sum, rule) => sum + rule.broken, 0)
  return {
    rules: judged.map(({ broken: _, ...judgement }) => judgement),
    precision: 1 - broken / x.rows,
  }
}

function classOfAnswer(set: RuleSet, answer: RuleAnswer): number {
  const values = Float64Array.from(valuesOf(set, answer))
  const [label] = classesOf({ rows: 1, columns: values.length, values }, set)
  return label!
}
