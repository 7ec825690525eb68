import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { type Comparable, requireComparable, vectorsOf } from './comparable.js'
import { cosineSimilarity, kendallTau, spearman } from './correlation.js'
import { type Difference, differenceOf, type Verdict } from './floors.js'
import { rankBiasedOverlap } from './rank-biased-overlap.js'
import { descending } from './ranks.js'
import { type TopAgreement, topAgreement } from './top-agreement.js'

/** Options of {@link compareExplanations}. */
export interface CompareExplanationsOptions {
  /** How many of the strongest features are compared. Default 3, but no more than half of them. */
  readonly top?: number
  /**
   * Differences up to this, times the largest value where that exceeds 1, are rounding. Default 1e-5, or
   * 1e-9 if both were computed in float64.
   */
  readonly numericTolerance?: number
  /** Weight of the depths in rank-biased overlap, between 0 and 1. Default 0.9. */
  readonly persistence?: number
}

/**
 * How far two explanations agree. Ranks are those of absolute values; numbers without a range are in
 * units of the explained output.
 */
export interface Agreement extends Omit<Difference, 'verdict'> {
  /** Positions in the list. */
  readonly first: number
  readonly second: number
  /** Means over rows and outputs, −1 to 1; absent where no row has an order or a direction. */
  readonly spearman?: number
  readonly kendall?: number
  readonly cosine?: number
  /** Mean over rows and outputs, 0 to 1. */
  readonly rankBiasedOverlap: number
  /** Means over rows and outputs. */
  readonly top: TopAgreement & { readonly size: number }
  /** Share of values, beyond rounding in both, that have opposite signs. */
  readonly signFlips: number
  readonly verdict: Verdict | 'same ranking'
}

const schema = z.strictObject({
  top: z.int().min(1).optional(),
  numericTolerance: z.number().positive().optional(),
  persistence: z.number().gt(0).lt(1).default(0.9),
})

/** Of few features any three have most in common by chance. */
const usualTop = (features: number): number => Math.min(3, Math.max(1, Math.floor(features / 2)))

/** Shared strongest features from which rankings count as the same. */
const sameRankingFrom = 2 / 3

/**
 * Compares every pair of a list: the same explanation from several backends, or several methods on the
 * same rows. The verdict of a pair is
 *
 * - `equal` if no value differs by more than rounding, or not more than the two standard errors of the
 *   difference explain: `within sampling error`;
 * - else `same ranking` if at least two thirds of the strongest features are common, and `different` if not.
 *
 * The allowance of two standard errors grows with the number of values, as some of many always lie
 * further out (Bonferroni): on average one comparison in twenty of equal explanations exceeds it.
 *
 * @throws {DataError} if they are not about the same rows, features, outputs and space.
 *
 * @example
 * const [agreement] = compareExplanations([onNative, onOnnx])
 * console.log(agreement.verdict, agreement.maxDifference)
 */
export function compareExplanations(
  explanations: readonly Comparable[],
  options: CompareExplanationsOptions = {},
): Agreement[] {
  const where = 'compareExplanations options'
  const parsed = parseWith(schema, options, where, OptionError)
  requireComparable(explanations)
  return explanations.flatMap((b, second) =>
    explanations.slice(0, second).map((a, first) => ({ first, second, ...compare(a, b, parsed) })),
  )
}

type Parsed = z.output<typeof schema>

function compare(
  a: Comparable,
  b: Comparable,
  { top, persistence, numericTolerance }: Parsed,
): Omit<Agreement, 'first' | 'second'> {
  const difference = differenceOf(a, b, numericTolerance)
  const [left, right] = [vectorsOf(a), vectorsOf(b)]
  const features = left[0]!.length
  const size = Math.min(top ?? usualTop(features), features)
  const pairs = left.map((vector, i) => [vector, right[i]!] as const)
  const ofSizes = pairs.map(([x, y]) => [x.map(Math.abs), y.map(Math.abs)] as const)
  const meanOf = (values: readonly (number | undefined)[]): number | undefined => {
    const defined = values.filter((value) => value !== undefined)
    return defined.length === 0 ? undefined : defined.reduce((s, v) => s + v, 0) / defined.length
  }
  const tops = pairs.map(([x, y]) => topAgreement(x, y, size))
  const topMean = (key: keyof TopAgreement): number => meanOf(tops.map((one) => one[key]))!
  const several = left[0]!.length > 1
  const correlations = {
    spearman: several ? meanOf(ofSizes.map(([x, y]) => spearman(x, y))) : undefined,
    kendall: several ? meanOf(ofSizes.map(([x, y]) => kendallTau(x, y))) : undefined,
    cosine: meanOf(pairs.map(([x, y]) => cosineSimilarity(x, y))),
  }
  const feature = topMean('feature')
  const isRanking = difference.verdict === 'different' && feature >= sameRankingFrom
  return {
    ...difference,
    ...Object.fromEntries(Object.entries(correlations).filter(([, value]) => value !== undefined)),
    rankBiasedOverlap: meanOf(
      ofSizes.map(([x, y]) => rankBiasedOverlap(descending(x), descending(y), persistence)),
    )!,
    top: {
      size,
      feature,
      rank: topMean('rank'),
      sign: topMean('sign'),
      signedRank: topMean('signedRank'),
    },
    signFlips: signFlips(a.values, b.values, difference.numericFloor),
    verdict: isRanking ? 'same ranking' : difference.verdict,
  }
}

function signFlips(a: readonly number[], b: readonly number[], floor: number): number {
  const clear = a.flatMap((value, i) =>
    Math.abs(value) > floor && Math.abs(b[i]!) > floor ? [value * b[i]! < 0] : [],
  )
  return clear.length === 0 ? 0 : clear.filter(Boolean).length / clear.length
}
