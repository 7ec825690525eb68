import { mean } from '@parallax-ml/core'
import { type Scores, scoresOf } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import type { Interval } from '../finding.js'
import { holm } from '../statistics/holm.js'
import { nadeauBengio, pairedT, type StudentResult } from '../statistics/t-tests.js'
import type { Recipe } from '../subject.js'
import { driftOf, importancesOf } from './explanation-drift.js'
import { remedyOf } from './index.js'
import type { Remedy } from './remedy.js'
import { worthOf } from './worth.js'

/** A remedy that was tried: plain data. */
export interface Trial {
  readonly remedy: string
  readonly title: string
  /** What of the recipe was changed. */
  readonly change: Partial<Recipe>
  /** How both were compared. */
  readonly design: 'cross-validation' | 'seeds'
  /** Pairs that were compared: folds, or seeds. */
  readonly pairs: number
  /** What was compared; R² of a network that is worse than the mean counts as 0. */
  readonly judgedBy: 'accuracy' | 'R²' | 'log loss' | 'mean squared error'
  readonly before: number
  readonly after: number
  /** Mean of after − before, and its 95 % interval. */
  readonly difference: number
  readonly interval?: Interval
  /** Of no difference, corrected for how many remedies were tried (Holm, 1979). */
  readonly p: number
  /**
   * 1 − the rank correlation between the importances of the features before and after: 0 if the network
   * still rests on the same. Absent for fewer than three features.
   */
  readonly explanationDrift?: number
  readonly cost: { readonly trainings: number; readonly ms: number }
  readonly verdict: 'helped' | 'no evidence' | 'hurt'
}

/** Networks with fewer rows are compared over seeds: folds would leave them too little to learn. */
const fewRows = 30
const seedsCompared = 50
const significance = 0.05

/**
 * Tries remedies one at a time, on the same folds and seeds before and after. Differences of folds
 * are corrected for training sets that overlap (Nadeau and Bengio, 2003), those of seeds are
 * independent; all for how many were tried (Holm, 1979). Remedies that do not apply are left out.
 *
 * @throws {OptionError} if a name is unknown.
 */
export async function tryRemedies(bench: Bench, names: readonly string[]): Promise<Trial[]> {
  const applicable = names.map(remedyOf).flatMap((remedy) => {
    const change = remedy.change(bench.subject)
    return change === undefined ? [] : [{ remedy, change }]
  })
  if (applicable.length === 0) return []
  const before = await measured(bench, {})
  const untested: Omit<Trial, 'p' | 'verdict'>[] = []
  const tests: StudentResult[] = []
  for (const { remedy, change } of applicable) {
    if (bench.place.signal?.aborted) break
    const { trial, test } = await tryOne(bench, remedy, change, before)
    untested.push(trial)
    tests.push(test)
  }
  const adjusted = holm(tests.map(({ p }) => p))
  return untested.map((trial, i) => ({
    ...trial,
    p: adjusted[i]!,
    verdict: verdictOf(trial, adjusted[i]!),
  }))
}

/** Scores of a recipe by fold or seed, and what its network rests on. */
interface Measured {
  readonly scores: readonly Scores[]
  readonly importances: readonly number[] | undefined
}

const isSmall = ({ subject }: Bench): boolean => subject.train.y.length < fewRows

async function measured(bench: Bench, change: Partial<Recipe>): Promise<Measured> {
  const scores = await (isSmall(bench) ? overSeeds : overFolds)(bench, change)
  return { scores, importances: await importancesOf(bench, change) }
}

async function tryOne(
  bench: Bench,
  remedy: Remedy,
  change: Partial<Recipe>,
  { scores: before, importances }: Measured,
) {
  const start = bench.cost
  const { scores: after, importances: found } = await measured(bench, change)
  const explanationDrift = driftOf(importances, found)
  const of = (all: readonly Scores[]): number[] =>
    all.map((scores) => worthOf(scores, remedy.judgedBy, bench.subject))
  const test = isSmall(bench)
    ? pairedT(of(after), of(before))
    : nadeauBengio(of(after), of(before), 1 / 4)
  const names = { score: ['accuracy', 'R²'], loss: ['log loss', 'mean squared error'] } as const
  const { trainings, ms } = bench.cost
  return {
    test,
    trial: {
      remedy: remedy.name,
      title: remedy.title,
      change,
      design: isSmall(bench) ? 'seeds' : 'cross-validation',
      pairs: before.length,
      judgedBy: names[remedy.judgedBy][bench.subject.kind === 'classification' ? 0 : 1],
      before: mean(of(before)),
      after: mean(of(after)),
      difference: test.difference,
      interval: test.interval,
      ...(explanationDrift !== undefined && { explanationDrift }),
      cost: { trainings: trainings - start.trainings, ms: ms - start.ms },
    } satisfies Omit<Trial, 'p' | 'verdict'>,
  }
}

const overFolds = async (bench: Bench, change: Partial<Recipe>): Promise<Scores[]> =>
  (await bench.crossValidate(change)).map(({ test }) => test)

/** Scores on the training rows themselves, which are all that there are. */
async function overSeeds(bench: Bench, change: Partial<Recipe>): Promise<Scores[]> {
  const { train, kind } = bench.subject
  const scores: Scores[] = []
  for (let seed = 0; seed < seedsCompared; seed++) {
    const predictor = await bench.train(change, train, bench.seed + seed)
    scores.push(scoresOf(await predictor.answer(train.x), train.y, kind))
    await predictor.dispose()
  }
  return scores
}

function verdictOf(
  { difference, judgedBy }: Pick<Trial, 'difference' | 'judgedBy'>,
  p: number,
): Trial['verdict'] {
  if (!(p < significance)) return 'no evidence'
  const isBetter = /loss|error/.test(judgedBy) ? difference < 0 : difference > 0
  return isBetter ? 'helped' : 'hurt'
}
