import { type Counted, rowsPerCall } from '../explained/counted.js'
import type { Player } from '../features.js'
import { type Matrix, zeros } from '../matrix.js'

/** Who takes part, `[coalitions, players]`: 1 if the player's features come from the row, else 0. */
export interface Coalitions {
  readonly count: number
  readonly players: number
  readonly members: Uint8Array
}

/** All coalitions but the empty and the full one; coalition i holds the players of the bits of i + 1. */
export function everyCoalition(players: number): Coalitions {
  const count = 2 ** players - 2
  const members = new Uint8Array(count * players)
  for (let c = 0; c < count; c++) {
    for (let p = 0; p < players; p++) members[c * players + p] = ((c + 1) >>> p) & 1
  }
  return { count, players, members }
}

/** The coalitions of a list of members, and where each of the list is found among them. */
export function distinct(list: readonly Uint8Array[], players: number) {
  const places = new Map<string, number>()
  const index = Int32Array.from(list, (members) => {
    const key = members.join('')
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  })
  const members = new Uint8Array(places.size * players)
  for (const [i, place] of index.entries()) members.set(list[i]!, place * players)
  return { coalitions: { count: places.size, players, members }, index }
}

/** One row as a game: features of absent players are those of the background rows, one by one. */
export interface RowGame {
  readonly row: Float64Array
  readonly background: Matrix
  readonly players: readonly Player[]
}

/**
 * The mean answer over the background for every coalition, `[coalitions, outputs]`: the value that
 * interventional (marginal) Shapley values share out.
 */
export async function coalitionValues(
  asked: Counted,
  game: RowGame,
  { count, players, members }: Coalitions,
): Promise<Matrix> {
  const { background } = game
  const perCall = Math.max(1, Math.floor(rowsPerCall / background.rows))
  const parts: Matrix[] = []
  for (let from = 0; from < count; from += perCall) {
    const chosen = members.subarray(from * players, Math.min(count, from + perCall) * players)
    parts.push(meansOf(await asked.predict(mixedRows(game, chosen)), background.rows))
  }
  const values = zeros(count, parts[0]?.columns ?? 0)
  parts.forEach((part, i) => {
    values.values.set(part.values, i * perCall * part.columns)
  })
  return values
}

/** The background once for every coalition, with the members' features from the row. */
function mixedRows({ row, background, players }: RowGame, members: Uint8Array): Matrix {
  const count = members.length / players.length
  const mixed = zeros(count * background.rows, row.length)
  const size = background.rows * row.length
  for (let c = 0; c < count; c++) {
    const block = mixed.values.subarray(c * size, (c + 1) * size)
    block.set(background.values)
    players.forEach(({ columns }, p) => {
      if (members[c * players.length + p] === 0) return
      for (const column of columns) {
        for (let i = column; i < size; i += row.length) block[i] = row[column]!
      }
    })
  }
  return mixed
}

/** The mean of every so many rows. */
export function meansOf({ rows, columns, values }: Matrix, size: number): Matrix {
  const means = zeros(rows / size, columns)
  for (let r = 0; r < rows; r++) {
    const target = Math.floor(r / size) * columns
    for (let c = 0; c < columns; c++) means.values[target + c]! += values[r * columns + c]!
  }
  means.values.forEach((sum, i) => {
    means.values[i] = sum / size
  })
  return means
}
