import { z } from 'zod'
import { classCounts, classesOfRows, disagreement } from './class-counts.js'
import type { SumMetric } from './definition.js'
import { type ThresholdOptions, thresholdOptions } from './threshold.js'

const sumOf = (values: ArrayLike<number>, of = (value: number, _: number): number => value) =>
  Array.from(values, of).reduce((total, value) => total + value, 0)

/** Mean over the classes that occur in the targets of the share that was recognised. */
export const balancedAccuracy: SumMetric<ThresholdOptions> = {
  name: 'balancedAccuracy',
  options: z.strictObject(thresholdOptions),
  better: 'higher',
  sums: (options, comparison, rowWeights) =>
    classCounts(comparison.builder, classesOfRows(options, comparison, rowWeights)),
  value(_, { hits, actual }) {
    const recalls = Array.from(actual!, (size, k) => (size > 0 ? hits![k]! / size : 0))
    return sumOf(recalls) / actual!.filter((size) => size > 0).length
  },
}

/**
 * Correlation between predicted and actual classes, −1 to 1 (Matthews 1975; for several classes
 * Gorodkin 2004): (s c − Σ p a) / √((s² − Σ p²)(s² − Σ a²)) with s rows, c hits and p predicted, a
 * actual rows of each class. 0 where the root is.
 */
export const matthewsCorrelation: SumMetric<ThresholdOptions> = {
  name: 'matthewsCorrelation',
  options: z.strictObject(thresholdOptions),
  better: 'higher',
  sums: balancedAccuracy.sums,
  value(_, { hits, predicted, actual }) {
    const rows = sumOf(actual!)
    const product = (a: Float64Array, b: Float64Array) => sumOf(a, (value, k) => value * b[k]!)
    const spread =
      (rows * rows - product(predicted!, predicted!)) * (rows * rows - product(actual!, actual!))
    if (spread <= 0) return 0
    return (rows * sumOf(hits!) - product(predicted!, actual!)) / Math.sqrt(spread)
  },
}

/** Options of {@link cohensKappa}. */
export interface KappaOptions extends ThresholdOptions {
  /** What a disagreement by d classes costs: 1, d with `linear`, d² with `quadratic`. Default null. */
  readonly weights: 'linear' | 'quadratic' | null
}

/**
 * 1 − cost / cost expected by chance (Cohen 1960; with weights 1968): 1 where predicted and actual
 * classes agree, 0 where no more than chance would have it. NaN where chance alone agrees.
 */
export const cohensKappa: SumMetric<KappaOptions> = {
  name: 'cohensKappa',
  options: z.strictObject({
    ...thresholdOptions,
    weights: z.enum(['linear', 'quadratic']).nullable().default(null),
  }),
  better: 'higher',
  sums(options, comparison, rowWeights) {
    const { builder: b } = comparison
    const classes = classesOfRows(options, comparison, rowWeights)
    const { predicted, actual } = classCounts(b, classes)
    const cost = disagreement(b, classes, (distance) => {
      if (options.weights === 'quadratic') return b.mul(distance, distance)
      return options.weights === 'linear' ? distance : b.minimum(distance, 1)
    })
    return { cost, predicted, actual }
  },
  value({ weights }, { cost, predicted, actual }) {
    const power = { linear: 1, quadratic: 2 }
    const priceOf = (i: number, j: number): number =>
      i === j ? 0 : weights === null ? 1 : Math.abs(i - j) ** power[weights]
    const expected = sumOf(predicted!, (p, i) => sumOf(actual!, (a, j) => priceOf(i, j) * p * a))
    return 1 - (cost![0]! * sumOf(actual!)) / expected
  },
}
