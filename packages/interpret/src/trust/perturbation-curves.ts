import { DataError, OptionError, parseWith, permutation, randomKey } from '@parallax-ml/core'
import { z } from 'zod'
import { type BaselineChoice, baselineOf, baselineSchema } from '../baseline.js'
import { counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type Limits, limits, seed as seedSchema } from '../explained/limits.js'
import type { Attribution, Background, Checks } from '../explanation.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'
import {
  areaUnder,
  countsOf,
  orderedByValue,
  perturbedRows,
  type Question,
} from './perturbation.js'

/** Options of {@link perturbationCurves}. */
export interface PerturbationCurvesOptions extends Limits {
  /** What takes the place of deleted features, and what insertion begins with. Default `zero`. */
  readonly baseline?: BaselineChoice
  /** Index into the attribution's outputs. Default: of every row, the one with the largest prediction. */
  readonly output?: number
  /** Steps of a curve, at most one for every feature. Default 32. */
  readonly steps?: number
  /** Random orders to compare with. Default 39, so that beating all of them is significant at 0.025. */
  readonly randomOrders?: number
  /** Decides the random orders. Default 0. */
  readonly seed?: number
}

/** A curve and how it compares with random orders. */
export interface PerturbationCurve {
  /** Mean answer over the rows at every fraction, the unperturbed point first or last. */
  readonly values: readonly number[]
  /** Mean over the rows of the area under each row's curve: its mean answer along the way. */
  readonly area: number
  /** `[rows]`. */
  readonly areas: readonly number[]
  /** Share of random orders that are at least as good, counting this one: a Monte Carlo p-value. */
  readonly pValue: number
  readonly verdict: 'better than random' | 'no better than random'
}

/** How the answer goes as features are taken away or put in, in the order of an attribution. */
export interface PerturbationCurves {
  /** Shares of the features that are deleted or inserted, from 0 to 1. */
  readonly fractions: readonly number[]
  /** Most supporting feature first, from the row to the baseline: a small area is good. */
  readonly deletion: PerturbationCurve
  /** Most supporting feature first, from the baseline to the row: a large area is good. */
  readonly insertion: PerturbationCurve
  /** The mean over random orders, for deletion; backwards, and for insertion, it says the same. */
  readonly random: {
    readonly values: readonly number[]
    /** Mean over the rows, of each order. */
    readonly areas: readonly number[]
  }
  readonly background: Background
  readonly checks: Checks
}

const schema = z.strictObject({
  ...limits,
  baseline: baselineSchema,
  output: z.int().nonnegative().optional(),
  steps: z.int().min(1).default(32),
  randomOrders: z.int().min(19).max(9999).default(39),
  seed: seedSchema,
})

/**
 * Deletion and insertion (Petsiuk, Das and Saenko, "RISE: randomized input sampling for explanation of
 * black-box models", 2018; Samek and others, "Evaluating the visualization of what a deep neural network
 * has learned", 2017): an attribution is faithful if the answer falls fast as the features are replaced
 * by the baseline, those that support it most first, and rises fast as they come back. Curves have the
 * unperturbed point and both ends, and are judged against random orders of the same features.
 *
 * @throws {DataError} if the attribution is not about the features of the model.
 */
export async function perturbationCurves(
  explained: Explainable,
  attribution: Attribution,
  options: PerturbationCurvesOptions = {},
): Promise<PerturbationCurves> {
  const parsed = parseWith(schema, options, 'perturbationCurves options', OptionError)
  const question = questionOf(explained, attribution, parsed.output)
  const { rows: data } = question
  const baseline = baselineOf(parsed.baseline, data)
  const counts = countsOf(data.columns, parsed.steps)
  const model = counted(explained, parsed)
  model.expect(data.rows * counts.length * (2 + parsed.randomOrders))
  const fractions = counts.map((count) => count / data.columns)
  const curvesFor = async (orderOf: (row: number) => ArrayLike<number>): Promise<Matrix> => {
    const perturbed = perturbedRows(data, baseline, orderOf, counts)
    const answers = await model.predict(perturbed)
    const curves = zeros(data.rows, counts.length)
    for (let i = 0; i < perturbed.rows; i++) {
      const r = Math.floor(i / counts.length)
      curves.values[i] = rowOf(answers, i)[question.outputs[r]!]!
    }
    return curves
  }
  const orders = orderedByValue(attribution, question.positions)
  const deletion = await curvesFor((r) => orders[r]!)
  // To insert in an order is to delete in the opposite order, read backwards.
  const reversed = await curvesFor((r) => orders[r]!.toReversed())
  const insertion = { ...reversed, values: reversed.values.slice() }
  for (let r = 0; r < insertion.rows; r++) rowOf(insertion, r).reverse()
  const random: Matrix[] = []
  for (let order = 0; order < parsed.randomOrders; order++) {
    const orderOf = (r: number) =>
      permutation(randomKey(parsed.seed, 'perturbationCurves', order, r), data.columns)
    random.push(await curvesFor(orderOf))
  }
  const randomAreas = random.map((curves) => meanOf(areasOf(curves, fractions)))
  const judged = (curves: Matrix, isGood: (random: number, own: number) => boolean) => {
    const areas = areasOf(curves, fractions)
    const area = meanOf(areas)
    const asGood = randomAreas.filter((other) => isGood(other, area)).length
    const pValue = (1 + asGood) / (1 + randomAreas.length)
    const verdict = pValue <= 0.05 ? 'better than random' : 'no better than random'
    return { values: meanCurve([curves]), area, areas, pValue, verdict } as const
  }
  return {
    fractions,
    deletion: judged(deletion, (other, own) => other <= own),
    insertion: judged(insertion, (other, own) => other >= own),
    random: { values: meanCurve(random), areas: randomAreas },
    background: baseline.background,
    checks: { evaluations: model.evaluations, seed: parsed.seed },
  }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const areasOf = (curves: Matrix, fractions: readonly number[]): number[] =>
  Array.from({ length: curves.rows }, (_, r) => areaUnder(rowOf(curves, r), fractions))

const meanCurve = (tables: readonly Matrix[]): number[] =>
  Array.from({ length: tables[0]!.columns }, (_, i) =>
    meanOf(
      tables.flatMap((table) => Array.from({ length: table.rows }, (_, r) => rowOf(table, r)[i]!)),
    ),
  )

/** Which rows and outputs an attribution is about, in the terms of the model. */
function questionOf(
  { featureNames, outputNames }: Explainable,
  attribution: Attribution,
  output: number | undefined,
): Question {
  const [rows, columns, outputs] = attribution.shape
  if (columns !== featureNames.length || attribution.data.length !== rows * columns) {
    throw new DataError({
      where: 'perturbationCurves attribution',
      problem: 'it is not about the features of the model',
      expected: `${featureNames.length} features`,
      received: String(columns),
    })
  }
  if (output !== undefined && output >= outputs) {
    throw new OptionError({
      where: 'option output',
      problem: 'the attribution has no such output',
      expected: `0 to ${outputs - 1}`,
      received: String(output),
    })
  }
  const positions = Array.from({ length: rows }, (_, r) => {
    const answers = attribution.predictions.slice(r * outputs, (r + 1) * outputs)
    return output ?? answers.indexOf(Math.max(...answers))
  })
  return {
    rows: { rows, columns, values: Float64Array.from(attribution.data) },
    positions,
    outputs: positions.map((position) => outputNames.indexOf(attribution.outputNames[position]!)),
  }
}
