import { normals, OptionError, parseWith, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { seed as seedSchema } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { asked } from './asked.js'
import { attributionOf } from './attribution-of.js'
import { moments, standardErrorsOf } from './moments.js'
import { chosenOutputs, type GradientOptions, gradientOptions } from './options.js'

/** Options of {@link smoothGrad}. */
export interface SmoothGradOptions extends GradientOptions {
  /** The mean of the gradients, of their squares, or their population variance. Default `smoothGrad`. */
  readonly variant?: 'smoothGrad' | 'squaredGrad' | 'varGrad'
  /** Noisy copies of every row. Default 50. */
  readonly samples?: number
  /** Standard deviation of the noise as a share of `scales`. Default 0.15, as published for images. */
  readonly noiseLevel?: number
  /**
   * How far every feature ranges, for example its standard deviation in the data, `[features]`. Default:
   * for all features largest − smallest of the row, which suits images, where features have one unit.
   */
  readonly scales?: ArrayLike<number>
  /** Decides the noise, which is the same for every row. Default 0. */
  readonly seed?: number
  /** What is added to every row, `[samples, features]`, in place of what the seed gives. */
  readonly noise?: MatrixLike
}

const schema = z.strictObject({
  ...gradientOptions,
  variant: z.enum(['smoothGrad', 'squaredGrad', 'varGrad']).default('smoothGrad'),
  samples: z.int().min(2).default(50),
  noiseLevel: z.number().positive().default(0.15),
  scales: z.custom<ArrayLike<number>>().optional(),
  seed: seedSchema,
  noise: z.custom<MatrixLike>().optional(),
})

/**
 * Gradients of noisy copies of a row: their mean (Smilkov and others, "SmoothGrad", 2017), the mean of
 * their squares (Hooker and others, "A benchmark for interpretability methods in deep neural networks",
 * 2019) or their variance (Adebayo and others, "Local explanation methods for deep neural networks lack
 * sensitivity to parameter values", 2018). `standardErrors` say how far another seed may lie; that of a
 * variance holds for gradients that are about normal.
 *
 * @throws {DataError} if rows, scales or noise do not fit. @throws {OptionError} if an option is wrong.
 */
export async function smoothGrad(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: SmoothGradOptions = {},
): Promise<Attribution> {
  const parsed = parseWith(schema, options, 'smoothGrad options', OptionError)
  const { variant, seed, noiseLevel } = parsed
  const features = explained.featureNames.length
  const data = toMatrix(rows, 'smoothGrad rows', features)
  const given = parsed.noise && toMatrix(parsed.noise, 'option noise', features)
  const scales = parsed.scales && toMatrix([parsed.scales], 'option scales', features).values
  const noise = given ?? noiseOf(seed, parsed.samples, features)
  const outputs = chosenOutputs(explained, parsed.outputs)
  const model = asked(explained, outputs, parsed)
  model.expect(data.rows * (1 + noise.rows * outputs.length))
  const predictions = await model.predict(data)
  const found = moments(data.rows * features * outputs.length)
  await model.forEachGradient({
    points: data.rows * noise.rows,
    pointAt(index, point) {
      const row = rowOf(data, Math.floor(index / noise.rows))
      const shift = rowOf(noise, index % noise.rows)
      const range = scales === undefined && !given ? rangeOf(row) : 1
      const level = given ? 1 : noiseLevel * range
      for (let f = 0; f < features; f++) point[f] = row[f]! + level * (scales?.[f] ?? 1) * shift[f]!
    },
    visit(index, k, gradient) {
      const r = Math.floor(index / noise.rows)
      for (const [f, slope] of gradient.entries()) {
        const value = variant === 'squaredGrad' ? slope * slope : slope
        found.add((r * features + f) * outputs.length + k, (index % noise.rows) + 1, value)
      }
    },
  })
  const samples = noise.rows
  const variances = found.squares.map((sum) => sum / samples)
  const standardErrors =
    variant === 'varGrad'
      ? variances.map((variance) => variance * Math.sqrt(2 / (samples - 1)))
      : standardErrorsOf(found, samples)
  return attributionOf(explained, data, outputs, {
    method: variant,
    settings: { samples, ...(!given && { noiseLevel }) },
    values: variant === 'varGrad' ? variances : found.means,
    ...(samples > 1 && standardErrors && { standardErrors }),
    predictions,
    checks: { evaluations: model.evaluations, ...(!given && { seed }) },
  })
}

const noiseOf = (seed: number, rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: normals(randomKey(seed, 'smoothGrad'), rows * columns),
})

const rangeOf = (row: Float64Array): number =>
  row.reduce((a, b) => Math.max(a, b)) - row.reduce((a, b) => Math.min(a, b))
