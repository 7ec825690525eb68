import { mean, permutation, randomKey, standardDeviation } from '@parallax-ml/core'
import type { LinesFigure } from '@parallax-ml/report'
import { pick, scoresOf } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { type Forecast, forecastError, type SizeErrors } from '../statistics/forecast.js'
import { powerLawAt } from '../statistics/power-law.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { needsVariety, scoreName } from './folds-of.js'

/** Shares of a fold's training rows; the last is the cross-validation that other checks share. */
const shares = [1 / 8, 0.21, 0.35, 0.6, 1] as const
const runs = 5
const fewestRows = 80
const leastGain = 0.01
/** What a power law needs. */
const fewestSizes = 3

/** Whether more rows would make it better: a learning curve, and what it promises. */
export const moreData: Check = {
  id: 'more-data',
  question: 'Would more rows make it better?',
  thresholdSource: `a power law through errors at ${shares.length} sizes and ${runs} folds (Hestness and others, 2017); the low end of the gain with twice the rows must be above ${leastGain}, and the gain above the standard error of what was measured (ours)`,
  notFor: (subject) =>
    subject.train.y.length < fewestRows
      ? `A learning curve needs ${fewestRows} rows or more; there are ${subject.train.y.length}.`
      : needsVariety(subject),
  async assess(bench) {
    const name = scoreName(bench.subject)
    const curve = await curveOf(bench)
    const { size, errors } = curve.at(-1)!
    const level = withoutFolds(curve)
    const noise = standardDeviation(level.at(-1)!.errors) / Math.sqrt(errors.length)
    const { forecast, sizes } = forecastFrom(level, Math.max(leastGain, 2 * noise), bench.seed)
    const { value, low, high } = forecast.gain
    const chance = forecast.gains.filter((gain) => gain > leastGain).length / forecast.gains.length
    const isSure = low > leastGain && value > noise
    const isLikely = chance > 0.5
    return {
      title: isSure
        ? 'More rows would make it better'
        : isLikely
          ? 'More rows may make it better'
          : 'More rows of this kind promise little',
      severity: isSure ? 'warn' : isLikely ? 'info' : 'ok',
      text: `With ${size} rows to learn from, ${name} on rows left out is ${(1 - mean(errors)).toFixed(3)}. A power law through the ${sizes} largest of ${curve.length} sizes promises ${value.toFixed(3)} more with ${2 * size} (${low.toFixed(3)} to ${high.toFixed(3)}); a gain of more than one point has a chance of ${percent(chance)}.`,
      statistic: `gain of ${name} that a power law promises for twice the rows`,
      value,
      interval: { low: Math.min(low, value), high: Math.max(high, value) },
      threshold: leastGain,
      n: bench.subject.train.y.length,
      evidence: [figureOf(name, curve, forecast)],
      remedies: isSure ? ['noise', 'l2', 'bagging', 'earlyStopping'] : [],
      caveat:
        'The interval holds if the curve is a power law and new rows are like those there are. Remedies stand in for rows that cannot be had.',
    }
  },
}

/**
 * The forecast of a law that meets the last measurement. Below some number of rows nothing is learned
 * yet, and no power law goes through that: the smallest sizes are left out until one fits.
 */
function forecastFrom(curve: readonly SizeErrors[], tolerance: number, seed: number) {
  const { size, errors } = curve.at(-1)!
  for (let sizes = curve.length; ; sizes--) {
    const forecast = forecastError(curve.slice(-sizes), 2 * size, { seed })
    const isMet = Math.abs(powerLawAt(forecast.law, size) - mean(errors)) <= tolerance
    if (isMet || sizes === fewestSizes) return { forecast, sizes }
  }
}

/**
 * The same curve without what makes one fold harder than another at all sizes, which says nothing about
 * more rows (Loftus and Masson 1994).
 */
function withoutFolds(curve: readonly SizeErrors[]): SizeErrors[] {
  const all = mean(curve.flatMap(({ errors }) => errors))
  const ofFold = curve[0]!.errors.map((_, run) => mean(curve.map(({ errors }) => errors[run]!)))
  return curve.map(({ size, errors }) => ({
    size,
    errors: errors.map((error, run) => Math.max(0, error - ofFold[run]! + all)),
  }))
}

/** Errors on the rows left out of each fold, from networks that learned part of the others. */
async function curveOf(bench: Bench): Promise<SizeErrors[]> {
  const { subject, seed } = bench
  const splits = bench.splits.slice(0, runs)
  const whole = await bench.crossValidate()
  const curve: SizeErrors[] = []
  for (const share of shares) {
    const errors: number[] = []
    for (const [i, split] of splits.entries()) {
      errors.push(
        share === 1 ? 1 - whole[i]!.test.score : await errorOf(i, split.train, split.test),
      )
    }
    // R² may be below 0, so that an error is above 1; a power law asks only that none is below 0.
    curve.push({
      size: Math.round(share * splits[0]!.train.length),
      errors: errors.map((e) => Math.max(0, e)),
    })
  }
  return curve

  async function errorOf(i: number, own: readonly number[], left: readonly number[]) {
    const share = shares[curve.length]!
    const order = permutation(randomKey(seed, 'learning curve', i), own.length)
    const count = Math.round(share * own.length)
    const rows = pick(
      subject.train,
      Array.from(order.slice(0, count), (place) => own[place]!),
    )
    const judged = pick(subject.train, left)
    const predictor = await bench.train({ epochs: epochsFor(count, own.length) }, rows, seed + i)
    try {
      return 1 - scoresOf(await predictor.answer(judged.x), judged.y, subject.kind).score
    } finally {
      await predictor.dispose()
    }
  }

  /** As many steps as with all rows: fewer rows, not less training, is what the curve is about. */
  function epochsFor(count: number, whole: number): number {
    const { epochs, batchSize = 32 } = subject.recipe
    const steps = (rows: number): number => Math.ceil(rows / batchSize)
    return Math.ceil((epochs * steps(whole)) / steps(count))
  }
}

const figureOf = (name: string, curve: readonly SizeErrors[], { law }: Forecast): LinesFigure => {
  const sizes = curve.map(({ size }) => size)
  const far = [...sizes, Math.round(Math.SQRT2 * sizes.at(-1)!), 2 * sizes.at(-1)!]
  return {
    kind: 'lines',
    title: 'Learning curve',
    see: 'Where the lines still fall at the right, more rows help. Thin lines are folds.',
    x: { label: 'rows to learn from', scale: 'log' },
    y: { label: `1 − ${name}` },
    series: [
      ...curve[0]!.errors.map((_, run) => ({
        name: `fold ${run + 1}`,
        group: 'measured',
        points: curve.map(({ size, errors }) => [size, errors[run]!] as const),
      })),
      {
        name: 'mean',
        group: 'mean',
        strong: true,
        points: curve.map(({ size, errors }) => [size, mean(errors)] as const),
      },
      {
        name: 'power law',
        group: 'power law, to twice the rows',
        points: far.map((size) => [size, powerLawAt(law, size)] as const),
      },
    ],
  }
}
