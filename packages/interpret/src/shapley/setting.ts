import { type BackgroundChoice, backgroundOf, type ResolvedBackground } from '../background.js'
import type { Counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import { type FeatureGroups, type Player, playersOf } from '../features.js'
import { columnMeans, type Matrix, type MatrixLike, toMatrix } from '../matrix.js'

/** What is asked of all methods that play a game about every row. */
export interface GameOptions {
  /** What stands in for absent features; the answers are averaged over its rows. */
  readonly background: BackgroundChoice
  /** Features that count as one player, by name: the one-hot columns of a category, for example. */
  readonly groups?: FeatureGroups
}

/** The games that are played, one for each row. */
export interface Setting {
  readonly rows: Matrix
  readonly players: readonly Player[]
  readonly background: ResolvedBackground
}

/** Checks rows, background and groups against the model. */
export function settingOf(
  { featureNames }: Explainable,
  rows: MatrixLike,
  background: BackgroundChoice,
  groups: FeatureGroups,
): Setting {
  return {
    rows: toMatrix(rows, 'rows', featureNames.length),
    players: playersOf(featureNames, groups, 'option groups'),
    background: backgroundOf(background, featureNames.length),
  }
}

/** The value of the empty coalition, `[outputs]`, and of the full one of each row, `[rows, outputs]`. */
export async function endsOf(asked: Counted, { rows, background }: Setting) {
  return {
    base: columnMeans(await asked.predict(background.rows)),
    predictions: await asked.predict(rows),
  }
}

/** What `endsOf` and so many coalitions of every row ask for. */
export const costOf = ({ rows, background }: Setting, coalitions: number): number =>
  background.rows.rows + rows.rows * (1 + coalitions * background.rows.rows)
