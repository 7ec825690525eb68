import { dense, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import type { Bench, RecipeChange } from '../bench/bench.js'
import { mcNemar } from '../statistics/binomial-tests.js'
import { type LabelledRows, type Recipe, subjectOf } from '../subject.js'
import { expectClose } from '../testing/golden.js'
import { confirm } from './confirm.js'
import type { Trial } from './trial.js'

const rows: LabelledRows = {
  x: Array.from({ length: 12 }, (_, row) => [row]),
  y: Array.from({ length: 12 }, (_, row) => row % 2),
}
const recipe: Recipe = {
  spec: sequential({ inputShape: [1], layers: [dense({ units: 2, activation: 'softmax' })] }),
  loss: 'sparseCategoricalCrossentropy',
  epochs: 1,
}

/** How sure networks are of the label of a test row; the run's, and that of a changed recipe. */
type Sure = (row: number) => number
const before: Sure = (row) => (row < 4 ? 0.9 : 0.2)
const after: Sure = (row) => (row === 0 ? 0.3 : row < 11 ? 0.8 : 0.1)

/** A bench that counts what it is asked to train, and on which rows. */
function benchOf(withTest: boolean) {
  const trained: { change: RecipeChange; rows: unknown }[] = []
  const predictor = (sure: Sure) => ({
    answer: async (x: LabelledRows['x']) =>
      x.map(([row]) => {
        const own = sure(row!)
        return row! % 2 === 1 ? [1 - own, own] : [own, 1 - own]
      }),
    dispose: async () => {},
  })
  const train = { x: [[0], [1]], y: [0, 1] }
  const bench = {
    subject: subjectOf(recipe, { train, ...(withTest && { test: rows }) }),
    run: async () => predictor(before),
    train: async (change: RecipeChange, rows?: LabelledRows) => {
      trained.push({ change, rows })
      return predictor(Object.keys(change).length > 0 ? after : before)
    },
  } as unknown as Bench
  return { bench, trained }
}

const trial = (remedy: string, own: Partial<Trial>): Trial =>
  ({
    remedy,
    title: remedy,
    change: { epochs: remedy.length },
    judgedBy: 'accuracy',
    difference: 0.1,
    verdict: 'helped',
    ...own,
  }) as Trial

describe('confirm', () => {
  test('judges the remedy that helped most by the test rows, trained on the others', async () => {
    const { bench, trained } = benchOf(true)
    const trials = [
      trial('some', {}),
      trial('most', { difference: 0.3, change: { epochs: 9 } }),
      trial('by chance', { difference: 0.5, verdict: 'no evidence' }),
      trial('worse', { difference: -0.6, verdict: 'hurt' }),
      trial('cooler', { difference: -2, judgedBy: 'log loss' }),
    ]
    // The run is right about rows 0 to 3, the changed network about rows 1 to 10.
    expect(await confirm(bench, trials)).toEqual({
      remedy: 'most',
      title: 'most',
      judgedBy: 'accuracy',
      before: 4 / 12,
      after: 10 / 12,
      rows: 12,
      p: mcNemar(1, 7).exact.p,
    })
    expect(trained).toEqual([{ change: { epochs: 9 }, rows: undefined }])
  })

  test('of losses that fell the largest fall counts, and the loss is shown', async () => {
    const { bench } = benchOf(true)
    const trials = [
      trial('little', { difference: -0.1, judgedBy: 'log loss' }),
      trial('much', { difference: -0.4, judgedBy: 'log loss' }),
    ]
    const found = (await confirm(bench, trials))!
    expect(found.remedy).toBe('much')
    expectClose(
      [found.before, found.after],
      [
        -(4 * Math.log(0.9) + 8 * Math.log(0.2)) / 12,
        -(Math.log(0.3) + 10 * Math.log(0.8) + Math.log(0.1)) / 12,
      ],
    )
  })

  test('says nothing where nothing helped, or there are no test rows', async () => {
    const { bench, trained } = benchOf(true)
    expect(await confirm(bench, [trial('worse', { verdict: 'hurt' })])).toBeUndefined()
    expect(await confirm(benchOf(false).bench, [trial('some', {})])).toBeUndefined()
    expect(trained).toEqual([])
  })
})
