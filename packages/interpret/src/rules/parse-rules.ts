import { parseWith, SpecError, suggest } from '@parallax-ml/core'
import { z } from 'zod'
import { bounds, boundsOf } from './conditions.js'
import type { Comparison, Membership, RuleAnswer, RuleSet } from './rule-set.js'

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
  if (space === 'probability') requireName(given, outputNames, where, 'class')
  else
    throw new SpecError({ where, problem: `the class '${given}' is no value`, expected: 'numbers' })
}

function checkCondition(value: unknown, where: string, set: RuleSet): void {
  const [first = ''] = Object.keys(Object(value))
  const kind = (['all', 'any', 'not'] as const).find((name) => name in Object(value))
  if (kind !== undefined) {
    const parts = (parseWith(groups[kind], value, where, SpecError) as Record<string, unknown>)[
      kind
    ]
    if (kind === 'not') checkCondition(parts, `${where}.not`, set)
    else
      for (const [i, part] of (parts as unknown[]).entries())
        checkCondition(part, `${where}.${kind}[${i}]`, set)
  } else if ('feature' in Object(value)) {
    checkFeature(value, where, set)
  } else {
    const hint = suggest(first, ['feature', ...Object.keys(groups)])
    throw new SpecError({ where, problem: 'it is no condition', hint })
  }
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
