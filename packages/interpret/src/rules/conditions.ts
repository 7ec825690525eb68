import type { Comparison, Condition, RuleSet } from './rule-set.js'

/** Whether a row meets a condition. */
export type Holds = (row: ArrayLike<number>) => boolean

/** How each bound is tested, and how it is written after the feature. */
export const bounds = {
  greaterThan: { holds: (value: number, bound: number) => value > bound, sign: '>' },
  atLeast: { holds: (value: number, bound: number) => value >= bound, sign: '≥' },
  lessThan: { holds: (value: number, bound: number) => value < bound, sign: '<' },
  atMost: { holds: (value: number, bound: number) => value <= bound, sign: '≤' },
  equals: { holds: (value: number, bound: number) => value === bound, sign: '=' },
} as const

/** The name of a bound. */
export type Bound = keyof typeof bounds

/** The bounds that a comparison gives. */
export const boundsOf = (comparison: Comparison): [Bound, number][] =>
  (Object.keys(bounds) as Bound[]).flatMap((bound) => {
    const value = comparison[bound]
    return value === undefined ? [] : [[bound, value] as [Bound, number]]
  })

/** A condition as a function of rows. */
export function compileCondition(condition: Condition, set: RuleSet): Holds {
  if ('all' in condition) {
    const parts = condition.all.map((part) => compileCondition(part, set))
    return (row) => parts.every((holds) => holds(row))
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => compileCondition(part, set))
    return (row) => parts.some((holds) => holds(row))
  }
  if ('not' in condition) {
    const holds = compileCondition(condition.not, set)
    return (row) => !holds(row)
  }
  const column = set.featureNames.indexOf(condition.feature)
  if ('in' in condition) {
    const known = set.categories![condition.feature]!
    const indices = condition.in.map((name) => known.indexOf(name))
    return (row) => indices.includes(row[column]!)
  }
  const tests = boundsOf(condition).map(([bound, value]) => ({ ...bounds[bound], value }))
  return (row) => tests.every(({ holds, value }) => holds(row[column]!, value))
}
