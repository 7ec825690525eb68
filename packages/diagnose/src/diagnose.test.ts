import { type BackendV1, interpreter, UnsupportedError } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { diagnose } from './diagnose.js'
import { severities } from './finding.js'
import { plantedFaults } from './planted/index.js'
import { classifier, near, tanh } from './planted/recipes.js'
import { clouds } from './planted/rows.js'

const { recipe, data } = classifier(clouds(1, 60, near), [tanh(3)], { epochs: 5 })
const backend = interpreter

test('findings are listed from worst to best', async () => {
  // Twelve rows are too few for some checks, and learned by others.
  const few = classifier(clouds(1, 12, near), [tanh(3)], { learningRate: 1000 })
  const checks = ['coverage', 'conflicting-labels', 'divergence', 'redundancy', 'one-batch']
  const { findings } = await diagnose(few.recipe, few.data, { backend, checks })
  const places = findings.map(({ severity }) => severities.indexOf(severity))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(findings[0]!.severity).toBe('problem')
  expect(findings.at(-1)!.severity).toBe('ok')
})

test('remedies of a note are not tried, those of a warning are', async () => {
  const note = plantedFaults.find(({ check }) => check === 'one-feature')!.plant(1)
  const options = { backend, fix: true, repeats: 1 }
  const noted = await diagnose(note.recipe, note.data, { ...options, checks: ['one-feature'] })
  expect(noted.findings[0]).toMatchObject({ severity: 'info' })
  expect(noted.findings[0]!.remedies).not.toEqual([])
  expect(noted.trials).toEqual([])

  const wild = plantedFaults.find(({ check }) => check === 'divergence')!.plant(1)
  const { findings, trials } = await diagnose(wild.recipe, wild.data, {
    ...options,
    checks: ['divergence'],
  })
  expect(trials.map(({ remedy }) => remedy)).toEqual(findings[0]!.remedies)
  // Though R² of a network that runs away is not finite.
  expect(trials[0]).toMatchObject({ remedy: 'lowerLearningRate', verdict: 'helped', before: 0 })
})

describe('errors', () => {
  const failing = (error: Error): BackendV1 => ({
    ...interpreter,
    open: () => Promise.reject(error),
  })
  const found = (error: Error) =>
    diagnose(recipe, data, { backend: failing(error), checks: ['initial-loss', 'divergence'] })

  test('of a bug are thrown, not taken for a finding', async () => {
    await expect(found(new TypeError('a bug'))).rejects.toThrow('a bug')
  })

  test('of ours say why a check has no answer, and end nothing', async () => {
    const { findings } = await found(
      new UnsupportedError({ where: 'backend x', problem: 'it cannot' }),
    )
    for (const { severity, text } of findings) {
      expect({ severity, text }).toEqual({
        severity: 'not-assessable',
        text: 'backend x: it cannot.',
      })
    }
  })
})

test('a signal ends it between checks; what is done is kept', async () => {
  const controller = new AbortController()
  const checks = ['conflicting-labels', 'duplicates', 'redundancy']
  const { findings, complete, trials } = await diagnose(recipe, data, {
    backend,
    checks,
    fix: ['moreSteps'],
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 1) controller.abort()
    },
  })
  expect(findings.map(({ id }) => id).sort()).toEqual(['conflicting-labels', 'duplicates'])
  expect([complete, trials]).toEqual([false, []])
})
