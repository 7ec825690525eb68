import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { columnDeviations } from '../columns.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type FeatureGroups, featureGroups, isGrouped, playersOf } from '../features.js'
import { type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { combined, type LocalFit } from './combined.js'
import { drawSamples, type Neighbourhood, simplified } from './samples.js'
import { type Ridge, weightedRidge } from './weighted-ridge.js'

/** Options of {@link lime}. */
export interface LimeOptions extends Limits {
  /** Samples drawn around each row, in each repeat; the first is the row itself. Default 1000. */
  readonly samples?: number
  /** These samples instead, for each row `[samples, features]`, the first of them the row itself. */
  readonly given?: readonly MatrixLike[]
  /** How often to draw anew: what the values differ by is their standard error. Default 3. */
  readonly repeats?: number
  /**
   * Rows whose standard deviations are the units of the features, and from which categories are drawn.
   * Default: features are as they are, which is right if they are standardised.
   */
  readonly background?: MatrixLike
  /** One-hot columns of one category, by name; they need `background`. */
  readonly groups?: FeatureGroups
  /** How far samples count, in units of the features. Default 0.75 · √features. */
  readonly kernelWidth?: number
  /** Penalty on squared coefficients. Default 1. */
  readonly ridge?: number
  /** Decides the samples drawn; the same on every backend. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({
  samples: z.int().min(2).default(1000),
  given: z.array(z.unknown()).optional(),
  repeats: z.int().min(1).default(3),
  background: z.unknown().optional(),
  groups: featureGroups,
  kernelWidth: z.number().gt(0).optional(),
  ridge: z.number().gt(0).default(1),
  seed,
  ...limits,
})

/**
 * LIME on tables (Ribeiro, Singh and Guestrin, "Why should I trust you?", 2016): a linear model that
 * answers as the network does near a row. Samples are drawn around the row, normal in each feature;
 * weighted by √exp(−distance² / kernelWidth²); and fitted by ridge regression without a penalty on the
 * intercept. A value is the slope for one standard deviation of the feature; of a category, the change
 * by its being the row's.
 *
 * `localModel.weightedR2` says how linear the network is there; `checks.weightedR2` is the lowest. With
 * repeats, `checks.stability` is how many of the three strongest features are the same from one repeat
 * to another (mean Jaccard index; Visani and others 2022).
 *
 * @throws {OptionError} if given samples do not fit, or groups lack a background.
 */
export async function lime(
  explained: Explainable,
  rows: MatrixLike,
  options: LimeOptions = {},
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'lime options', OptionError)
  const features = explained.featureNames.length
  const matrix = toMatrix(rows, 'rows', features)
  const players = playersOf(explained.featureNames, parsed.groups, 'option groups')
  const background = options.background && toMatrix(options.background, 'background', features)
  const scales = background ? columnDeviations(background) : new Float64Array(features).fill(1)
  const near: Neighbourhood = { players, background, scales }
  const given = options.given?.map((each, i) => toMatrix(each, `given[${i}]`, features))
  requireUsable(near, given?.length, matrix.rows)
  const width = parsed.kernelWidth ?? 0.75 * Math.sqrt(players.length)
  const repeats = given === undefined ? parsed.repeats : 1
  const asked = counted(explained, parsed)
  asked.expect(
    matrix.rows +
      (given?.reduce((sum, each) => sum + each.rows, 0) ?? matrix.rows * repeats * parsed.samples),
  )
  const predictions = await asked.predict(matrix)
  const fits: LocalFit[] = []
  for (let r = 0; r < matrix.rows; r++) {
    const row = rowOf(matrix, r)
    const ridges: Ridge[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      const samples = given?.[r] ?? drawSamples(near, row, parsed.samples, [parsed.seed, r, repeat])
      const { features: simple, distances } = simplified(near, row, samples)
      const weights = distances.map((d) => Math.sqrt(Math.exp(-((d / width) ** 2))))
      ridges.push(weightedRidge(simple, await asked.predict(samples), weights, parsed.ridge))
    }
    fits.push(combined(ridges, players.length))
  }
  const weightedR2 = joined(fits.map(({ r2 }) => r2))
  return attributionOf(explained, {
    method: 'lime',
    rows: matrix,
    players,
    values: joined(fits.map(({ coefficients }) => coefficients)),
    ...(repeats > 1 && { standardErrors: joined(fits.map(({ errors }) => errors)) }),
    predictions,
    localModel: {
      intercepts: Array.from(joined(fits.map(({ intercepts }) => intercepts))),
      predictions: Array.from(joined(fits.map(({ first }) => first))),
      weightedR2: Array.from(weightedR2),
    },
    checks: {
      evaluations: asked.evaluations,
      weightedR2: weightedR2.reduce((a, b) => Math.min(a, b)),
      kernelWidth: width,
      ...(repeats > 1 && {
        stability: fits.reduce((sum, { stability }) => sum + stability, 0) / matrix.rows,
      }),
      ...(given === undefined && { seed: parsed.seed, samples: parsed.samples, repeats }),
    },
  })
}

const joined = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => Array.from(part)))

function requireUsable(
  { players, background }: Neighbourhood,
  given: number | undefined,
  rows: number,
): void {
  const needsBackground = given === undefined && background === undefined && isGrouped(players)
  if (!needsBackground && (given ?? rows) === rows) return
  throw new OptionError({
    where: `option ${needsBackground ? 'background' : 'given'}`,
    problem: needsBackground ? 'it is missing' : 'there are not samples for each row',
    ...(needsBackground
      ? { hint: 'Categories are drawn from its rows; pass rows of the training data.' }
      : { expected: String(rows), received: String(given) }),
  })
}
