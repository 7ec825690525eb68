import { DataError, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { columnOf } from '../columns.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits } from '../explained/limits.js'
import type { DependenceCurve } from '../explanation.js'
import { type FeatureChoice, featureChoice, placeOf } from '../features.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from '../matrix.js'
import { quantile, sortedUnique } from '../quantiles.js'

/** Options of {@link accumulatedLocalEffects}. */
export interface AccumulatedLocalEffectsOptions extends Limits {
  readonly feature: FeatureChoice
  /** Into how many intervals of about equally many rows the feature is divided. Default 10. */
  readonly bins?: number
  /** These ends of intervals instead, ascending; rows beyond count to the outermost. */
  readonly edges?: readonly number[]
}

const schema = z.strictObject({
  feature: featureChoice,
  bins: z.int().min(1).default(10),
  edges: z.array(z.number()).min(2).optional(),
  ...limits,
})

/**
 * Accumulated local effects: how the answer changes with a feature, from one end of an interval to the
 * other and only for the rows that lie in it, added up (Apley and Zhu, Visualizing the effects of
 * predictor variables in black box supervised learning models, 2020). It never leaves the data, so it
 * holds where features hang together. The mean over the rows is 0.
 *
 * Intervals end at quantiles; a row on an end belongs to the lower one.
 *
 * @throws {OptionError} if the feature is not there, or edges do not ascend.
 * @throws {DataError} if all rows have the same value.
 */
export async function accumulatedLocalEffects(
  explained: Explainable,
  rows: MatrixLike,
  options: AccumulatedLocalEffectsOptions,
): Promise<DependenceCurve> {
  const parsed = parseWith(schema, options, 'accumulatedLocalEffects options', OptionError)
  const { featureNames, outputNames, space, provenance } = explained
  const matrix = toMatrix(rows, 'rows', featureNames.length)
  const feature = placeOf(parsed.feature, featureNames, 'option feature')
  const values = columnOf(matrix, feature)
  const edges = parsed.edges ?? edgesOf(values, parsed.bins, featureNames[feature]!)
  if (edges.some((edge, i) => i > 0 && edge <= edges[i - 1]!)) {
    throw new OptionError({ where: 'option edges', problem: 'they do not ascend' })
  }
  const bins = Array.from(values, (value) => {
    const end = edges.findIndex((edge) => value <= edge)
    return Math.max(0, (end < 0 ? edges.length - 1 : end) - 1)
  })
  const asked = counted(explained, parsed)
  asked.expect(2 * matrix.rows)
  const low = await asked.predict(withFeature(matrix, feature, (r) => edges[bins[r]!]!))
  const high = await asked.predict(withFeature(matrix, feature, (r) => edges[bins[r]! + 1]!))
  const counts = edges.slice(1).map((_, bin) => bins.filter((each) => each === bin).length)
  return {
    kind: 'curve',
    method: 'accumulatedLocalEffects',
    featureNames,
    outputNames,
    space,
    features: [feature],
    grid: [edges],
    values: Array.from(centred(accumulated(low, high, bins, counts), counts).values),
    density: [0, ...counts.map((count) => count / matrix.rows)],
    checks: { evaluations: asked.evaluations, rows: matrix.rows },
    provenance,
  }
}

function edgesOf(values: Float64Array, bins: number, name: string): number[] {
  const sorted = values.toSorted()
  const edges = sortedUnique(Array.from({ length: bins + 1 }, (_, k) => quantile(sorted, k / bins)))
  if (edges.length > 1) return edges
  throw new DataError({ where: `feature '${name}'`, problem: 'all rows have the same value' })
}

function withFeature(rows: Matrix, feature: number, valueAt: (row: number) => number): Matrix {
  const changed = { ...rows, values: rows.values.slice() }
  for (let r = 0; r < rows.rows; r++) rowOf(changed, r)[feature] = valueAt(r)
  return changed
}

/** The mean effects of all intervals so far, at every end: `[edges, outputs]`, from 0. */
function accumulated(
  low: Matrix,
  high: Matrix,
  bins: readonly number[],
  counts: readonly number[],
): Matrix {
  const outputs = low.columns
  const sums = zeros(counts.length + 1, outputs)
  bins.forEach((bin, r) => {
    for (let o = 0; o < outputs; o++) {
      const effect = high.values[r * outputs + o]! - low.values[r * outputs + o]!
      sums.values[(bin + 1) * outputs + o]! += effect / counts[bin]!
    }
  })
  for (let i = outputs; i < sums.values.length; i++) sums.values[i]! += sums.values[i - outputs]!
  return sums
}

/** Moved so that the mean over the rows, each in the middle of its interval, is 0. */
function centred(effects: Matrix, counts: readonly number[]): Matrix {
  const { columns: outputs, values } = effects
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const means = Array.from({ length: outputs }, (_, o) =>
    counts.reduce((sum, count, bin) => {
      const middle = (values[bin * outputs + o]! + values[(bin + 1) * outputs + o]!) / 2
      return sum + (count * middle) / rows
    }, 0),
  )
  return { ...effects, values: values.map((value, i) => value - means[i % outputs]!) }
}
