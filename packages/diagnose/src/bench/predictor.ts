import {
  type BackendV1,
  type Callback,
  type FitResult,
  fit,
  type ModelSpec,
  normals,
  type Precision,
  permutation,
  type RowsLike,
  randomKey,
  uniforms,
} from '@parallax-ml/core'
import { fitTemperature, logits, withTemperature } from '../calibration/temperature.js'
import type { LabelledRows, Recipe, Subject } from '../subject.js'
import { type Answers, answersOf, pick } from './answers.js'

/** What a recipe makes of some rows. */
export interface Predictor {
  answer(x: LabelledRows['x']): Promise<Answers>
  /** One, or the members of an ensemble. */
  readonly runs: readonly FitResult[]
  dispose(): Promise<void>
}

/** Where and how recipes are trained. */
export interface TrainingPlace {
  readonly backend: BackendV1
  readonly precision: Precision
  readonly signal?: AbortSignal | undefined
}

/** A share of the training rows that early stopping and temperatures may look at. */
const heldOut = 0.2

/**
 * Trains what a recipe says. Everything random follows from the seed.
 * @throws the errors of `fit`.
 */
export async function trainPredictor(
  subject: Subject,
  rows: LabelledRows,
  seed: number,
  place: TrainingPlace,
  callbacks: readonly Callback[] = [],
): Promise<Predictor> {
  const { ensemble } = subject.recipe
  if (ensemble === undefined) return trainOne(subject, rows, seed, place, callbacks)
  const members: Predictor[] = []
  for (let member = 0; member < ensemble.members; member++) {
    const own = ensemble.bagging ? drawn(rows, seed, member) : rows
    members.push(await trainOne(subject, own, seed + 1_000_003 * member, place, callbacks))
  }
  return {
    runs: members.flatMap(({ runs }) => runs),
    async answer(x) {
      const all = await Promise.all(members.map((member) => member.answer(x)))
      return all[0]!.map((first, row) =>
        first.map((_, i) => all.reduce((sum, own) => sum + own[row]![i]!, 0) / all.length),
      )
    },
    async dispose() {
      for (const member of members) await member.dispose()
    },
  }
}

async function trainOne(
  subject: Subject,
  rows: LabelledRows,
  seed: number,
  { backend, precision, signal }: TrainingPlace,
  callbacks: readonly Callback[],
): Promise<Predictor> {
  const { spec, earlyStopping, noise, ensemble: _, temperature, ...options } = subject.recipe
  const watches = earlyStopping !== undefined || temperature === true
  const { kept, watched } = watches ? holdOut(rows, seed) : { kept: rows, watched: undefined }
  const learned = noise === undefined ? kept : withNoise(kept, noise, seed)
  const run = await fit(spec, dataOf(spec, learned), {
    ...options,
    backend,
    precision,
    seed,
    callbacks,
    ...(signal && { signal }),
    ...(earlyStopping && watched && { earlyStopping, validationData: dataOf(spec, watched) }),
  })
  const plain = async (x: LabelledRows['x']): Promise<Answers> =>
    answersOf(await run.model.predict(rowsFor(spec, x)), subject)
  const scale =
    temperature && watched ? fitTemperature(logits(await plain(watched.x)), watched.y) : undefined
  return {
    runs: [run],
    answer: async (x) => {
      const answers = await plain(x)
      return scale === undefined ? answers : withTemperature(logits(answers), scale)
    },
    dispose: () => run.model.dispose(),
  }
}

/** Flat rows in the shape that a network takes. */
export function rowsFor(spec: ModelSpec, x: LabelledRows['x']): RowsLike {
  const shape = spec.kind === 'sequential' ? spec.inputShape : Object.values(spec.inputs)[0]!
  return { shape: [x.length, ...shape], data: Float64Array.from(x.flat()) }
}

/** Rows and targets as `fit` takes them. */
export const dataOf = (spec: ModelSpec, { x, y }: LabelledRows) => ({
  x: rowsFor(spec, x),
  y: y.map((value) => [value]),
})

function holdOut(rows: LabelledRows, seed: number) {
  const order = Array.from(permutation(randomKey(seed, 'held out'), rows.y.length))
  const count = Math.max(1, Math.round(heldOut * order.length))
  return { kept: pick(rows, order.slice(count)), watched: pick(rows, order.slice(0, count)) }
}

/** As many rows, drawn with replacement (Breiman, 1996). */
function drawn(rows: LabelledRows, seed: number, member: number): LabelledRows {
  const count = rows.y.length
  const draws = uniforms(randomKey(seed, 'bagging', member), count)
  return pick(
    rows,
    Array.from(draws, (u) => Math.floor(u * count)),
  )
}

function withNoise(
  rows: LabelledRows,
  { scale, copies }: NonNullable<Recipe['noise']>,
  seed: number,
): LabelledRows {
  const spreads = spreadsOf(rows.x)
  const noisy = Array.from({ length: copies }, (_, copy) => {
    const noise = normals(randomKey(seed, 'noise', copy), rows.y.length * spreads.length)
    return rows.x.map((row, r) =>
      row.map((value, c) => value + scale * spreads[c]! * noise[r * spreads.length + c]!),
    )
  })
  return {
    x: [...rows.x, ...noisy.flat()],
    y: Array.from({ length: copies + 1 }, () => rows.y).flat(),
  }
}

/** Standard deviations of the features. */
export const spreadsOf = (x: LabelledRows['x']): number[] =>
  x[0]!.map((_, c) => spreadOf(x.map((row) => row[c]!)))

function spreadOf(values: readonly number[]): number {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length)
}
