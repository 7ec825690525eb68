import { DataError, OptionError, parseWith, randomKey, uniforms } from '@parallax-ml/core'
import { z } from 'zod'
import { type BaselineChoice, baselineOf, baselineSchema } from '../baseline.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed as seedSchema } from '../explained/limits.js'
import type { Attribution, Background, Checks } from '../explanation.js'
import { type Matrix, type MatrixLike, repeated, rowOf, toMatrix } from '../matrix.js'

/** Options of {@link infidelity}. */
export interface InfidelityOptions extends Limits {
  /** Where removed features go. Default `zero`. */
  readonly baseline?: BaselineChoice
  /** Random removals. Default 200. */
  readonly samples?: number
  /** Decides which features are removed; the same for every row. Default 0. */
  readonly seed?: number
  /** How far every feature goes to the baseline, `[samples, features]`, in place of random 0 and 1. */
  readonly removals?: MatrixLike
  /**
   * Whether values are what features contribute between baseline and row, or slopes per unit of the
   * feature. Default: slopes of `gradient` and `smoothGrad`, contributions of all other methods.
   */
  readonly values?: 'contributions' | 'slopes'
}

/** How well an attribution foretells what removing features does. */
export interface Infidelity {
  /** Mean squared error of the foretold changes, `[rows, outputs]`, in squared units of the output. */
  readonly values: readonly number[]
  /** The same over the mean squared change: 0 is perfect, 1 no better than to foretell no change. */
  readonly relative: readonly number[]
  /** Of `values`, over the removals, `[rows, outputs]`. */
  readonly standardErrors: readonly number[]
  /** Over rows and outputs. */
  readonly mean: number
  readonly outputNames: readonly string[]
  readonly background: Background
  readonly checks: Checks
}

const schema = z.strictObject({
  ...limits,
  baseline: baselineSchema,
  samples: z.int().min(2).default(200),
  seed: seedSchema,
  removals: z.custom<MatrixLike>().optional(),
  values: z.enum(['contributions', 'slopes']).optional(),
})

const slopes = ['gradient', 'smoothGrad']

/**
 * Infidelity (Yeh and others, "On the (in)fidelity and sensitivity of explanations", 2019): the expected
 * square of Σ removalⱼ · attributionⱼ − (f(x) − f(x with the removals)). It is 0 where the attribution is
 * exact for every removal, as contributions to a linear model are.
 *
 * @throws {DataError} if rows, removals or baseline do not fit. @throws {OptionError} if the values have
 * no direction, as those of `saliency` do not.
 */
export async function infidelity(
  explained: Explainable,
  attribution: Attribution,
  options: InfidelityOptions = {},
): Promise<Infidelity> {
  const parsed = parseWith(schema, options, 'infidelity options', OptionError)
  const [rows, features, outputs] = attribution.shape
  requireDirection(attribution)
  const data = toMatrix(
    { rows, columns: features, values: Float64Array.from(attribution.data) },
    'infidelity attribution',
    explained.featureNames.length,
  )
  const baseline = baselineOf(parsed.baseline, data)
  const removals = removalsOf(parsed, features)
  const isSlope =
    (parsed.values ?? (slopes.includes(attribution.method) ? 'slopes' : '')) === 'slopes'
  const columns = attribution.outputNames.map((name) => explained.outputNames.indexOf(name))
  const model = counted(explained, parsed)
  model.expect(rows * (1 + removals.rows))
  const answers = await model.predict(data)
  const errors: number[] = []
  const relative: number[] = []
  const standardErrors: number[] = []
  for (let r = 0; r < rows; r++) {
    const [row, start] = [rowOf(data, r), baseline.of(r)]
    const changed = repeated(row, removals.rows)
    for (let i = 0; i < changed.values.length; i++) {
      const f = i % features
      changed.values[i]! -= removals.values[i]! * (row[f]! - start[f]!)
    }
    const found = await model.predict(changed)
    for (const [k, column] of columns.entries()) {
      const squares: number[] = []
      let changes = 0
      for (let s = 0; s < removals.rows; s++) {
        const removal = rowOf(removals, s)
        let foretold = 0
        for (let f = 0; f < features; f++) {
          const value = attribution.values[(r * features + f) * outputs + k]!
          foretold += removal[f]! * value * (isSlope ? row[f]! - start[f]! : 1)
        }
        const change = rowOf(answers, r)[column]! - rowOf(found, s)[column]!
        squares.push((foretold - change) ** 2)
        changes += change ** 2
      }
      const mean = meanOf(squares)
      const variance = squares.reduce((sum, square) => sum + (square - mean) ** 2, 0)
      errors.push(mean)
      standardErrors.push(Math.sqrt(variance / (removals.rows * (removals.rows - 1))))
      relative.push(changes === 0 ? 0 : (mean * removals.rows) / changes)
    }
  }
  return {
    values: errors,
    relative,
    standardErrors,
    mean: meanOf(errors),
    outputNames: attribution.outputNames,
    background: baseline.background,
    checks: {
      evaluations: model.evaluations,
      ...(parsed.removals === undefined && { seed: parsed.seed }),
    },
  }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function removalsOf(
  { removals, samples, seed }: z.output<typeof schema>,
  features: number,
): Matrix {
  if (removals === undefined) {
    const draws = uniforms(randomKey(seed, 'infidelity'), samples * features)
    return { rows: samples, columns: features, values: draws.map((u) => (u < 0.5 ? 0 : 1)) }
  }
  const given = toMatrix(removals, 'option removals', features)
  if (given.rows > 1) return given
  throw new DataError({
    where: 'option removals',
    problem: 'too few',
    expected: 'two or more rows',
  })
}

function requireDirection({ method }: Attribution): void {
  if (!['saliency', 'squaredGrad', 'varGrad', 'gradCam'].includes(method)) return
  throw new OptionError({
    where: 'infidelity attribution',
    problem: `values of ${method} say how much, but not in which direction`,
    hint: 'Take an attribution that foretells changes, for example integrated gradients.',
  })
}
