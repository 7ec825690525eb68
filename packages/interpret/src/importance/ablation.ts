import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Importance } from '../explanation.js'
import { featureGroups, playersOf } from '../features.js'
import { type FillChoice, fillChoice, fillValues } from '../fill.js'
import { type MatrixLike, toMatrix } from '../matrix.js'
import { requireTargets, scoreOf, type Targets } from './scores.js'
import {
  importanceOf,
  measureChanges,
  type ScoredOptions,
  scoreChoice,
  withColumns,
  wordsFor,
} from './shared.js'

/** Options of {@link ablationImportance}. */
export interface AblationImportanceOptions extends ScoredOptions, Limits {
  /** What every value of a feature becomes; `mean` is that of the rows. Default `mean`. */
  readonly fill?: FillChoice
}

const schema = z.strictObject({
  score: scoreChoice,
  groups: featureGroups,
  fill: fillChoice.default('mean'),
  ...limits,
})

/**
 * How much worse a model answers if a feature has the same value in all rows. Needs no randomness, but
 * asks about rows further from the data than {@link permutationImportance}.
 *
 * @throws {DataError} if targets do not fit the rows.
 */
export async function ablationImportance(
  explained: Explainable,
  rows: MatrixLike,
  targets: Targets,
  options: AblationImportanceOptions = {},
): Promise<Importance> {
  const parsed = parseWith(schema, options, 'ablationImportance options', OptionError)
  const matrix = toMatrix(rows, 'rows', explained.featureNames.length)
  requireTargets(targets, parsed.score, matrix.rows, explained.outputNames.length)
  const players = playersOf(explained.featureNames, parsed.groups, 'option groups')
  const fill = fillValues(parsed.fill, matrix)
  const score = scoreOf(parsed.score, explained.space)
  const asked = counted(explained, parsed)
  asked.expect(matrix.rows * (1 + players.length))
  const found = await measureChanges(asked, matrix, targets, score, players, (player) => [
    withColumns(matrix, player, (_, column) => fill[column]!),
  ])
  return importanceOf(explained, {
    method: 'ablationImportance',
    names: players.map(({ name }) => name),
    score: wordsFor(score),
    repeats: found.repeats,
    checks: { evaluations: asked.evaluations, baseline: found.before },
  })
}
