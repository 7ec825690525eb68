import { stratifiedFolds } from '@parallax-ml/core'
import { logisticModel, logisticRegression } from '@parallax-ml/interpret'
import { standardized } from '../label-noise/standardized.js'
import { resample } from './bootstrap.js'
import { quantiles } from './quantiles.js'
import { areaUnder, rocCurve } from './scores/threshold-curves.js'

/** How well two samples can be told apart. */
export interface Apartness {
  /** Area under the ROC curve: 0.5 is guessing, 1 wholly apart. */
  readonly value: number
  /** Ends of the 95 % interval, from rows resampled. */
  readonly low: number
  readonly high: number
}

const folds = 5
const resamples = 200
/** With more features, squares cost too much. */
const mostSquared = 20
/** Of more features, so many are taken, spread evenly. */
const mostFeatures = 100

/**
 * Whether a classifier tells rows of one sample from rows of another (Lopez-Paz and Oquab,
 * "Revisiting classifier two-sample tests", 2017): a logistic regression on standardised features and,
 * of up to 20, on their squares, so that it sees other means and other spreads; of
 * more than 100, those are taken. The area is that of
 * its answers for rows left out.
 *
 * @throws {DataError} if rows differ in length or hold what is no finite number.
 */
export async function twoSampleClassifier(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  seed = 0,
): Promise<Apartness> {
  const rows = described([...a, ...b])
  const labels = rows.map((_, row) => (row < a.length ? 0 : 1))
  const scores = new Array<number>(rows.length).fill(0)
  const splits = stratifiedFolds(labels, {
    folds: Math.min(folds, a.length, b.length),
    seed,
  })
  for (const { train, test } of splits) {
    const fitted = logisticRegression(
      train.map((row) => rows[row]!),
      train.map((row) => labels[row]!),
      { standardErrors: false },
    )
    const left = Float64Array.from(test.flatMap((row) => rows[row]!))
    const answers = await logisticModel(fitted).predict({
      rows: test.length,
      columns: rows[0]!.length,
      values: left,
    })
    for (const [i, row] of test.entries())
      scores[row] = answers.values[i * answers.columns + answers.columns - 1]!
  }
  const areas = Array.from({ length: resamples }, (_, i) => {
    const [own, other] = [
      Array.from(resample(a.length, seed, 'apart', i, 0)),
      Array.from(resample(b.length, seed, 'apart', i, 1), (row) => a.length + row),
    ]
    return areaOf([...own, ...other])
  })
  const value = areaOf([...rows.keys()])
  const [low, high] = quantiles(areas, [0.025, 0.975])
  return { value, low: Math.min(value, low!), high: Math.max(value, high!) }

  function areaOf(chosen: readonly number[]): number {
    return areaUnder(
      rocCurve(
        chosen.map((row) => labels[row]!),
        chosen.map((row) => scores[row]!),
      ),
    )
  }
}

function described(rows: readonly (readonly number[])[]): number[][] {
  const { columns, values } = standardized(rows)
  const step = Math.max(1, columns / mostFeatures)
  const taken = Array.from({ length: Math.min(columns, mostFeatures) }, (_, i) =>
    Math.floor(i * step),
  )
  return rows.map((_, r) => {
    const own = taken.map((c) => values[r * columns + c]!)
    return columns > mostSquared ? own : [...own, ...own.map((value) => value ** 2)]
  })
}
