import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { type Baseline, type BaselineChoice, baselineOf, baselineSchema } from '../baseline.js'
import type { ExplainableModel } from '../explained/explainable-model.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { type Asked, asked } from './asked.js'
import { attributionOf } from './attribution-of.js'
import { gapsOfRow } from './completeness.js'
import { chosenOutputs, type GradientOptions, gradientOptions } from './options.js'
import { type QuadratureRule, quadrature, quadratureRules } from './quadrature.js'

/** Options of {@link integratedGradients}. */
export interface IntegratedGradientsOptions extends GradientOptions {
  /** Where the path to every row begins. Default `zero`. */
  readonly baseline?: BaselineChoice
  /** Default `gaussLegendre`, the most exact by far for smooth networks. */
  readonly rule?: QuadratureRule
  /**
   * Takes so many steps, whatever the gap. Default: 16, doubled for every row until its gap is small. To
   * compare backends or models, give all of them the same.
   */
  readonly steps?: number
  /** A gap is small if it is at most so much of max(|prediction − base|, 0.001). Default 0.01. */
  readonly tolerance?: number
  /** Where doubling ends. Default 2048. */
  readonly maxSteps?: number
}

const count = z.int().min(1)
const schema = z.strictObject({
  ...gradientOptions,
  baseline: baselineSchema,
  rule: z.enum(quadratureRules).default('gaussLegendre'),
  steps: count.max(65536).optional(),
  tolerance: z.number().positive().default(0.01),
  maxSteps: count.max(65536).default(2048),
})

/** Steps that doubling begins with. */
const firstSteps = 16

/**
 * (feature − baseline) · the mean of ∂ output / ∂ feature on the straight path from the baseline to the
 * row (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017). The attributions
 * add up to prediction − base, but for the error of the integration: `checks` has the largest
 * `completenessGap`, the largest `relativeGap` in the terms of `tolerance`, the `steps` of the row that
 * took most, and how many rows `rowsAboveTolerance` stayed so.
 *
 * @throws {DataError} if rows or baselines do not fit. @throws {OptionError} if an option is wrong.
 *
 * @example
 * const explained = explainable(model, { space: 'logit' })
 * const { values, checks } = await integratedGradients(explained, rows, { baseline: { mean: train } })
 */
export async function integratedGradients(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: IntegratedGradientsOptions = {},
): Promise<Attribution> {
  const method = 'integratedGradients'
  const parsed = parseWith(schema, options, `${method} options`, OptionError)
  const { rule, tolerance } = parsed
  const data = toMatrix(rows, `${method} rows`, explained.featureNames.length)
  const baseline = baselineOf(parsed.baseline, data)
  const outputs = chosenOutputs(explained, parsed.outputs)
  const model = asked(explained, outputs, parsed)
  let steps = parsed.steps ?? Math.min(firstSteps, parsed.maxSteps)
  const gradientsOf = (rows: number) =>
    rows * quadrature(rule, steps).points.length * outputs.length
  model.expect(data.rows + baseline.points.rows + gradientsOf(data.rows))
  const predictions = await model.predict(data)
  const bases = await model.predict(baseline.points)
  const values = new Float64Array(data.rows * data.columns * outputs.length)
  const path: Path = { model, data, baseline, outputs: outputs.length, rule }
  const gaps = new Float64Array(data.rows)
  const relativeGaps = new Float64Array(data.rows)
  let open = Array.from({ length: data.rows }, (_, r) => r)
  for (;;) {
    await integrate(path, open, steps, values)
    for (const r of open) {
      const off = gapsOfRow(values, r, data.columns, predictions, bases)
      gaps[r] = Math.max(...off.map(({ gap }) => gap))
      relativeGaps[r] = Math.max(
        ...off.map(({ gap, change }) => gap / Math.max(Math.abs(change), 1e-3)),
      )
    }
    open = open.filter((r) => !(relativeGaps[r]! <= tolerance))
    if (open.length === 0 || parsed.steps !== undefined || steps >= parsed.maxSteps) break
    steps = Math.min(2 * steps, parsed.maxSteps)
    model.expect(gradientsOf(open.length))
  }
  return attributionOf(explained, data, outputs, {
    method,
    settings: { rule },
    background: baseline.background,
    values,
    predictions,
    base: bases.rows === 1 ? bases : undefined,
    checks: {
      evaluations: model.evaluations,
      completenessGap: Math.max(...gaps),
      relativeGap: Math.max(...relativeGaps),
      rowsAboveTolerance: open.length,
      steps,
    },
  })
}

interface Path {
  readonly model: Asked
  readonly data: Matrix
  readonly baseline: Baseline
  readonly outputs: number
  readonly rule: QuadratureRule
}

/** Writes the attributions of some rows. */
function integrate(
  { model, data, baseline, outputs, rule }: Path,
  rows: readonly number[],
  steps: number,
  values: Float64Array,
): Promise<void> {
  const { points, weights } = quadrature(rule, steps)
  const width = data.columns * outputs
  for (const r of rows) values.fill(0, r * width, (r + 1) * width)
  return model.forEachGradient({
    points: rows.length * points.length,
    pointAt(index, features) {
      const r = rows[Math.floor(index / points.length)]!
      const [row, start, share] = [rowOf(data, r), baseline.of(r), points[index % points.length]!]
      for (let f = 0; f < data.columns; f++) features[f] = start[f]! + share * (row[f]! - start[f]!)
    },
    visit(index, k, gradient) {
      const r = rows[Math.floor(index / points.length)]!
      const [row, start, weight] = [rowOf(data, r), baseline.of(r), weights[index % points.length]!]
      for (const [f, slope] of gradient.entries()) {
        values[r * width + f * outputs + k]! += weight * (row[f]! - start[f]!) * slope
      }
    },
  })
}
