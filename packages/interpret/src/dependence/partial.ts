import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { columnOf } from '../columns.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { DependenceCurve } from '../explanation.js'
import { type FeatureChoice, featureChoice, placeOf } from '../features.js'
import { type Matrix, type MatrixLike, toMatrix } from '../matrix.js'
import { quantile, sortedUnique } from '../quantiles.js'
import { meansOf } from '../shapley/coalitions.js'
import { answersAt } from './replaced.js'

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions extends Limits {
  /** One feature, or two. */
  readonly features: readonly FeatureChoice[]
  /** The values that each feature takes, ascending; default `points` of them. */
  readonly grid?: readonly (readonly number[])[]
  /**
   * How many values: those of the rows if there are no more, else evenly from their 5th to their
   * 95th percentile. Default 20.
   */
  readonly points?: number
  /** Whether to keep the curve of every row: individual conditional expectations. Default false. */
  readonly individual?: boolean
}

const schema = z.strictObject({
  features: z.array(featureChoice).min(1).max(2),
  grid: z.array(z.array(z.number()).min(1)).optional(),
  points: z.int().min(2).default(20),
  individual: z.boolean().default(false),
  ...limits,
})

/**
 * How the mean answer goes with one feature or two, all rows taking each value in turn (J. Friedman,
 * Greedy function approximation, 2001), and with `individual` that of every row (Goldstein and others,
 * Peeking inside the black box, 2015). Where features hang together it asks about rows that cannot be;
 * compare {@link accumulatedLocalEffects}, and see the curve's density.
 *
 * @throws {OptionError} if a feature is not there, or the grid does not fit.
 *
 * @example
 * await partialDependence(explainable(model), rows, { features: ['petal width'], individual: true })
 */
export async function partialDependence(
  explained: Explainable,
  rows: MatrixLike,
  options: PartialDependenceOptions,
): Promise<DependenceCurve> {
  const parsed = parseWith(schema, options, 'partialDependence options', OptionError)
  const { featureNames, outputNames, space, provenance } = explained
  const matrix = toMatrix(rows, 'rows', featureNames.length)
  const features = parsed.features.map((choice) => placeOf(choice, featureNames, 'option features'))
  const grid = parsed.grid ?? features.map((f) => gridOf(columnOf(matrix, f), parsed.points))
  requireGrid(grid, features)
  const [first, second] = [grid[0]!, grid[1]]
  const points = first.flatMap((a) => second?.map((b) => [a, b]) ?? [[a]])
  const asked = counted(explained, parsed)
  asked.expect(points.length * matrix.rows)
  const answers = await answersAt(asked, matrix, features, points)
  return {
    kind: 'curve',
    method: 'partialDependence',
    featureNames,
    outputNames,
    space,
    features,
    grid,
    values: Array.from(meansOf(answers, matrix.rows).values),
    ...(parsed.individual && { individual: byRow(answers, matrix.rows) }),
    ...(second === undefined && { density: densityOf(columnOf(matrix, features[0]!), first) }),
    checks: { evaluations: asked.evaluations, rows: matrix.rows },
    provenance,
  }
}

/** All values if they are few, else so many from the 5th to the 95th percentile. */
function gridOf(values: Float64Array, points: number): number[] {
  const unique = sortedUnique(values)
  if (unique.length <= points) return unique
  const sorted = values.toSorted()
  const [low, high] = [quantile(sorted, 0.05), quantile(sorted, 0.95)]
  const even = Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1))
  return low < high ? even : unique
}

function densityOf(values: Float64Array, grid: readonly number[]): number[] {
  return grid.map((end, i) => {
    const start = grid[i - 1] ?? -Infinity
    return values.filter((value) => value > start && value <= end).length / values.length
  })
}

/** `[points · rows, outputs]` → `[rows, points, outputs]`. */
function byRow({ rows: all, columns, values }: Matrix, rows: number): number[] {
  const points = all / rows
  return Array.from({ length: all * columns }, (_, i) => {
    const row = Math.floor(i / (points * columns))
    const point = Math.floor(i / columns) % points
    return values[(point * rows + row) * columns + (i % columns)]!
  })
}

function requireGrid(grid: readonly (readonly number[])[], features: readonly number[]): void {
  const isTwice = features.length === 2 && features[0] === features[1]
  const isAscending = grid.every((values) => values.every((x, i) => i === 0 || x > values[i - 1]!))
  if (!isTwice && isAscending && grid.length === features.length) return
  throw new OptionError({
    where: `option ${isTwice ? 'features' : 'grid'}`,
    problem: isTwice ? 'a feature is in it twice' : 'not ascending values for each feature',
  })
}
