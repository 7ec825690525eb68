import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { columnDeviations } from '../columns.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Counterfactual } from '../explanation.js'
import { type FeatureGroups, featureGroups } from '../features.js'
import { type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { type ChangeOptions, changes } from './changes.js'
import { oneChange, twoChanges } from './few-changes.js'
import { goalOf } from './goal.js'
import { greedyChanges } from './greedy.js'
import { moved, scopeOf } from './moves.js'
import { refined } from './refine.js'
import { counterfactualOf } from './result.js'

/** Options of {@link sparseCounterfactuals}. */
export interface SparseCounterfactualsOptions extends ChangeOptions, Limits {
  /** Rows whose values features may take, such as the training data. */
  readonly candidates: MatrixLike
  /** Index of the class that has to win. Default: the runner-up. */
  readonly target?: number
  /** How many features may change. Default all. */
  readonly maxChanged?: number
  /** How many answers to give at most, each by other features. Default 3. */
  readonly count?: number
  /** One-hot columns of one category, by name: they change together, to what a candidate has. */
  readonly groups?: FeatureGroups
  /** Whether numbers are brought nearer than the candidates' values, by bisection. Default true. */
  readonly refine?: boolean
  /** By how much the class has to win, so that other backends agree. Default 1e-4. */
  readonly margin?: number
  /** Values that are tried of each feature, evenly among those of the candidates. Default 100. */
  readonly valuesPerFeature?: number
}

const schema = z.strictObject({
  candidates: z.unknown(),
  target: z.int().min(0).optional(),
  maxChanged: z.int().min(1).optional(),
  count: z.int().min(1).default(3),
  groups: featureGroups,
  ...changes,
  norm: changes.norm.default('L1'),
  units: changes.units.default('deviation'),
  refine: z.boolean().default(true),
  margin: z.number().min(0).default(1e-4),
  valuesPerFeature: z.int().min(2).default(100),
  ...limits,
})

/**
 * The smallest changes of few features that make another class win (Wachter, Mittelstadt and Russell,
 * Counterfactual explanations without opening the black box, 2018): all changes of one feature to values
 * that candidates have, then all of two that are nearer, nearest first; if that finds nothing, one
 * feature after the other, whatever helps most. `checks.exhaustive` is 1 if all values of one and two
 * features were looked at.
 *
 * Ranges, immutable features and categories are kept. Every row found was answered by the model as
 * wanted; an empty list says that nothing within reach was.
 *
 * @throws {OptionError} if the class wins already, or a feature is not there.
 *
 * @example
 * await sparseCounterfactuals(explainable(model), row, { candidates: trainingRows, immutable: ['age'] })
 */
export async function sparseCounterfactuals(
  explained: Explainable,
  row: ArrayLike<number>,
  options: SparseCounterfactualsOptions,
): Promise<Counterfactual> {
  const parsed = parseWith(schema, options, 'sparseCounterfactuals options', OptionError)
  const { featureNames } = explained
  const one = toMatrix([row], 'row', featureNames.length)
  const candidates = toMatrix(options.candidates, 'candidates', featureNames.length)
  const scales =
    parsed.units === 'own'
      ? new Float64Array(featureNames.length).fill(1)
      : columnDeviations(candidates)
  const scope = scopeOf(one.values, candidates, scales, featureNames, parsed)
  const asked = counted(explained, parsed)
  const prediction = rowOf(await asked.predict(one), 0)
  const goal = goalOf(explained, prediction, parsed.target, parsed.margin)
  const most = parsed.maxChanged ?? scope.players.length
  let found = await oneChange(asked, scope, goal, parsed.count)
  let exhaustive = scope.exhaustive
  if (most > 1) {
    const pairs = await twoChanges(asked, scope, goal, parsed.count, found)
    found = pairs.found
    exhaustive &&= pairs.exhaustive
  }
  if (found.length === 0 && most > 2) found = await greedyChanges(asked, scope, goal, most)
  if (parsed.refine) found = await refined(asked, scope, scales, goal, found)
  return counterfactualOf(explained, asked, goal, {
    method: 'sparseCounterfactuals',
    row: one.values,
    prediction,
    norm: parsed.norm,
    rows: found
      .toSorted((a, b) => a.distance - b.distance)
      .map(({ moves, distance }) => ({ row: moved(scope, moves), distance })),
    checks: { exhaustive: Number(exhaustive), margin: parsed.margin },
  })
}
