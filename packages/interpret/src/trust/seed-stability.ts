import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { type Comparable, requireComparable } from './comparable.js'
import { compareExplanations } from './compare-explanations.js'

/** Options of {@link seedStability}. */
export interface SeedStabilityOptions {
  /** How many seeds, 0, 1, 2 …. Default 5. */
  readonly seeds?: number
  /** How many of the strongest features are compared. Default 3, or all if there are fewer. */
  readonly top?: number
}

/** How far a sampled explanation depends on its seed. */
export interface SeedStability {
  /** Standard deviation over the seeds, of every value of the explanation. */
  readonly standardDeviations: readonly number[]
  /** The largest of them, in units of the explanation. */
  readonly largest: number
  /**
   * The root mean square of the deviations over that of the stated standard errors: about 1 where those
   * are right. Absent where the method states none, or all are 0.
   */
  readonly observedOverStated?: number
  /** The smallest share of the strongest features that two seeds have in common. */
  readonly leastTopAgreement: number
  /** The smallest mean rank correlation of two seeds; absent where there is no order. */
  readonly leastSpearman?: number
  readonly verdict: 'stable' | 'depends on the seed'
}

const schema = z.strictObject({
  seeds: z.int().min(2).default(5),
  top: z.int().min(1).default(3),
})

/**
 * Explains again with other seeds. Stable is what names at least two thirds of the same strongest features
 * with any two of them; more samples help where it does not.
 *
 * @throws {DataError} if the explanations are not about the same things.
 *
 * @example
 * const { verdict } = await seedStability((seed) => smoothGrad(explained, rows, { seed }))
 */
export async function seedStability(
  explain: (seed: number) => Promise<Comparable>,
  options: SeedStabilityOptions = {},
): Promise<SeedStability> {
  const { seeds, top } = parseWith(schema, options, 'seedStability options', OptionError)
  const found: Comparable[] = []
  for (let seed = 0; seed < seeds; seed++) found.push(await explain(seed))
  requireComparable(found)
  const pairs = compareExplanations(found, { top })
  const standardDeviations = found[0]!.values.map((_, i) =>
    deviationOf(found.map(({ values }) => values[i]!)),
  )
  const stated = rootMeanSquare(found.flatMap(({ standardErrors }) => standardErrors ?? []))
  const leastTopAgreement = Math.min(...pairs.map(({ top }) => top.feature))
  const correlations = pairs.flatMap(({ spearman }) => (spearman === undefined ? [] : [spearman]))
  return {
    standardDeviations,
    largest: standardDeviations.reduce((most, one) => Math.max(most, one), 0),
    ...(stated > 0 && { observedOverStated: rootMeanSquare(standardDeviations) / stated }),
    leastTopAgreement,
    ...(correlations.length > 0 && { leastSpearman: Math.min(...correlations) }),
    verdict: leastTopAgreement >= 2 / 3 ? 'stable' : 'depends on the seed',
  }
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length))
