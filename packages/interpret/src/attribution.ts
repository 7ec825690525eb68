import type { Explainable } from './explained/explainable.js'
import type { Attribution, Background, Checks, LocalModel } from './explanation.js'
import { isGrouped, type Player } from './features.js'
import { type Matrix, rowOf } from './matrix.js'

/** What a method worked out, to be put into words that all of them share. */
export interface Attributed {
  readonly method: string
  readonly rows: Matrix
  readonly players: readonly Player[]
  /** `[rows, players, outputs]`. */
  readonly values: Float64Array
  readonly standardErrors?: Float64Array | undefined
  /** `[outputs]`, where attributions and base make up the prediction. */
  readonly base?: Float64Array
  readonly predictions: Matrix
  readonly background?: Background
  readonly localModel?: LocalModel
  readonly checks: Checks
  readonly featureShape?: readonly number[]
}

/** An attribution as plain JSON, its sums checked. */
export function attributionOf(explained: Explainable, found: Attributed): Attribution {
  const { method, rows, players, values, base, predictions, background, checks } = found
  const { outputNames, space, provenance } = explained
  const { standardErrors, localModel, featureShape } = found
  const groups = players.map(({ columns }) => columns.map((c) => explained.featureNames[c]!))
  return {
    kind: 'attribution',
    method,
    featureNames: players.map(({ name }) => name),
    outputNames,
    space,
    ...(background && { background }),
    shape: [rows.rows, players.length, outputNames.length],
    values: Array.from(values),
    ...(standardErrors && { standardErrors: Array.from(standardErrors) }),
    ...(base && { base: Array.from(base) }),
    predictions: Array.from(predictions.values),
    data: dataOf(rows, players),
    ...(isGrouped(players) && { groups }),
    ...(featureShape && { featureShape }),
    ...(localModel && { localModel }),
    checks: base
      ? { ...checks, completenessGap: completenessGap(values, base, predictions) }
      : checks,
    provenance,
  }
}

/** The largest |Σ attributions − (prediction − base)|. */
function completenessGap(
  values: ArrayLike<number>,
  base: ArrayLike<number>,
  { rows, columns: outputs, values: predictions }: Matrix,
): number {
  const players = values.length / (rows * outputs)
  let worst = 0
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      let gap = base[o]! - predictions[r * outputs + o]!
      for (let p = 0; p < players; p++) gap += values[(r * players + p) * outputs + o]!
      worst = Math.max(worst, Math.abs(gap))
    }
  }
  return worst
}

/** The value of every player: of a group the place of its largest column, which is a category's. */
function dataOf(rows: Matrix, players: readonly Player[]): number[] {
  return Array.from({ length: rows.rows }, (_, r) => {
    const row = rowOf(rows, r)
    return players.map(({ columns }) =>
      columns.length === 1
        ? row[columns[0]!]!
        : columns.reduce((best, column, i) => (row[column]! > row[columns[best]!]! ? i : best), 0),
    )
  }).flat()
}
