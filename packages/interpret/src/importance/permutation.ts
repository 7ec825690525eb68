import { OptionError, parseWith, permutation, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed } from '../explained/limits.js'
import type { Importance } from '../explanation.js'
import { featureGroups, playersOf } from '../features.js'
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

/** Options of {@link permutationImportance}. */
export interface PermutationImportanceOptions extends ScoredOptions, Limits {
  /** How often every feature is permuted. Default 10. */
  readonly repeats?: number
  /**
   * These permutations instead of drawn ones, `[features or groups][repeats][rows]`: row r takes the
   * values of row p[r].
   */
  readonly permutations?: readonly (readonly (readonly number[])[])[]
  /** Decides the permutations drawn; the same on every backend. Default 0. */
  readonly seed?: number
}

const schema = z.strictObject({
  score: scoreChoice,
  groups: featureGroups,
  repeats: z.int().min(1).default(10),
  permutations: z.array(z.array(z.array(z.int().min(0))).min(1)).optional(),
  seed,
  ...limits,
})

/**
 * How much worse a model answers if the values of a feature are dealt out anew among the rows (L.
 * Breiman, Random forests, 2001; model-agnostic: Fisher, Rudin and Dominici 2019). Features that carry
 * the same information hide each other; permute them together with `groups`. Standard errors are those
 * of the mean over repeats.
 *
 * @throws {DataError} if targets do not fit the rows.
 *
 * @example
 * await permutationImportance(explainable(model), rows, classes, { score: 'logLoss', repeats: 30 })
 */
export async function permutationImportance(
  explained: Explainable,
  rows: MatrixLike,
  targets: Targets,
  options: PermutationImportanceOptions = {},
): Promise<Importance> {
  const parsed = parseWith(schema, options, 'permutationImportance options', OptionError)
  const matrix = toMatrix(rows, 'rows', explained.featureNames.length)
  requireTargets(targets, parsed.score, matrix.rows, explained.outputNames.length)
  const players = playersOf(explained.featureNames, parsed.groups, 'option groups')
  const given = parsed.permutations
  if (given !== undefined) requirePermutations(given, players.length, matrix.rows)
  const permutations = (place: number): readonly ArrayLike<number>[] =>
    given?.[place] ??
    Array.from({ length: parsed.repeats }, (_, repeat) =>
      permutation(randomKey(parsed.seed, 'permutationImportance', place, repeat), matrix.rows),
    )
  const repeats = given === undefined ? parsed.repeats : given[0]!.length
  const score = scoreOf(parsed.score, explained.space)
  const asked = counted(explained, parsed)
  asked.expect(matrix.rows * (1 + players.length * repeats))
  const found = await measureChanges(asked, matrix, targets, score, players, (player, place) =>
    permutations(place).map((order) =>
      withColumns(
        matrix,
        player,
        (r, column) => matrix.values[order[r]! * matrix.columns + column]!,
      ),
    ),
  )
  return importanceOf(explained, {
    method: 'permutationImportance',
    names: players.map(({ name }) => name),
    score: wordsFor(score),
    repeats: found.repeats,
    checks: {
      evaluations: asked.evaluations,
      repeats,
      baseline: found.before,
      ...(given === undefined && { seed: parsed.seed }),
    },
  })
}

function requirePermutations(
  given: readonly (readonly (readonly number[])[])[],
  players: number,
  rows: number,
): void {
  const repeats = given[0]?.length
  const isPermutation = (order: readonly number[]): boolean =>
    order.length === rows && new Set(order).size === rows && order.every((place) => place < rows)
  const bad = given.findIndex((each) => each.length !== repeats || !each.every(isPermutation))
  if (bad < 0 && given.length === players) return
  throw new OptionError({
    where: bad < 0 ? 'option permutations' : `option permutations[${bad}]`,
    problem:
      bad < 0 ? 'there are not some for each feature' : 'not as many permutations of all rows',
    expected: bad < 0 ? `${players} lists` : `${repeats} orders of ${rows} rows`,
    received: bad < 0 ? String(given.length) : `${given[bad]!.length}`,
  })
}
