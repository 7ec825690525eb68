import { native } from '@parallax-ml/backend-native'
import { expect, test } from 'vitest'
import { readEnvironment } from './environment.js'
import { reportOf } from './figures/report.js'
import { outcomeOf } from './outcome.js'
import { runComparison } from './runs/comparison.js'
import { inThisProcess } from './runs/execute.js'
import type { ComparisonPlan } from './runs/plan.js'
import { irisTask } from './tasks/iris.js'
import { moonsTask } from './tasks/moons.js'
import { xorTask } from './tasks/xor.js'

const refusing = {
  ...native,
  name: 'refusing',
  supports: () => ({ supported: false as const, reasons: ['it never does'] }),
}
const second = { ...native, name: 'second' }

async function outcome(plan: ComparisonPlan) {
  const registry = { tasks: plan.tasks, backends: [native, second, refusing] }
  const nowhere = {
    found: 0,
    get: () => undefined,
    put: async () => {},
    flush: async () => {},
    complete: async () => {},
  }
  const found = await runComparison(plan, {
    open: inThisProcess(registry),
    saved: nowhere,
    circumstances: {},
    onProgress: () => {},
  })
  return outcomeOf(plan, readEnvironment(), found)
}

test('backends that agree share a verdict, others have their own', async () => {
  const tasks = [xorTask]
  const alike = await outcome({ tasks, backends: [native, second], seeds: [0, 1] })
  expect(alike.verdicts).toHaveLength(1)
  expect(alike.verdicts[0]).toMatchObject({ tone: 'good', subject: 'xor' })
  expect(alike.verdicts[0]!.text).toMatch(/Other backends: second 1\.000\.$/)

  const mixed = await outcome({ tasks, backends: [native, refusing], seeds: [0, 1] })
  expect(mixed.verdicts.map(({ tone, subject }) => [tone, subject])).toEqual([
    ['good', 'xor on native'],
    ['failed', 'xor on refusing'],
  ])
})

test('the report has what each task can show, from one backend for what was learned', async () => {
  const plan = {
    tasks: [moonsTask, irisTask],
    backends: [native, second],
    seeds: [0, 1],
    epochs: 2,
  }
  const report = reportOf(await outcome(plan))
  const titlesOf = (title: string) =>
    report.sections.find((section) => section.title === title)?.figures?.map((each) => each.title)
  expect(titlesOf('Failed runs')).toBeUndefined()
  expect(titlesOf('Learning curves')).toEqual(['moons: training loss', 'iris: training loss'])
  expect(titlesOf('Decisions')).toEqual(['moons, native: decisions'])
  expect(titlesOf('Mistakes')).toEqual([
    'moons, native: confusion',
    'iris, native: confusion',
    'moons, native: worst mistakes',
    'iris, native: worst mistakes',
  ])
  const confusion = report.sections.find(({ title }) => title === 'Mistakes')!.figures![0]!
  expect(confusion.see).toMatch(/second counts the same\.$/)
  expect(report.sections.at(-1)!.facts).toMatchObject({ 'backend second': expect.any(String) })
})

test('the summary names every task once, by how it came out', async () => {
  const plan = { tasks: [xorTask, irisTask], backends: [native], seeds: [0, 1], epochs: 1 }
  const { summary } = reportOf(await outcome(plan))
  expect(summary!.match(/\bxor\b/g)).toHaveLength(1)
  expect(summary!.match(/\biris\b/g)).toHaveLength(1)
  expect(summary).toMatch(/falls short on .*xor/i)
})
