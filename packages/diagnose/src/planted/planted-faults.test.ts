import { interpreter } from '@parallax-ml/core'
import { reportHtml } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../diagnose.js'
import type { Finding } from '../finding.js'
import { remedyOf } from '../remedies/index.js'
import { plantedFaults } from './index.js'
import type { Planted } from './planted-fault.js'

const seeds = [1, 2]

async function findingOf(check: string, { recipe, data, options }: Planted, seed: number) {
  const places = { backend: interpreter, seed, ...options, checks: [check] }
  const { findings } = await diagnose(recipe, data, places)
  return findings[0]!
}

const pageOf = ({ title, text, evidence }: Finding): string =>
  reportHtml({ title, sections: [{ title, text: [text], figures: evidence }] })

/** Nothing that is not a number may reach a reader. */
const unprintable = /NaN|Infinity|undefined/

describe.each(plantedFaults)('$check: $fault; $control', ({ check, finds, plant, clean }) => {
  test.each(seeds)('is found with seed %i, and the control is not accused', async (seed) => {
    const [found, passed] = [
      await findingOf(check, plant(seed), seed),
      await findingOf(check, clean(seed), seed),
    ]
    expect(finds).toContain(found.severity)
    expect(passed.severity).not.toBe('not-assessable')
    expect(finds).not.toContain(passed.severity)
    for (const finding of [found, passed]) {
      expect(`${finding.title} ${finding.text} ${finding.statistic}`).not.toMatch(unprintable)
      expect(JSON.parse(JSON.stringify(finding))).toEqual(finding)
      expect(pageOf(finding)).not.toMatch(/NaN|Infinity/)
      for (const name of finding.remedies) remedyOf(name)
    }
  })

  test('is a pure function of the seed', () => {
    const { options: _, ...planted } = plant(5)
    const { options: __, ...again } = plant(5)
    const { options: ___, ...other } = plant(6)
    expect(planted).toEqual(again)
    expect(planted.data).not.toEqual(other.data)
  })
})
