import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { LogisticRegression } from './logistic-regression.js'

/** How the odds of a class change with a feature. */
export interface OddsRatio {
  readonly feature: string
  /** The class: against the first of two, or against the geometric mean of several. */
  readonly class: string
  /** What the odds are multiplied by when the feature grows by one unit or standard deviation. */
  readonly ratio: number
  /** Ends of Wald's 95 % interval; absent without standard errors. */
  readonly low?: number
  readonly high?: number
}

const schema = z.strictObject({ per: z.enum(['unit', 'deviation']).default('unit') })

/** The point that a standard normal number stays below with probability 0.975. */
const normalPoint = 1.959963984540054

/**
 * Odds ratios of every class and feature, with Wald's intervals (Hosmer, Lemeshow and Sturdivant
 * 2013, section 3.2).
 * @throws {OptionError} naming the option.
 */
export function oddsRatios(
  fitted: LogisticRegression,
  options: { readonly per?: 'unit' | 'deviation' } = {},
): OddsRatio[] {
  const { per } = parseWith(schema, options, 'oddsRatios', OptionError)
  return fitted.logitNames.flatMap((name, k) =>
    fitted.featureNames.map((feature, f) => {
      const step = per === 'unit' ? 1 : fitted.deviations[f]!
      const slope = fitted.coefficients[k]![f]! * step
      const error = fitted.standardErrors?.coefficients[k]?.[f]
      const entry = { feature, class: name, ratio: Math.exp(slope) }
      if (error === undefined || error === null) return entry
      const margin = normalPoint * error * step
      return { ...entry, low: Math.exp(slope - margin), high: Math.exp(slope + margin) }
    }),
  )
}
