import { leadOf } from '../classes.js'
import type { Counted } from '../explained/counted.js'
import type { OutputSpace } from '../explanation.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'
import { distanceOf, type Move, moved, type Scope } from './moves.js'

/** Which class has to win, and by how much. */
export interface Goal {
  readonly target: number
  readonly space: OutputSpace
  readonly margin: number
}

/** Moves that reach the goal. */
export interface Found {
  readonly moves: readonly Move[]
  readonly distance: number
}

/** Rows as one matrix. */
export function stacked(rows: readonly Float64Array[]): Matrix {
  const matrix = zeros(rows.length, rows[0]!.length)
  rows.forEach((row, r) => {
    matrix.values.set(row, r * matrix.columns)
  })
  return matrix
}

/** By how much the target wins in every row, beyond the margin: the goal is reached from 0 on. */
export async function leads(
  asked: Counted,
  rows: readonly Float64Array[],
  { target, space, margin }: Goal,
): Promise<number[]> {
  if (rows.length === 0) return []
  const answers = await asked.predict(stacked(rows))
  return rows.map((_, r) => leadOf(rowOf(answers, r), target, space) - margin)
}

/** Nearest first, without what needs the features of a nearer one and more; no more than `count`. */
export function nearestOf(found: readonly Found[], count: number): Found[] {
  const kept: Found[] = []
  for (const one of found.toSorted((a, b) => a.distance - b.distance)) {
    if (kept.length === count) break
    if (!kept.some((nearer) => isPartOf(nearer.moves, one.moves))) kept.push(one)
  }
  return kept
}

const isPartOf = (moves: readonly Move[], others: readonly Move[]): boolean =>
  moves.every(({ player }) => others.some((other) => other.player === player))

/** Which of some sets of moves reach the goal. */
export async function reaching(
  asked: Counted,
  scope: Scope,
  goal: Goal,
  tries: readonly (readonly Move[])[],
): Promise<Found[]> {
  const reached = await leads(
    asked,
    tries.map((moves) => moved(scope, moves)),
    goal,
  )
  return tries
    .map((moves) => ({ moves, distance: distanceOf(scope, moves) }))
    .filter((_, i) => reached[i]! >= 0)
}
