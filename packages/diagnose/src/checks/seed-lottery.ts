import { mean, standardDeviation } from '@parallax-ml/core'
import type { IntervalsFigure } from '@parallax-ml/report'
import { pick, scoresOf } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import type { LabelledRows } from '../subject.js'
import { type Check, notAssessable } from './check.js'
import { scoreName } from './folds-of.js'

const seeds = 8
/** Fewer rows cannot be divided: what is compared is then what was learned. */
const fewRows = 30
const widestRange = 0.1
/** With few rows a single one is much of a score. */
const fewestFlips = 3

/** Whether the seed decides how good the network is. */
export const seedLottery: Check = {
  id: 'seed-lottery',
  question: 'Does luck with the seed decide how good it is?',
  thresholdSource: `a gain over the most frequent class or the mean below two standard deviations over ${seeds} seeds is no evidence (after Bouthillier and others, 2021); a range above ${widestRange}, and of more than ${fewestFlips} rows that were left out, is a warning (ours)`,
  async assess(bench) {
    const { subject } = bench
    const name = scoreName(subject)
    const { own, judged, where, widest } = rowsOf(bench)
    const scores: number[] = []
    for (let i = 0; i < seeds; i++) {
      const predictor = await bench.train({}, own, bench.seed + i)
      scores.push(scoresOf(await predictor.answer(judged.x), judged.y, subject.kind).score)
      await predictor.dispose()
    }
    const lost = scores.filter((score) => !Number.isFinite(score)).length
    if (lost > 0) {
      const text = `${lost} of ${seeds} trainings ended in numbers that are not finite.`
      return notAssessable(this.question, text, seeds)
    }
    const trivial = trivialScore(judged.y, subject.kind === 'classification')
    const gain = mean(scores) - trivial
    const [worst, best] = [Math.min(...scores), Math.max(...scores)]
    const value = best === worst ? 0 : standardDeviation(scores)
    const isWide = best - worst > widest
    const isLuck = best > trivial && gain < 2 * value
    return {
      title: isLuck
        ? 'Whether it learns anything is luck'
        : isWide
          ? 'The seed decides how good it is'
          : 'All seeds are about as good',
      severity: isWide ? (isLuck ? 'problem' : 'warn') : isLuck ? 'info' : 'ok',
      text: `From ${seeds} seeds, ${name} on ${where} is ${worst.toFixed(3)} to ${best.toFixed(3)}, with a standard deviation of ${value.toFixed(3)}. The mean of ${mean(scores).toFixed(3)} is ${gain.toFixed(3)} above knowing nothing. A change that gains less than ${(2 * value).toFixed(3)} from one seed to another shows nothing.`,
      statistic: `standard deviation of ${name} over seeds`,
      value,
      interval: spreadInterval(value),
      threshold: Math.max(0, gain / 2),
      n: seeds,
      evidence: [figureOf(name, scores, trivial)],
      remedies: isWide
        ? ['seedEnsemble', 'moreUnits', 'higherLearningRate', 'moreSteps', 'initializer']
        : [],
      caveat: `${seeds} seeds know their own spread only to within a factor of two.`,
    }
  },
}

/** All seeds learn the same rows and are judged by the same others, so that only luck differs. */
function rowsOf({ subject: { train }, splits }: Bench): {
  own: LabelledRows
  judged: LabelledRows
  where: string
  widest: number
} {
  if (train.y.length < fewRows) {
    return { own: train, judged: train, where: 'the training rows', widest: widestRange }
  }
  const [split] = splits
  const [own, judged] = [pick(train, split!.train), pick(train, split!.test)]
  return {
    own,
    judged,
    where: `the same ${judged.y.length} rows left out`,
    widest: Math.max(widestRange, fewestFlips / judged.y.length),
  }
}

/** Of always saying the most frequent class; R² of the mean is 0. */
function trivialScore(y: readonly number[], isClasses: boolean): number {
  if (!isClasses) return 0
  const counts = new Map<number, number>()
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1)
  return Math.max(...counts.values()) / y.length
}

/** 2.5 % and 97.5 % points of chi-squared with seven degrees of freedom, for eight seeds. */
const chiSquaredPoints = { low: 1.68987, high: 16.01276 }

/** Of the standard deviation of normal values. */
const spreadInterval = (value: number) => ({
  low: value * Math.sqrt((seeds - 1) / chiSquaredPoints.high),
  high: value * Math.sqrt((seeds - 1) / chiSquaredPoints.low),
})

const figureOf = (name: string, scores: readonly number[], trivial: number): IntervalsFigure => ({
  kind: 'intervals',
  title: `${name}, seed by seed`,
  see: 'The closer together, the less is luck.',
  axis: { label: name },
  divide: trivial,
  rows: [...scores].sort((a, b) => b - a).map((value, i) => ({ label: `place ${i + 1}`, value })),
})
