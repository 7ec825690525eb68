import { OptionError, parseWith, randomKey, uniforms } from '@parallax-ml/core'
import { z } from 'zod'
import { seed as seedSchema } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, type MatrixLike, rowOf, toMatrix, zeros } from '../matrix.js'

/** Options of {@link maxSensitivity}. */
export interface MaxSensitivityOptions {
  /** How far every feature may move, up and down, in its own units. Default 0.02. */
  readonly radius?: number
  /** Neighbours of every row. Default 10. */
  readonly samples?: number
  /** Decides the neighbours. Default 0. */
  readonly seed?: number
}

/** How much an attribution changes when a row hardly does. */
export interface MaxSensitivity {
  /** Largest relative change among the neighbours, `[rows, outputs]`. */
  readonly values: readonly number[]
  /** Largest over rows and outputs. */
  readonly max: number
  readonly radius: number
  readonly checks: { readonly neighbours: number; readonly seed: number }
}

const schema = z.strictObject({
  radius: z.number().positive().default(0.02),
  samples: z.int().min(1).default(10),
  seed: seedSchema,
})

/**
 * Max-sensitivity (Yeh and others, "On the (in)fidelity and sensitivity of explanations", 2019): the
 * largest ‖attribution(x + δ) − attribution(x)‖ / ‖attribution(x)‖ in the Euclidean norm over the
 * features, of random δ with |δⱼ| ≤ radius. A lower bound of the true maximum, nearer with more samples.
 *
 * @param explain the method with its options; a sampled one with a fixed seed.
 * @throws {DataError} if rows do not fit.
 *
 * @example
 * const { max } = await maxSensitivity((rows) => integratedGradients(explained, rows), rows)
 */
export async function maxSensitivity(
  explain: (rows: Matrix) => Promise<Attribution>,
  rows: MatrixLike,
  options: MaxSensitivityOptions = {},
): Promise<MaxSensitivity> {
  const where = 'maxSensitivity options'
  const { radius, samples, seed } = parseWith(schema, options, where, OptionError)
  const data = toMatrix(rows, 'maxSensitivity rows')
  const own = await explain(data)
  const moved = await explain(neighboursOf(data, radius, samples, seed))
  const [, features, outputs] = own.shape
  const values = Array.from({ length: data.rows * outputs }, (_, i) => {
    const [r, k] = [Math.floor(i / outputs), i % outputs]
    const value = ({ values }: Attribution, row: number, f: number): number =>
      values[(row * features + f) * outputs + k]!
    const norm = Math.hypot(...Array.from({ length: features }, (_, f) => value(own, r, f)))
    const changes = Array.from({ length: samples }, (_, s) =>
      Math.hypot(
        ...Array.from(
          { length: features },
          (_, f) => value(moved, r * samples + s, f) - value(own, r, f),
        ),
      ),
    )
    const change = Math.max(...changes)
    // What was nothing and stays nothing has not changed.
    return change === 0 ? 0 : Math.min(change / norm, Number.MAX_VALUE)
  })
  const max = values.reduce((most, value) => Math.max(most, value), 0)
  return { values, max, radius, checks: { neighbours: data.rows * samples, seed } }
}

function neighboursOf(data: Matrix, radius: number, samples: number, seed: number): Matrix {
  const moved = zeros(data.rows * samples, data.columns)
  const draws = uniforms(randomKey(seed, 'maxSensitivity'), moved.values.length)
  for (let i = 0; i < moved.values.length; i++) {
    const r = Math.floor(i / (samples * data.columns))
    moved.values[i] = rowOf(data, r)[i % data.columns]! + radius * (2 * draws[i]! - 1)
  }
  return moved
}
