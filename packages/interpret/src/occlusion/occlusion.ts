import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { attributionOf } from '../attribution.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type FeatureGroups, featureGroups, playersOf } from '../features.js'
import { type FillChoice, fillChoice, fillValues } from '../fill.js'
import { type MatrixLike, toMatrix } from '../matrix.js'
import { changesWithout } from './changes.js'

/** Options of {@link occlusion}. */
export interface OcclusionOptions extends Limits {
  /** What hides a feature; `mean` is that of the explained rows. Default `zero`. */
  readonly fill?: FillChoice
  /** Features that are hidden together and count as one, by name. */
  readonly groups?: FeatureGroups
}

const schema = z.strictObject({
  fill: fillChoice.default('zero'),
  groups: featureGroups,
  ...limits,
})

/**
 * What every feature changes by being there: the answer to the row, less the answer with the feature
 * hidden (Zeiler and Fergus 2014; Robnik-Šikonja and Kononenko 2008). The values of features that act
 * together need not sum to anything.
 *
 * @throws {OptionError} if an option is unknown, or the budget does not suffice.
 */
export async function occlusion(
  explained: Explainable,
  rows: MatrixLike,
  options: OcclusionOptions = {},
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'occlusion options', OptionError)
  const matrix = toMatrix(rows, 'rows', explained.featureNames.length)
  const players = playersOf(explained.featureNames, parsed.groups, 'option groups')
  const asked = counted(explained, parsed)
  asked.expect(matrix.rows * (1 + players.length))
  const fill = fillValues(parsed.fill, matrix)
  const hidden = players.map(({ columns }) => columns)
  const { predictions, changes } = await changesWithout(asked, matrix, hidden, fill)
  return attributionOf(explained, {
    method: 'occlusion',
    rows: matrix,
    players,
    values: changes,
    predictions,
    checks: { evaluations: asked.evaluations },
  })
}
