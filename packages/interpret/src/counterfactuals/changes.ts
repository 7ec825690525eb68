import { OptionError } from '@parallax-ml/core'
import { z } from 'zod'
import { type FeatureChoice, featureChoice, placeOf } from '../features.js'

/** What may be changed, and how far that is. */
export interface ChangeOptions {
  /** Features that stay as they are. */
  readonly immutable?: readonly FeatureChoice[]
  /** The least and the greatest value that features may take, by name. */
  readonly ranges?: Readonly<Record<string, readonly [number, number]>>
  /** Distances: `L1`, the sum of the changes, or `L2`, the root of their squares. */
  readonly norm?: 'L1' | 'L2'
  /**
   * What distances count in: `own` units of the features, which is right if they are standardised, or
   * the `deviation` of each among the candidates.
   */
  readonly units?: 'own' | 'deviation'
}

/** The schema of {@link ChangeOptions} but for its defaults. */
export const changes = {
  immutable: z.array(featureChoice).default([]),
  ranges: z.record(z.string(), z.tuple([z.number(), z.number()])).default({}),
  norm: z.enum(['L1', 'L2']),
  units: z.enum(['own', 'deviation']),
}

/** The least and the greatest allowed value of every feature. */
export function limitsOf(
  names: readonly string[],
  ranges: Readonly<Record<string, readonly [number, number]>>,
): readonly (readonly [number, number])[] {
  const limits = names.map((): readonly [number, number] => [-Infinity, Infinity])
  for (const [name, [low, high]] of Object.entries(ranges)) {
    const place = placeOf(name, names, 'option ranges')
    if (low > high) {
      throw new OptionError({
        where: `option ranges '${name}'`,
        problem: 'the least value is above the greatest',
        received: `${low} and ${high}`,
      })
    }
    limits[place] = [low, high]
  }
  return limits
}

/** Which features must stay. */
export const immutablePlaces = (
  names: readonly string[],
  choices: readonly FeatureChoice[],
): ReadonlySet<number> => new Set(choices.map((c) => placeOf(c, names, 'option immutable')))
