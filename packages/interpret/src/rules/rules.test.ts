import { DataError, SpecError } from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toMatrix } from '../matrix.js'
import { golden } from '../testing/golden.js'
import { classificationTree, regressionTree } from '../trees/fit-tree.js'
import { predictTree } from '../trees/tree.js'
import { judgeRules } from './judge-rules.js'
import { parseRules } from './parse-rules.js'
import { appliedRules, ruleModel } from './rule-model.js'
import type { Condition, RuleSet } from './rule-set.js'
import { rulesOf } from './rules-of-tree.js'
import { conditionInWords, rulesInWords } from './words.js'

const { iris, networkAnswers } = golden('glass-box/trees')
const featureNames = ['sepal length', 'sepal width', 'petal length', 'petal width']
const classNames = ['setosa', 'versicolor', 'virginica']
const tree = classificationTree(iris.x, networkAnswers, { maxDepth: 3, featureNames, classNames })

describe('rules of a tree that imitates a network on iris', () => {
  // Worked out by hand from the tree's counts: interval of petal length, of petal width, answer.
  const expected = [
    { leaf: 1, length: { atMost: 2.45 }, answer: 0, support: 50, right: 50 },
    {
      leaf: 4,
      length: { greaterThan: 2.45, atMost: 4.95 },
      width: { atMost: 1.75 },
      answer: 1,
      support: 48,
      right: 47,
    },
    {
      leaf: 5,
      length: { greaterThan: 4.95 },
      width: { atMost: 1.75 },
      answer: 2,
      support: 6,
      right: 4,
    },
    {
      leaf: 7,
      length: { greaterThan: 2.45, atMost: 4.85 },
      width: { greaterThan: 1.75 },
      answer: 2,
      support: 3,
      right: 2,
    },
    {
      leaf: 8,
      length: { greaterThan: 4.85 },
      width: { greaterThan: 1.75 },
      answer: 2,
      support: 43,
      right: 43,
    },
  ]
  const rules = rulesOf(tree)
  const judged = judgeRules(rules, iris.x, networkAnswers)

  test.each(expected.map((rule, i) => ({ ...rule, i })))('leaf $leaf', (rule) => {
    const conditions = [
      { feature: 'petal length', ...rule.length },
      ...(rule.width ? [{ feature: 'petal width', ...rule.width }] : []),
    ]
    expect(rules.rules[rule.i]).toMatchObject({
      name: `leaf ${rule.leaf}`,
      when: conditions.length === 1 ? conditions[0] : { all: conditions },
    })
    const found = judged.rules[rule.i]!
    expect(found).toMatchObject({ answer: rule.answer, support: rule.support })
    expect(found.coverage).toBeCloseTo(rule.support / 150, 12)
    expect(found.precision).toBeCloseTo(rule.right / rule.support, 12)
    expect(found.breaks.length).toBe(rule.support - rule.right)
  })

  test('overall fidelity, and a default that is never needed', () => {
    expect(judged.precision).toBeCloseTo(146 / 150, 12)
    expect(judged.rules.at(-1)).toEqual({
      name: 'default',
      text: 'always setosa (33.3 %)',
      answer: 0,
      support: 0,
      coverage: 0,
      breaks: [],
    })
  })

  test('examples that break a rule are named, and Wilson gives the interval', () => {
    const { breaks, low, high } = judged.rules[1]!
    expect(breaks.map((row) => networkAnswers[row])).toEqual([2])
    // SciPy 1.17: binomtest(47, 48).proportion_ci(method='wilson').
    expect([low, high]).toEqual([
      expect.closeTo(0.8910078200474814, 12),
      expect.closeTo(0.9963128890224893, 12),
    ])
    expect(judgeRules(rules, iris.x, networkAnswers, 0).rules[1]!.breaks).toEqual([])
  })

  test('in words', () => {
    expect(rulesInWords(rules).split('\n').slice(0, 3)).toEqual([
      'if petal length ≤ 2.45, then setosa (100 %)',
      'if 2.45 < petal length ≤ 4.95 and petal width ≤ 1.75, then versicolor (97.9 %)',
      'if petal length > 4.95 and petal width ≤ 1.75, then virginica (66.7 %)',
    ])
  })
})

