import { OptionError, parseWith, permutation, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { featureGroups } from '../features.js'
import { type MatrixLike, rowOf } from '../matrix.js'
import { meanOfRepeats } from '../repeats.js'
import { coalitionValues, distinct } from './coalitions.js'
import { costOf, endsOf, type GameOptions, settingOf } from './setting.js'

/** Options of {@link permutationShapley}. */
export interface PermutationShapleyOptions extends GameOptions, Limits {
  /** How many orders to draw, or these orders: each a list of all places of features. Default 20. */
  readonly permutations?: number | readonly (readonly number[])[]
  /** Whether every order is also gone through backwards, which lessens the error. Default true. */
  readonly antithetic?: boolean
  /** Decides the orders drawn; the same for every row and backend. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({
  background: z.unknown(),
  groups: featureGroups,
  permutations: z.union([z.int().min(1), z.array(z.array(z.int().min(0))).min(1)]).default(20),
  antithetic: z.boolean().default(true),
  seed,
  ...limits,
})

/**
 * Shapley values of any number of features by sampling orders: what every feature changes when it
 * joins those before it, averaged over the orders (Castro, Gómez and Tejada, Polynomial calculation of
 * the Shapley value based on sampling, 2009; antithetic: Mitchell et al. 2022). Each order by itself
 * sums to prediction − base, so the sum is exact however few there are. The standard errors are those
 * of the mean over orders, each taken together with its reverse; of one order there are none.
 *
 * @throws {OptionError} if an order is none, or the budget does not suffice.
 */
export async function permutationShapley(
  explained: Explainable,
  rows: MatrixLike,
  options: PermutationShapleyOptions,
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'permutationShapley options', OptionError)
  const setting = settingOf(explained, rows, options.background, parsed.groups)
  const { players, background } = setting
  const orders = ordersOf(parsed.permutations, players.length, parsed.seed)
  const walks = orders.flatMap((order) =>
    parsed.antithetic ? [order, order.toReversed()] : [order],
  )
  const { coalitions, index } = distinct(walks.flatMap(growing), players.length)
  const asked = counted(explained, parsed)
  asked.expect(costOf(setting, coalitions.count))
  const { base, predictions } = await endsOf(asked, setting)
  const size = players.length * base.length
  const values = new Float64Array(setting.rows.rows * size)
  const errors = new Float64Array(values.length)
  for (let r = 0; r < setting.rows.rows; r++) {
    const game = { row: rowOf(setting.rows, r), background: background.rows, players }
    const between = await coalitionValues(asked, game, coalitions)
    const valueAfter = (walk: number, step: number): Float64Array => {
      if (step === 0) return base
      if (step === players.length) return rowOf(predictions, r)
      return rowOf(between, index[walk * (players.length - 1) + step - 1]!)
    }
    const gains = walks.map((walk, w) => gainsOf(walk, base.length, (step) => valueAfter(w, step)))
    const { means, standardErrors } = meanOfRepeats(parsed.antithetic ? inPairs(gains) : gains)
    values.set(means, r * size)
    errors.set(standardErrors, r * size)
  }
  return attributionOf(explained, {
    method: 'permutationShapley',
    rows: setting.rows,
    players,
    values,
    standardErrors: orders.length > 1 ? errors : undefined,
    base,
    predictions,
    background: background.described,
    checks: {
      evaluations: asked.evaluations,
      permutations: orders.length,
      ...(typeof parsed.permutations === 'number' && { seed: parsed.seed }),
    },
  })
}

function ordersOf(
  chosen: number | readonly (readonly number[])[],
  players: number,
  seed: number,
): readonly (readonly number[])[] {
  if (typeof chosen === 'number') {
    return Array.from({ length: chosen }, (_, i) =>
      Array.from(permutation(randomKey(seed, 'permutationShapley', i), players)),
    )
  }
  const bad = chosen.findIndex((order) => order.toSorted((a, b) => a - b).some((p, i) => p !== i))
  const short = chosen.findIndex((order) => order.length !== players)
  if (bad < 0 && short < 0) return chosen
  throw new OptionError({
    where: `option permutations[${bad < 0 ? short : bad}]`,
    problem: 'it is no order of all features',
    expected: `each of 0 to ${players - 1} once`,
  })
}

/** The coalitions that an order goes through, without the empty and the full one. */
function growing(order: readonly number[]): Uint8Array[] {
  const members = new Uint8Array(order.length)
  return order.slice(0, -1).map((player) => {
    members[player] = 1
    return members.slice()
  })
}

/** What every player changes when it comes, `[players, outputs]`. */
function gainsOf(
  order: readonly number[],
  outputs: number,
  valueAfter: (step: number) => Float64Array,
): Float64Array {
  const gains = new Float64Array(order.length * outputs)
  order.forEach((player, step) => {
    const [before, after] = [valueAfter(step), valueAfter(step + 1)]
    for (let o = 0; o < outputs; o++) gains[player * outputs + o] = after[o]! - before[o]!
  })
  return gains
}

/** The mean of every order and its reverse. */
const inPairs = (gains: readonly Float64Array[]): Float64Array[] =>
  gains.flatMap((there, i) => {
    if (i % 2 === 1) return []
    const back = gains[i + 1]!
    return [there.map((gain, place) => (gain + back[place]!) / 2)]
  })
