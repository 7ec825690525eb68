import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import type { Limits } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { asked } from './asked.js'
import { attributionOf } from './attribution-of.js'
import { chosenOutputs, type GradientOptions, gradientOptions } from './options.js'

/** Options of {@link saliency}. */
export interface SaliencyOptions extends GradientOptions {
  /** Whether only sizes are given, as published. Default true; else the method is called `gradient`. */
  readonly absolute?: boolean
}

const saliencySchema = z.strictObject({ ...gradientOptions, absolute: z.boolean().default(true) })
const productSchema = z.strictObject(gradientOptions)

/**
 * How fast every output changes with every feature: |∂ output / ∂ feature| at the row, in units of the
 * output per unit of the feature (Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks",
 * 2013).
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if there is no such output.
 */
export async function saliency(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: SaliencyOptions = {},
): Promise<Attribution> {
  const where = 'saliency options'
  const { absolute, ...parsed } = parseWith(saliencySchema, options, where, OptionError)
  const method = absolute ? 'saliency' : 'gradient'
  return fromGradient(explained, toMatrix(rows, where, explained.featureNames.length), {
    ...parsed,
    method,
    value: absolute ? Math.abs : (slope) => slope,
  })
}

/**
 * Feature · ∂ output / ∂ feature at the row: what every feature contributes, where the output is linear
 * and 0 stands for its absence (Shrikumar and others, "Not just a black box", 2016). It does not add up
 * to anything in general; integrated gradients do.
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if there is no such output.
 */
export async function inputTimesGradient(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: GradientOptions = {},
): Promise<Attribution> {
  const where = 'inputTimesGradient options'
  const parsed = parseWith(productSchema, options, where, OptionError)
  return fromGradient(explained, toMatrix(rows, where, explained.featureNames.length), {
    ...parsed,
    method: 'inputTimesGradient',
    value: (slope, feature) => slope * feature,
  })
}

interface FromGradient extends Limits {
  readonly method: string
  value(slope: number, feature: number): number
  readonly outputs?: readonly number[] | undefined
}

async function fromGradient(
  explained: ExplainableModel,
  data: Matrix,
  { method, value, outputs: chosen, ...limits }: FromGradient,
): Promise<Attribution> {
  const outputs = chosenOutputs(explained, chosen)
  const values = new Float64Array(data.rows * data.columns * outputs.length)
  const model = asked(explained, outputs, limits)
  model.expect(data.rows * (1 + outputs.length))
  const predictions = await model.predict(data)
  await model.forEachGradient({
    points: data.rows,
    pointAt: (r, features) => features.set(rowOf(data, r)),
    visit(r, k, gradient) {
      const row = rowOf(data, r)
      for (const [f, slope] of gradient.entries()) {
        values[(r * data.columns + f) * outputs.length + k] = value(slope, row[f]!)
      }
    },
  })
  const { evaluations } = model
  return attributionOf(explained, data, outputs, {
    method,
    values,
    predictions,
    checks: { evaluations },
  })
}
