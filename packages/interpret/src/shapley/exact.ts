import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { featureGroups } from '../features.js'
import type { Matrix, MatrixLike } from '../matrix.js'
import { banzhafValues, type Game, shapleyValues } from './games.js'
import { playAll } from './play.js'
import { type GameOptions, settingOf } from './setting.js'

/** Options of {@link exactShapley} and {@link exactBanzhaf}. */
export interface ExactShapleyOptions extends GameOptions, Limits {}

const schema = z.strictObject({ background: z.unknown(), groups: featureGroups, ...limits })

/**
 * Shapley values of at most 14 features, or groups of them, by asking for all 2^n coalitions: the
 * mean, over all orders, of what a feature changes when its value joins those of the features before
 * it, absent ones taken from the background rows (interventional; Lundberg and Lee, A unified
 * approach to interpreting model predictions, 2017). They sum to prediction − base.
 *
 * @throws {OptionError} if there are more features, or the budget does not suffice.
 *
 * @example
 * const explanation = await exactShapley(explainable(model), rows, { background: trainingRows.slice(0, 50) })
 */
export const exactShapley = (
  explained: Explainable,
  rows: MatrixLike,
  options: ExactShapleyOptions,
): Promise<Attribution> => exact(explained, rows, options, 'exactShapley', shapleyValues)

/**
 * Banzhaf values of at most 14 features: as {@link exactShapley}, but every coalition counts the same
 * (J. Banzhaf 1965). They need not sum to prediction − base, so there is no base.
 *
 * @throws {OptionError} if there are more features, or the budget does not suffice.
 */
export const exactBanzhaf = (
  explained: Explainable,
  rows: MatrixLike,
  options: ExactShapleyOptions,
): Promise<Attribution> => exact(explained, rows, options, 'exactBanzhaf', banzhafValues)

async function exact(
  explained: Explainable,
  rows: MatrixLike,
  options: ExactShapleyOptions,
  method: 'exactShapley' | 'exactBanzhaf',
  valuesOf: (game: Game) => Matrix,
): Promise<Attribution> {
  const parsed = parseWith(schema, options, `${method} options`, OptionError)
  const setting = settingOf(explained, rows, options.background, parsed.groups)
  const asked = counted(explained, parsed)
  const { games, base, predictions } = await playAll(asked, setting)
  return attributionOf(explained, {
    method,
    rows: setting.rows,
    players: setting.players,
    values: Float64Array.from(games.flatMap((game) => Array.from(valuesOf(game).values))),
    ...(method === 'exactShapley' && { base }),
    predictions,
    background: setting.background.described,
    checks: { evaluations: asked.evaluations },
  })
}
