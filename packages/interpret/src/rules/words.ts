import { bounds, boundsOf } from './conditions.js'
import type { Comparison, Condition, Rule, RuleAnswer, RuleSet } from './rule-set.js'

/** Six digits tell thresholds apart and hide what binary fractions add. */
const showNumber = (value: number): string => String(Number(value.toPrecision(6)))

/** A rule as a sentence: `if 2.45 < petal length ≤ 4.95 and petal width ≤ 1.75, then versicolor (98 %)`. */
export const ruleInWords = ({ when, answer }: Rule, set: RuleSet): string =>
  isAlways(when)
    ? `always ${answerInWords(answer, set)}`
    : `if ${conditionInWords(when)}, then ${answerInWords(answer, set)}`

/** The rules in words, one a line, with what happens otherwise. */
export function rulesInWords(set: RuleSet): string {
  const otherwise = `otherwise ${answerInWords(set.default, set)}`
  return [...set.rules.map((rule) => ruleInWords(rule, set)), otherwise].join('\n')
}

/** A condition in words; groups within others are in brackets. */
export function conditionInWords(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, 'and', 'always')
  if ('any' in condition) return joined(condition.any, 'or', 'never')
  if ('not' in condition) return `not (${conditionInWords(condition.not)})`
  if ('in' in condition) return `${condition.feature} is ${condition.in.join(' or ')}`
  return comparisonInWords(condition)
}

const isAlways = (when: Condition): boolean => 'all' in when && when.all.length === 0

function joined(parts: readonly Condition[], word: string, none: string): string {
  if (parts.length === 0) return none
  const bracketed = (part: Condition) =>
    'all' in part || 'any' in part || ('in' in part && part.in.length > 1)
      ? `(${conditionInWords(part)})`
      : conditionInWords(part)
  return parts.map(parts.length === 1 ? conditionInWords : bracketed).join(` ${word} `)
}

/** An interval around the feature where there are two bounds, else one bound after the other. */
function comparisonInWords(comparison: Comparison): string {
  const { feature, greaterThan, atLeast, lessThan, atMost } = comparison
  const given = boundsOf(comparison)
  const [low, high] = [greaterThan ?? atLeast, lessThan ?? atMost]
  if (given.length === 2 && low !== undefined && high !== undefined) {
    const sign = (isStrict: boolean) => (isStrict ? '<' : '≤')
    const [lower, upper] = [sign(greaterThan !== undefined), sign(lessThan !== undefined)]
    return `${showNumber(low)} ${lower} ${feature} ${upper} ${showNumber(high)}`
  }
  return given
    .map(([bound, value]) => `${feature} ${bounds[bound].sign} ${showNumber(value)}`)
    .join(' and ')
}

function answerInWords(answer: RuleAnswer, { outputNames, space }: RuleSet): string {
  if (typeof answer === 'string') return answer
  if (space === 'value') {
    return outputNames.map((name, i) => `${name} = ${showNumber(answer[i]!)}`).join(', ')
  }
  const most = answer.indexOf(Math.max(...answer))
  return `${outputNames[most]} (${showNumber(Math.round(answer[most]! * 1000) / 10)} %)`
}
