import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { limits } from '../explained/limits.js'
import type { Interactions } from '../explanation.js'
import { featureGroups } from '../features.js'
import type { MatrixLike } from '../matrix.js'
import type { ExactShapleyOptions } from './exact.js'
import { pairInteractions } from './games.js'
import { playAll } from './play.js'
import { settingOf } from './setting.js'

/** Options of {@link shapleyInteractions}. */
export interface ShapleyInteractionsOptions extends ExactShapleyOptions {
  /**
   * `SII`, the Shapley interaction index, or `STI`, the Shapley-Taylor index of order 2. They are
   * different matrices; see {@link Interactions.index}.
   */
  readonly index: 'SII' | 'STI'
}

const schema = z.strictObject({
  background: z.unknown(),
  groups: featureGroups,
  index: z.enum(['SII', 'STI']),
  ...limits,
})

/**
 * How much pairs of at most 14 features act together, over all coalitions.
 *
 * Off the diagonal is half of a pair's index, on both sides. Of `SII` (Grabisch and Roubens 1999) the
 * diagonal is the Shapley value without these halves, as in TreeSHAP: each row sums to the feature's
 * Shapley value. Of `STI` (Dhamdhere, Agarwal and Sundararajan 2020) it is v(i) − v(none): the whole
 * matrix sums to prediction − base. That sum is checked for both.
 *
 * @throws {OptionError} if there are more features, or the budget does not suffice.
 */
export async function shapleyInteractions(
  explained: Explainable,
  rows: MatrixLike,
  options: ShapleyInteractionsOptions,
): Promise<Interactions> {
  const parsed = parseWith(schema, options, 'shapleyInteractions options', OptionError)
  const setting = settingOf(explained, rows, options.background, parsed.groups)
  const asked = counted(explained, parsed)
  const { games } = await playAll(asked, setting)
  const { players } = setting
  const found = games.map((game) => pairInteractions(game, parsed.index))
  const outputs = explained.outputNames.length
  const gaps = games.flatMap(({ rows: coalitions, values }, g) =>
    Array.from({ length: outputs }, (_, o) => {
      const sum = found[g]!.reduce((all, x, i) => (i % outputs === o ? all + x : all), 0)
      return Math.abs(sum - (values[(coalitions - 1) * outputs + o]! - values[o]!))
    }),
  )
  return {
    kind: 'interactions',
    method: 'shapleyInteractions',
    index: parsed.index,
    featureNames: players.map(({ name }) => name),
    outputNames: explained.outputNames,
    space: explained.space,
    background: setting.background.described,
    shape: [setting.rows.rows, players.length, players.length, outputs],
    values: found.flatMap((matrix) => Array.from(matrix)),
    checks: { evaluations: asked.evaluations, completenessGap: Math.max(...gaps) },
    provenance: explained.provenance,
  }
}
