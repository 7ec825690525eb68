import { describe, expect, test } from 'vitest'
import type { Bench } from '../bench/bench.js'
import { near } from '../planted/recipes.js'
import { clouds } from '../planted/rows.js'
import { nadeauBengio } from '../statistics/t-tests.js'
import { benchWith, foldsWith, subjectWith } from '../testing/benches.js'
import { overfitting } from './overfitting.js'
import { simpleEnough } from './simple-enough.js'
import { tooBig } from './too-big.js'
import { underfitting } from './underfitting.js'

const subject = subjectWith({ train: clouds(1, 40, near) })

describe('on folds', () => {
  const simple = (...scores: number[][]): Pick<Bench, 'simpleModels'> => ({
    simpleModels: async () => scores.map((own, i) => ({ name: `model ${i}`, scores: own })),
  })
  const base = [0.7, 0.72, 0.68, 0.71, 0.69]
  const better = (by: number) => base.map((score) => score + by)
  const unsure = [0.95, 0.5, 0.95, 0.5, 0.95]

  test('overfitting is a gap that the corrected interval does not leave to chance', async () => {
    const assess = (known: number[], unknown: number[]) =>
      overfitting.assess(benchWith(subject, { crossValidate: foldsWith(known, unknown) }))
    const found = await assess(better(0.2), base.toReversed())
    const expected = nadeauBengio(better(0.2), base.toReversed(), 1 / 4)
    expect(found).toMatchObject({ severity: 'problem', interval: expected.interval })
    expect(await assess(unsure, base.toReversed())).toMatchObject({ severity: 'ok' })
  })

  test('underfitting is to know own rows worse than the best simple model knows others', async () => {
    const assess = (known: number[], ...rivals: number[][]) => {
      const crossValidate = foldsWith(known, better(-0.3))
      return underfitting.assess(benchWith(subject, { crossValidate, ...simple(...rivals) }))
    }
    const behind = await assess(base.toReversed(), better(-0.3), better(0.2))
    expect(behind.severity).toBe('problem')
    expect(behind.text).toContain('model 1 has 0.900')
    // Worse on rows left out than a simple model is overfitting, not underfitting.
    expect((await assess(better(0.25), better(0.1))).severity).toBe('ok')
  })

  test('underfitting by size is a gain of more units that is no luck', async () => {
    const assess = (wide: number[]) => {
      const crossValidate: Bench['crossValidate'] = (change) =>
        foldsWith(better(0.2), change?.spec ? wide : base)()
      return underfitting.assess(benchWith(subject, { crossValidate, ...simple(better(-0.2)) }))
    }
    expect((await assess(better(0.1).toReversed())).severity).toBe('warn')
    expect((await assess(unsure)).severity).toBe('ok')
  })

  test('simple-enough names the closest rival, and asks for more than luck', async () => {
    const assess = (left: number[], ...rivals: number[][]) =>
      simpleEnough.assess(
        benchWith(subject, { crossValidate: foldsWith(base, left), ...simple(...rivals) }),
      )
    const found = await assess(better(0.1).toReversed(), better(-0.4), base, better(-0.3))
    expect(found.severity).toBe('ok')
    expect(found.value).toBeCloseTo(0.1, 12)
    const lucky = await assess(unsure, better(-0.4), better(-0.1))
    expect(lucky).toMatchObject({
      severity: 'info',
      title: 'It is not surely better than model 1',
    })
  })

  test('too-big proposes the smallest network within a standard error', async () => {
    const assess = (quarter: number[], sixteenth: number[]) => {
      const crossValidate: Bench['crossValidate'] = (change) => {
        const units = change?.spec?.layers[0]?.units
        return foldsWith(base, units === 4 ? quarter : units === 1 ? sixteenth : base)()
      }
      return tooBig.assess(benchWith(subject, { crossValidate }))
    }
    const near = base.toReversed().map((score) => score - 0.005)
    expect((await assess(near, near)).title).toContain('a sixteenth')
    expect((await assess(near, better(-0.2))).title).toContain('a quarter')
    expect((await assess(better(-0.2), better(-0.2))).title).toBe('It needs its size')
  })
})
