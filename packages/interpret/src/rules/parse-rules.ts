import { parseWith, SpecError, suggest } from '@parallax-ml/core'
import { z } from 'zod'
import { bounds, boundsOf } from './conditions.js'
import type { Comparison, Condition, Membership, RuleAnswer, RuleSet } from './rule-set.js'

const names = z
  .array(z.string())
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'a name occurs twice')
const answer = z.union([z.string(), z.array(z.number())])
const schema = z.strictObject({
  kind: z.literal('rules'),
  version: z.literal(1),
  mode: z.enum(['ordered', 'disjoint']),
  featureNames: names,
  outputNames: names,
  space: z.enum(['probability', 'value']),
  categories: z.record(z.string(), names).optional(),
  rules: z.array(z.strictObject({ name: z.string().optional(), when: z.unknown(), answer })),
  default: answer,
})
const list = z.array(z.unknown())
const groups = {
  all: z.strictObject({ all: list }),
  any: z.strictObject({ any: list }),
  not: z.strictObject({ not: z.unknown() }),
}
const membership = z.strictObject({ feature: z.string(), in: z.array(z.string()) })
const comparison = z.strictObject({
  feature: z.string(),
  ...Object.fromEntries(Object.keys(bounds).map((bound) => [bound, z.number().optional()])),
})

/**
 * Reads rules from JSON and checks them strictly: every feature, category and class must be known,
 * every answer must fit the outputs.
 * @throws {SpecError} that names the place, what was expected and the nearest right name.
 *
 * @example
 * const rules = parseRules({
 *   kind: 'rules', version: 1, mode: 'ordered', space: 'probability',
 *   featureNames: ['income', 'debt'], outputNames: ['refuse', 'grant'],
 *   rules: [{ when: { feature: 'income', atLeast: 30_000 }, answer: 'grant' }],
 *   default: 'refuse',
 * })
 * const shares = await ruleModel(rules).predict(rows)
 */
export function parseRules(json: unknown): RuleSet {
  const set = parseWith(schema, json, 'rules', SpecError) as RuleSet
  for (const feature of Object.keys(set.categories ?? {})) {
    requireName(feature, set.featureNames, 'rules.categories', 'feature')
  }
  set.rules.forEach((rule, i) => {
    const where = `rules.rules[${i}]`
    checkCondition(rule.when, `${where}.when`, set)
    checkAnswer(rule.answer, `${where}.answer`, set)
  })
  checkAnswer(set.default, 'rules.default', set)
  return set
}

function checkAnswer(given: RuleAnswer, where: string, { outputNames, space }: RuleSet): void {
  if (typeof given !== 'string') {
    if (given.length === outputNames.length) return
    const [expected, received] = [`${outputNames.length} numbers`, String(given.length)]
    throw new SpecError({ where, problem: 'not one number for every output', expected, received })
  }
  if (space === 'probability') return requireName(given, outputNames, where, 'class')
  throw new SpecError({
    where,
    problem: 'a class is no value',
    expected: 'numbers',
    received: given,
  })
}

function checkCondition(value: unknown, where: string, set: RuleSet): void {
  const parts = Object(value) as Partial<Record<'all' | 'any', Condition[]> & { not: Condition }>
  for (const kind of ['all', 'any'] as const) {
    if (parts[kind] === undefined) continue
    parseWith(groups[kind], value, where, SpecError)
    return parts[kind].forEach((part, i) => checkCondition(part, `${where}.${kind}[${i}]`, set))
  }
  if (parts.not !== undefined) {
    parseWith(groups.not, value, where, SpecError)
    return checkCondition(parts.not, `${where}.not`, set)
  }
  if (!('feature' in parts)) {
    const [first = ''] = Object.keys(parts)
    const hint = suggest(first, ['feature', ...Object.keys(groups)])
    throw new SpecError({ where, problem: 'it is no condition', hint })
  }
  checkFeature(value, where, set)
}

function checkFeature(value: unknown, where: string, { featureNames, categories }: RuleSet): void {
  const isMembership = 'in' in (value as object)
  const schemaOfKind: z.ZodType = isMembership ? membership : comparison
  const parsed = parseWith(schemaOfKind, value, where, SpecError) as Comparison | Membership
  requireName(parsed.feature, featureNames, `${where}.feature`, 'feature')
  const known = categories?.[parsed.feature]
  if ('in' in parsed) {
    if (known !== undefined) {
      for (const name of parsed.in) requireName(name, known, `${where}.in`, 'category')
      return
    }
    const hint = `Name its categories in rules.categories, or compare it.`
    throw new SpecError({ where, problem: `'${parsed.feature}' is a number`, hint })
  }
  if (known !== undefined) {
    const problem = `'${parsed.feature}' is a category and cannot be compared`
    throw new SpecError({ where, problem, hint: "Use 'in' with names of its categories." })
  }
  if (boundsOf(parsed).length > 0) return
  const expected = `one of ${Object.keys(bounds).join(', ')}`
  throw new SpecError({ where, problem: 'it does not say how to compare', expected })
}

function requireName(name: string, known: readonly string[], where: string, what: string): void {
  if (known.includes(name)) return
  throw new SpecError({
    where,
    problem: `there is no ${what} '${name}'`,
    hint: suggest(name, known),
  })
}
