import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { featureGroups } from '../features.js'
import { type MatrixLike, rowOf } from '../matrix.js'
import { coalitionValues } from './coalitions.js'
import { constrainedLeastSquares } from './least-squares.js'
import { type GivenCoalitions, weighedCoalitions } from './sampling.js'
import { costOf, endsOf, type GameOptions, settingOf } from './setting.js'

/** Options of {@link kernelShap}. */
export interface KernelShapOptions extends GameOptions, Limits {
  /**
   * Coalitions to ask for, default 2 · features + 2048. If there are no more than these, all are
   * asked for and the values are exact.
   */
  readonly samples?: number
  /** These coalitions and weights instead of drawn ones. */
  readonly coalitions?: GivenCoalitions
  /** Decides the coalitions drawn; the same for every row and backend. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({
  background: z.unknown(),
  groups: featureGroups,
  samples: z.int().min(2).optional(),
  coalitions: z
    .strictObject({
      members: z.array(z.array(z.union([z.literal(0), z.literal(1)]))).min(1),
      weights: z.array(z.number().gt(0)),
    })
    .optional(),
  seed,
  ...limits,
})

/**
 * Shapley values by KernelSHAP (Lundberg and Lee 2017): the additive model that fits the answers of
 * coalitions best, in least squares weighted by the Shapley kernel and constrained to sum to
 * prediction − base. Small and large coalitions are asked for in full while they fit into `samples`,
 * the others are drawn, each with its complement (Covert and Lee, Improving KernelSHAP, 2021). The
 * standard errors come from the residuals of the pairs drawn.
 *
 * @throws {OptionError} if the coalitions do not determine every value, or the budget does not suffice.
 */
export async function kernelShap(
  explained: Explainable,
  rows: MatrixLike,
  options: KernelShapOptions,
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'kernelShap options', OptionError)
  const setting = settingOf(explained, rows, options.background, parsed.groups)
  const { players, background } = setting
  const samples = parsed.samples ?? 2 * players.length + 2048
  const weighed = weighedCoalitions(players.length, samples, parsed.seed, parsed.coalitions)
  const fit = constrainedLeastSquares(weighed)
  const asked = counted(explained, parsed)
  asked.expect(costOf(setting, weighed.coalitions.count))
  const { base, predictions } = await endsOf(asked, setting)
  const size = players.length * base.length
  const values = new Float64Array(setting.rows.rows * size)
  const errors = new Float64Array(values.length)
  for (let r = 0; r < setting.rows.rows; r++) {
    const game = { row: rowOf(setting.rows, r), background: background.rows, players }
    const answers = await coalitionValues(asked, game, weighed.coalitions)
    const found = fit(answers, base, rowOf(predictions, r))
    values.set(found.values, r * size)
    errors.set(found.standardErrors, r * size)
  }
  return attributionOf(explained, {
    method: 'kernelShap',
    rows: setting.rows,
    players,
    values,
    standardErrors: weighed.draws.length > 1 ? errors : undefined,
    base,
    predictions,
    background: background.described,
    checks: {
      evaluations: asked.evaluations,
      coalitions: weighed.coalitions.count,
      ...(weighed.draws.length > 0 && { seed: parsed.seed }),
    },
  })
}
