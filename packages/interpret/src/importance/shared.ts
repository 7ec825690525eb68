import { z } from 'zod'
import type { Counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import type { Checks, Importance } from '../explanation.js'
import type { FeatureGroups, Player } from '../features.js'
import { type Matrix, rowOf } from '../matrix.js'
import { meanOfRepeats } from '../repeats.js'
import { type OwnScore, type ScoreChoice, type Targets, worsening } from './scores.js'

/** What all importances by a score take. */
export interface ScoredOptions {
  /** What is measured; the importance is by how much it gets worse. Default `accuracy`. */
  readonly score?: ScoreChoice
  /** Features that are changed together and count as one, by name. */
  readonly groups?: FeatureGroups
}

/** The schema of a {@link ScoreChoice}. */
export const scoreChoice = z
  .union([
    z.enum(['accuracy', 'logLoss', 'meanSquaredError']),
    z.strictObject({
      name: z.string(),
      higherIsBetter: z.boolean(),
      of: z.custom<OwnScore['of']>((value) => typeof value === 'function', 'no function'),
    }),
  ])
  .default('accuracy')

/** The rows with some columns written anew. */
export function withColumns(
  rows: Matrix,
  { columns }: Player,
  valueAt: (row: number, column: number) => number,
): Matrix {
  const changed = { ...rows, values: rows.values.slice() }
  for (let r = 0; r < rows.rows; r++) {
    const row = rowOf(changed, r)
    for (const column of columns) row[column] = valueAt(r, column)
  }
  return changed
}

/** Asks for the rows, and for every player's changed rows, and measures how much worse those are. */
export async function measureChanges(
  asked: Counted,
  rows: Matrix,
  targets: Targets,
  score: OwnScore,
  players: readonly Player[],
  changesOf: (player: Player, place: number) => readonly Matrix[],
) {
  const before = score.of(await asked.predict(rows), targets)
  const repeats: number[][] = []
  for (const [place, player] of players.entries()) {
    const found: number[] = []
    for (const changed of changesOf(player, place)) {
      found.push(worsening(score, before, score.of(await asked.predict(changed), targets)))
    }
    repeats.push(found)
  }
  return { before, repeats }
}

/** An importance as plain JSON: means of the repeats, and their standard errors where there are several. */
export function importanceOf(
  { featureNames, outputNames, space, provenance }: Explainable,
  found: {
    readonly method: string
    readonly names: readonly string[]
    readonly score: string
    /** `[names][repeats]`. */
    readonly repeats: readonly (readonly number[])[]
    readonly checks: Checks
  },
): Importance {
  const summaries = found.repeats.map((each) => meanOfRepeats(each.map((value) => [value])))
  const several = found.repeats[0]!.length > 1
  return {
    kind: 'importance',
    method: found.method,
    featureNames,
    outputNames,
    space,
    names: found.names,
    values: summaries.map(({ means }) => means[0]!),
    ...(several && {
      standardErrors: summaries.map(({ standardErrors }) => standardErrors[0]!),
      repeats: found.repeats.flat(),
    }),
    score: found.score,
    checks: found.checks,
    provenance,
  }
}

/** What an importance by a score measures, in words. */
export const wordsFor = ({ name, higherIsBetter }: OwnScore): string =>
  `${name} ${higherIsBetter ? 'drop' : 'increase'}`
