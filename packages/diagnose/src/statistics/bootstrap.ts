import { mean, randomKey, uniforms } from '@parallax-ml/core'
import { checkCount, checkNumbers, checkShare } from './check.js'
import { quantiles } from './quantiles.js'

/** Options of {@link bootstrap}. */
export interface BootstrapOptions {
  /** How often to resample. Default 2000. */
  readonly resamples?: number
  /** Default 0. */
  readonly seed?: number
  /** Of the interval. Default 0.95. */
  readonly confidence?: number
  /** The resamples themselves, as indices into the items; instead of `resamples` and `seed`. */
  readonly indices?: readonly (readonly number[])[]
}

/** What {@link bootstrap} gives. */
export interface Bootstrap {
  /** The statistic of each resample. */
  readonly estimates: number[]
  /** Their standard deviation. */
  readonly standardError: number
  /** Between their quantiles. */
  readonly interval: { readonly low: number; readonly high: number }
}

/**
 * How much a statistic varies from sample to sample: its values on resamples of the items, drawn
 * with replacement, and the percentile interval (Efron 1979). Items that belong together, such as
 * the score before and after, are one item.
 *
 * @throws {DataError} without items, or if the statistic of a resample is not finite.
 * @throws {OptionError} for a confidence outside (0, 1), or fewer than two resamples.
 * @example
 * bootstrap([0.9, 0.8, 0.95], mean, { seed: 1 }).interval
 */
export function bootstrap<Item>(
  items: readonly Item[],
  statistic: (items: Item[]) => number,
  { resamples = 2000, seed = 0, confidence = 0.95, indices }: BootstrapOptions = {},
): Bootstrap {
  checkShare('confidence', confidence)
  checkCount('resamples', indices?.length ?? resamples, 2)
  checkCount('number of items', items.length)
  const draw = (i: number): ArrayLike<number> =>
    indices?.[i] ?? resample(items.length, seed, 'bootstrap', i)
  const estimates = Array.from({ length: indices?.length ?? resamples }, (_, i) =>
    statistic(pick(items, draw(i))),
  )
  checkNumbers('statistic of the resamples', estimates)
  const tail = (1 - confidence) / 2
  const [low, high] = quantiles(estimates, [tail, 1 - tail])
  return { estimates, standardError: deviation(estimates), interval: { low: low!, high: high! } }
}

function pick<Item>(items: readonly Item[], indices: ArrayLike<number>): Item[] {
  const picked: Item[] = []
  for (let i = 0; i < indices.length; i++) picked.push(items[indices[i]!]!)
  return picked
}

/** As many indices below `count`, drawn with replacement; a pure function of its arguments. */
export const resample = (
  count: number,
  seed: number,
  purpose: string,
  ...counters: number[]
): Float64Array =>
  uniforms(randomKey(seed, purpose, ...counters), count).map((u) => Math.floor(u * count))

function deviation(values: readonly number[]): number {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}
