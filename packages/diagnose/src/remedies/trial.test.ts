import { dense, type FitOptions, mean, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import type { Scores } from '../bench/answers.js'
import type { Bench, FoldScores, RecipeChange } from '../bench/bench.js'
import type { Predictor } from '../bench/predictor.js'
import { clouds, sums } from '../planted/rows.js'
import { holm } from '../statistics/holm.js'
import { nadeauBengio, pairedT } from '../statistics/t-tests.js'
import { type LabelledRows, subjectOf } from '../subject.js'
import { driftOf, importancesOf } from './explanation-drift.js'
import { tryRemedies } from './trial.js'

const subjectWith = (
  train: LabelledRows,
  loss: FitOptions['loss'] = 'sparseCategoricalCrossentropy',
) =>
  subjectOf(
    {
      spec: sequential({
        inputShape: [train.x[0]!.length],
        layers: [dense({ units: 4, activation: 'relu' }), dense({ units: 2 })],
      }),
      loss,
      epochs: 5,
    },
    { train },
  )

/** What was changed, as one word. */
const wordOf = (change: RecipeChange): string =>
  change.temperature ? 'cooled' : change.epochs ? 'longer' : change.spec ? 'other units' : 'before'

/** A bench whose folds have the scores that a test says. */
const folded = (scores: Record<string, Scores[]>): Bench =>
  ({
    subject: subjectWith(clouds(1, 40, [[0, 0], [1, 1]])), // biome-ignore format: a table
    seed: 0,
    place: {},
    cost: { trainings: 0, ms: 0 },
    crossValidate: async (change: RecipeChange = {}) =>
      scores[wordOf(change)]!.map((test) => ({ test, train: { score: 1, loss: 0 } }) as FoldScores),
  }) as unknown as Bench

const scored = (...values: number[]): Scores[] => values.map((score) => ({ score, loss: 2 }))
const lost = (...values: number[]): Scores[] => values.map((loss) => ({ score: 0.5, loss }))
const scoresOf = (all: Scores[]) => all.map(({ score }) => score)

describe('on folds', () => {
  const before = scored(0.6, 0.62, 0.58, 0.61, 0.6)
  const longer = scored(0.7, 0.73, 0.67, 0.72, 0.7)
  const units = scored(0.52, 0.57, 0.45, 0.55, 0.5)

  test('differences are after − before, on rows left out, corrected for folds and for many', async () => {
    const bench = folded({ before, longer, 'other units': units })
    const trials = await tryRemedies(bench, ['moreSteps', 'moreUnits'])
    const tests = [longer, units].map((after) =>
      nadeauBengio(scoresOf(after), scoresOf(before), 1 / 4),
    )
    const adjusted = holm(tests.map(({ p }) => p))
    expect(adjusted[0]).toBe(2 * tests[0]!.p)
    for (const [i, trial] of trials.entries()) {
      expect(trial).toMatchObject({
        design: 'cross-validation',
        pairs: 5,
        judgedBy: 'accuracy',
        before: mean(scoresOf(before)),
        difference: tests[i]!.difference,
        interval: tests[i]!.interval,
        p: adjusted[i],
      })
    }
    expect(trials.map(({ verdict }) => verdict)).toEqual(['helped', 'hurt'])
    expect(trials.map(({ after }) => after)).toEqual([longer, units].map((a) => mean(scoresOf(a))))
  })

  test('what could be chance is no evidence', async () => {
    const bench = folded({ before, longer: scored(0.7, 0.5, 0.8, 0.6, 0.55) })
    const [trial] = await tryRemedies(bench, ['moreSteps'])
    expect(trial!.verdict).toBe('no evidence')
  })

  test('of losses the lower one is better', async () => {
    const losses = [lost(1, 1.1, 0.9, 1, 1.05), lost(0.5, 0.62, 0.4, 0.5, 0.5)] as const
    const down = folded({ before: losses[0], cooled: losses[1] })
    const up = folded({ before: losses[1], cooled: losses[0] })
    const [helped] = await tryRemedies(down, ['temperature'])
    expect(helped).toMatchObject({ judgedBy: 'log loss', verdict: 'helped' })
    expect(helped!.difference).toBeLessThan(0)
    expect((await tryRemedies(up, ['temperature']))[0]).toMatchObject({ verdict: 'hurt' })
  })

  test('remedies that do not apply are left out, and none that is unknown is tried', async () => {
    const bench = folded({ before, longer })
    const applied = { ...bench, subject: { ...bench.subject, kind: 'regression' as const } }
    expect(await tryRemedies(applied, ['temperature'])).toEqual([])
    await expect(tryRemedies(bench, ['moreStep'])).rejects.toThrow("Did you mean 'moreSteps'?")
  })
})

describe('with few rows', () => {
  const train = clouds(2, 10, [[0, 0], [1, 1]]) // biome-ignore format: a table

  test('fifty seeds are compared, the same before and after', async () => {
    const seeds: Record<string, number[]> = { before: [], longer: [] }
    // Of ten rows, as many are answered rightly as the seed says, and one more after.
    const rightOf = (word: string, seed: number) => (seed % 4) + (word === 'longer' ? 1 : 0)
    const bench = {
      subject: subjectWith(train),
      seed: 100,
      place: {},
      cost: { trainings: 0, ms: 0 },
      async train(change: RecipeChange, _: LabelledRows, seed: number) {
        const word = wordOf(change)
        seeds[word]!.push(seed)
        const answer = async () =>
          train.y.map((label, row) =>
            row < rightOf(word, seed) === (label === 1) ? [0, 1] : [1, 0],
          )
        return { answer, dispose: async () => {} } as unknown as Predictor
      },
    } as unknown as Bench
    const [trial] = await tryRemedies(bench, ['moreSteps'])
    expect(seeds.before).toEqual(Array.from({ length: 50 }, (_, i) => 100 + i))
    expect(seeds.longer).toEqual(seeds.before)
    expect(trial).toMatchObject({ design: 'seeds', pairs: 50 })
    const shares = (word: string) => seeds.before!.map((seed) => rightOf(word, seed) / 10)
    const { p, difference } = pairedT(shares('longer'), shares('before'))
    expect(trial).toMatchObject({ p, difference })
  })
})

describe('drift of explanations', () => {
  test('is 0 for the same order of features, 2 for the reverse', () => {
    expect(driftOf([0.1, 0.5, 0.3], [1, 3, 2])).toBeCloseTo(0, 12)
    expect(driftOf([0.1, 0.5, 0.3], [3, 1, 2])).toBeCloseTo(2, 12)
    expect(driftOf(undefined, [1])).toBeUndefined()
  })

  test('importances are of the network that the changed recipe makes', async () => {
    const train = sums(1, 40, [1, 1, 1])
    const subject = subjectWith(train, 'meanSquaredError')
    // A network that rests on the feature that is told by the epochs.
    const bench = {
      subject,
      seed: 0,
      train: async ({ epochs = 0 }: RecipeChange) => ({
        answer: async (x: LabelledRows['x']) => x.map((row) => [row[epochs]!]),
        runs: [{ model: { backend: { name: 'stub' } } }],
        dispose: async () => {},
      }),
    } as unknown as Bench
    for (const feature of [0, 2]) {
      const values = (await importancesOf(bench, { epochs: feature }))!
      expect(values.indexOf(Math.max(...values))).toBe(feature)
    }
    const pair = { ...bench, subject: subjectWith(sums(1, 40, [1, 1]), 'meanSquaredError') }
    expect(await importancesOf(pair, {})).toBeUndefined()
  })
})
