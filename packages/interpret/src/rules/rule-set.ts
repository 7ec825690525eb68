/** Bounds on a feature that is a number; all that are given hold. */
export interface Comparison {
  readonly feature: string
  readonly greaterThan?: number
  readonly atLeast?: number
  readonly lessThan?: number
  readonly atMost?: number
  readonly equals?: number
}

/** One of some categories. */
export interface Membership {
  readonly feature: string
  readonly in: readonly string[]
}

/** When a rule applies. Of no conditions, `all` always holds and `any` never. */
export type Condition =
  | Comparison
  | Membership
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

/** A class by its name, or a number for every output. */
export type RuleAnswer = string | readonly number[]

/** If the condition holds, that is the answer. */
export interface Rule {
  /** For messages and tables; default its place. */
  readonly name?: string
  readonly when: Condition
  readonly answer: RuleAnswer
}

/** Rules as a model in plain JSON. */
export interface RuleSet {
  readonly kind: 'rules'
  readonly version: 1
  /** `ordered`: the first that applies answers. `disjoint`: two that apply to a row are an error. */
  readonly mode: 'ordered' | 'disjoint'
  readonly featureNames: readonly string[]
  /** Class names, or names of values. */
  readonly outputNames: readonly string[]
  readonly space: 'probability' | 'value'
  /** Features that hold the index of one of these names. */
  readonly categories?: Readonly<Record<string, readonly string[]>>
  readonly rules: readonly Rule[]
  /** The answer where no rule applies. */
  readonly default: RuleAnswer
}

/** The name of a rule for messages and tables. */
export const nameOfRule = ({ name }: Rule, index: number): string => name ?? `rule ${index + 1}`

/** The numbers of an answer, a class as 1 among 0. */
export const valuesOf = ({ outputNames }: RuleSet, answer: RuleAnswer): readonly number[] =>
  typeof answer === 'string' ? outputNames.map((name) => (name === answer ? 1 : 0)) : answer