const tables = fc.array(
  fc.record({
    row: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
    label: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 40 },
)

test('rules of any tree are disjoint, cover every row once, and answer as the tree does', async () => {
  await fc.assert(
    fc.asyncProperty(tables, tables, async (fitted, others) => {
      const x = fitted.map(({ row }) => row)
      const y = fitted.map(({ label }) => label)
      const rows = toMatrix([...x, ...others.map(({ row }) => row.map((v) => v / 2))], 'rows')
      for (const grown of [classificationTree(x, y), regressionTree(x, y, { maxDepth: 3 })]) {
        const set = parseRules(JSON.parse(JSON.stringify(rulesOf(grown))))
        expect(set.mode).toBe('disjoint')
        expect(appliedRules(set, rows).every((index) => index >= 0)).toBe(true)
        expect(await ruleModel(set).predict(rows)).toEqual(predictTree(grown, rows))
      }
    }),
  )
})

const credit: RuleSet = {
  kind: 'rules',
  version: 1,
  mode: 'ordered',
  space: 'probability',
  featureNames: ['income', 'debt', 'job'],
  outputNames: ['refuse', 'grant'],
  categories: { job: ['none', 'part', 'full'] },
  rules: [
    { name: 'poor', when: { feature: 'income', lessThan: 10 }, answer: 'refuse' },
    {
      when: {
        all: [
          { feature: 'job', in: ['part', 'full'] },
          {
            not: {
              any: [
                { feature: 'debt', atLeast: 5 },
                { feature: 'debt', equals: 1 },
              ],
            },
          },
        ],
      },
      answer: 'grant',
    },
  ],
  default: [0.75, 0.25],
}

test('a model of rules: the first that applies answers, else the default', async () => {
  const rows = toMatrix(
    [
      [9.9, 0, 2],
      [10, 4, 1],
      [10, 5, 2],
      [10, 1, 2],
      [10, 0, 0],
    ],
    'rows',
  )
  const model = ruleModel(parseRules(JSON.parse(JSON.stringify(credit))))
  const { values } = await model.predict(rows)
  expect(Array.from(values)).toEqual([1, 0, 0, 1, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25])
  expect(Array.from(appliedRules(credit, rows))).toEqual([0, 1, -1, -1, -1])
  expect(model.provenance.specHash).toMatch(/^[0-9a-f]{16}$/)
  expect(conditionInWords(credit.rules[1]!.when)).toBe(
    '(job is part or full) and not (debt ≥ 5 or debt = 1)',
  )
})

test('bounds are strict or not, as they say', () => {
  const applies = (when: Condition, value: number) =>
    appliedRules(
      { ...credit, rules: [{ when, answer: 'grant' }] },
      toMatrix([[value, 0, 0]], 'r'),
    )[0]
  const income = (bound: object) => ({ feature: 'income', ...bound })
  expect([4, 5, 6].map((v) => applies(income({ greaterThan: 5 }), v))).toEqual([-1, -1, 0])
  expect([4, 5, 6].map((v) => applies(income({ atLeast: 5 }), v))).toEqual([-1, 0, 0])
  expect([4, 5, 6].map((v) => applies(income({ lessThan: 5 }), v))).toEqual([0, -1, -1])
  expect([4, 5, 6].map((v) => applies(income({ atMost: 5 }), v))).toEqual([0, 0, -1])
  expect([4, 5, 6].map((v) => applies(income({ equals: 5 }), v))).toEqual([-1, 0, -1])
  expect([4, 5, 6].map((v) => applies(income({ atLeast: 5, lessThan: 6 }), v))).toEqual([-1, 0, -1])
  expect(applies({ all: [] }, 0)).toBe(0)
  expect(applies({ any: [] }, 0)).toBe(-1)
})

test('rules that are not disjoint, and rows without a category, are refused', () => {
  const set = { ...credit, mode: 'disjoint' as const }
  expect(() => appliedRules(set, toMatrix([[9, 0, 1]], 'rows'))).toThrow(DataError)
  expect(() => appliedRules(set, toMatrix([[9, 0, 1]], 'rows'))).toThrow(
    'both poor and rule 2 apply',
  )
  expect(() => appliedRules(set, toMatrix([[9, 0, 3]], 'rows'))).toThrow('0 to 2')
  expect(() => appliedRules(set, toMatrix([[9, 0, 0.5]], 'rows'))).toThrow("feature 'job'")
})

test.each<[string, object, string]>([
  ['a misspelt bound', { feature: 'income', atMots: 1 }, "Did you mean 'atMost'?"],
  ['an unknown feature', { feature: 'incom', atMost: 1 }, "Did you mean 'income'?"],
  ['no bound', { feature: 'income' }, 'expected one of greaterThan, atLeast'],
  ['a compared category', { feature: 'job', atMost: 1 }, "Use 'in'"],
  ['categories of a number', { feature: 'debt', in: ['part'] }, "'debt' is a number"],
  ['an unknown category', { feature: 'job', in: ['ful'] }, "Did you mean 'full'?"],
  ['a misspelt group', { alls: [] }, "Did you mean 'all'?"],
  ['two groups', { all: [], any: [] }, "unknown option 'any'"],
  ['a bound that is no number', { feature: 'debt', atMost: '1' }, 'expected number'],
  ['nested', { all: [{ not: { feature: 'deb', atMost: 1 } }] }, 'when.all[0].not.feature'],
  ['no condition', [], 'it is no condition'],
])('of a condition, %s is refused', (_, when, message) => {
  const parse = () => parseRules({ ...credit, rules: [{ when, answer: 'grant' }] })
  expect(parse).toThrow(SpecError)
  expect(parse).toThrow(message)
  expect(parse).toThrow('rules.rules[0].when')
})

test.each<[string, object, string]>([
  ['an unknown class', { default: 'grand' }, "Did you mean 'grant'?"],
  ['too many numbers', { default: [1, 0, 0] }, 'expected 2 numbers, got 3'],
  [
    'a class among values',
    { space: 'value', rules: [], default: 'grant' },
    "the class 'grant' is no value",
  ],
  ['no default', { default: undefined }, 'rules.default'],
  ['another version', { version: 2 }, 'rules.version'],
  ['a misspelt key', { defualt: 'grant' }, "Did you mean 'default'?"],
  ['a misspelt key of a rule', { rules: [{ wen: {}, answer: 'grant' }] }, "Did you mean 'when'?"],
  ['categories of no feature', { categories: { jobs: ['a'] } }, "Did you mean 'job'?"],
  ['a name twice', { outputNames: ['grant', 'grant'] }, 'a name occurs twice'],
])('of rules, %s is refused', (_, change, message) => {
  expect(() => parseRules({ ...credit, ...change })).toThrow(SpecError)
  expect(() => parseRules({ ...credit, ...change })).toThrow(message)
})

test('rules that give values are not judged as right or wrong', () => {
  const values = rulesOf(regressionTree([[0], [1]], [0, 0.5], { targetNames: ['price'] }))
  expect(() => judgeRules(values, [[0]], [0])).toThrow(DataError)
  expect(rulesInWords(values)).toBe(
    'if x0 ≤ 0.5, then price = 0\nif x0 > 0.5, then price = 0.5\notherwise price = 0.25',
  )
})
