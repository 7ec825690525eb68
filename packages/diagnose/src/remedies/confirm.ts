import { rightAnswers, scoresOf } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { mcNemar } from '../statistics/binomial-tests.js'
import type { Trial } from './trial.js'
import { worthOf } from './worth.js'

/** What a remedy that helped does for the test rows, which nothing had been chosen by. */
export interface Confirmation {
  readonly remedy: string
  readonly title: string
  readonly judgedBy: Trial['judgedBy']
  readonly before: number
  readonly after: number
  /** Test rows. */
  readonly rows: number
  /** Of classes: exact p of McNemar's test, on the rows that one of both alone answers rightly. */
  readonly p?: number
}

const isLoss = ({ judgedBy }: Trial): boolean => /loss|error/.test(judgedBy)

/** The remedy that helped most; those judged by scores before those judged by losses. */
function bestOf(trials: readonly Trial[]): Trial | undefined {
  return trials
    .filter(({ verdict }) => verdict === 'helped')
    .sort(
      (a, b) =>
        Number(isLoss(a)) - Number(isLoss(b)) || Math.abs(b.difference) - Math.abs(a.difference),
    )[0]
}

/**
 * Judges the best remedy by the test rows, once; undefined without test rows, or where nothing helped.
 */
export async function confirm(
  bench: Bench,
  trials: readonly Trial[],
): Promise<Confirmation | undefined> {
  const { test, kind } = bench.subject
  const best = bestOf(trials)
  if (best === undefined || test === undefined) return undefined
  const before = await (await bench.run()).answer(test.x)
  const predictor = await bench.train(best.change)
  const after = await predictor.answer(test.x)
  await predictor.dispose()
  const scoreOf = (answers: typeof before): number =>
    worthOf(scoresOf(answers, test.y, kind), isLoss(best) ? 'loss' : 'score', bench.subject)
  const [known, found] = [rightAnswers(before, test.y), rightAnswers(after, test.y)]
  const onlyOne = (one: boolean[], other: boolean[]): number =>
    one.filter((isRight, row) => isRight && !other[row]).length
  return {
    remedy: best.remedy,
    title: best.title,
    judgedBy: best.judgedBy,
    before: scoreOf(before),
    after: scoreOf(after),
    rows: test.y.length,
    ...(kind === 'classification' && {
      p: mcNemar(onlyOne(known, found), onlyOne(found, known)).exact.p,
    }),
  }
}
