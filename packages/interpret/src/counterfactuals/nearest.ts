import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { columnDeviations } from '../columns.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { Counterfactual } from '../explanation.js'
import { type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { firstInside, type Place, slopeAt, toBoundary } from './boundary.js'
import { type ChangeOptions, changes, immutablePlaces, limitsOf } from './changes.js'
import { goalOf } from './goal.js'
import { counterfactualOf } from './result.js'

/** Options of {@link nearestCounterfactual}. */
export interface NearestCounterfactualOptions
  extends Omit<ChangeOptions, 'norm' | 'units'>,
    Limits {
  /** Index of the class that has to win. Default: the runner-up. */
  readonly target?: number
  /** Rows whose deviations are the units of distances. Default: features are as they are. */
  readonly candidates?: MatrixLike
  /** By how much the class has to win, so that other backends agree. Default 1e-4. */
  readonly margin?: number
  /** How often the boundary is taken for flat and gone to. Default 20. */
  readonly steps?: number
}

const schema = z.strictObject({
  target: z.int().min(0).optional(),
  candidates: z.unknown().optional(),
  immutable: changes.immutable,
  ranges: changes.ranges,
  margin: z.number().min(0).default(1e-4),
  steps: z.int().min(1).default(20),
  ...limits,
})

/**
 * The nearest point where another class wins, all numbers changing together: the boundary is taken for
 * flat, by central differences of the answers, and gone to, until it is (DeepFool; Moosavi-Dezfooli,
 * Fawzi and Frossard 2016); then gone along, towards the row. Distances are L2. Exact for linear models
 * but for the margin; explain logits rather than probabilities, which are flat far from the boundary.
 *
 * @throws {OptionError} if the class wins already, or a feature is not there.
 */
export async function nearestCounterfactual(
  explained: Explainable,
  row: ArrayLike<number>,
  options: NearestCounterfactualOptions = {},
): Promise<Counterfactual> {
  const parsed = parseWith(schema, options, 'nearestCounterfactual options', OptionError)
  const { featureNames } = explained
  const features = featureNames.length
  const one = toMatrix([row], 'row', features)
  const scales = options.candidates
    ? columnDeviations(toMatrix(options.candidates, 'candidates', features))
    : new Float64Array(features).fill(1)
  const stay = immutablePlaces(featureNames, parsed.immutable)
  const bounds = limitsOf(featureNames, parsed.ranges)
  const asked = counted(explained, parsed)
  const prediction = rowOf(await asked.predict(one), 0)
  const goal = goalOf(explained, prediction, parsed.target, parsed.margin)
  const free = Array.from({ length: features }, (_, i) => i).filter((i) => !stay.has(i))
  const place: Place = { start: one.values, scales, free, bounds }
  const distance = (point: Float64Array): number =>
    Math.hypot(...free.map((i) => (point[i]! - one.values[i]!) / scales[i]!))
  let point = one.values
  let best: Float64Array | undefined
  for (let step = 0; step < parsed.steps; step++) {
    const slope = await slopeAt(asked, place, goal, point)
    const next = toBoundary(place, point, slope)
    if (next === undefined) break
    const inside = await firstInside(asked, place, goal, next)
    point = inside ?? next
    if (inside === undefined) continue
    if (best !== undefined && distance(inside) >= distance(best) * (1 - 1e-9)) break
    best = inside
  }
  return counterfactualOf(explained, asked, goal, {
    method: 'nearestCounterfactual',
    row: one.values,
    prediction,
    norm: 'L2',
    rows: best === undefined ? [] : [{ row: best, distance: distance(best) }],
    checks: { margin: parsed.margin },
  })
}
