import { columnOf } from '../columns.js'
import { type FeatureChoice, type FeatureGroups, type Player, playersOf } from '../features.js'
import { type Matrix, rowOf } from '../matrix.js'
import { sortedUnique } from '../quantiles.js'
import { immutablePlaces, limitsOf } from './changes.js'

/** One change of one player. */
export interface Move {
  readonly player: number
  /** The new value of each of its columns. */
  readonly values: readonly number[]
  /** How far it is, to the power of the norm, so that moves of different players add up. */
  readonly cost: number
}

/** What a search may do to a row. */
export interface Scope {
  readonly row: Float64Array
  readonly players: readonly Player[]
  /** Of each player, nearest first; none for immutable ones. */
  readonly moves: readonly (readonly Move[])[]
  readonly norm: 'L1' | 'L2'
  /** Whether no values were thinned out. */
  readonly exhaustive: boolean
}

/**
 * All values that candidates have, within the ranges, and the ends of ranges; of a category, all that
 * candidates have, each at the distance 1.
 */
export function scopeOf(
  row: Float64Array,
  candidates: Matrix,
  scales: Float64Array,
  names: readonly string[],
  options: {
    readonly immutable: readonly FeatureChoice[]
    readonly ranges: Readonly<Record<string, readonly [number, number]>>
    readonly groups: FeatureGroups
    readonly norm: 'L1' | 'L2'
    readonly valuesPerFeature: number
  },
): Scope {
  const limits = limitsOf(names, options.ranges)
  const stay = immutablePlaces(names, options.immutable)
  const players = playersOf(names, options.groups, 'option groups')
  let exhaustive = true
  const moves = players.map(({ columns }, player) => {
    if (columns.some((column) => stay.has(column))) return []
    if (columns.length > 1) return categoryMoves(row, candidates, columns, player)
    const [column] = columns as [number]
    const ends = limits[column]!.filter(Number.isFinite)
    const [low, high] = limits[column]!
    const values = sortedUnique([...columnOf(candidates, column), ...ends]).filter(
      (value) => value >= low && value <= high && value !== row[column],
    )
    exhaustive &&= values.length <= options.valuesPerFeature
    return thinned(values, options.valuesPerFeature)
      .map((value) => {
        const change = Math.abs(value - row[column]!) / scales[column]!
        return { player, values: [value], cost: options.norm === 'L1' ? change : change ** 2 }
      })
      .sort((a, b) => a.cost - b.cost)
  })
  return { row, players, moves, norm: options.norm, exhaustive }
}

function categoryMoves(
  row: Float64Array,
  candidates: Matrix,
  columns: readonly number[],
  player: number,
): Move[] {
  const own = columns.map((column) => row[column]!).join()
  const seen = new Map<string, readonly number[]>()
  for (let r = 0; r < candidates.rows; r++) {
    const values = columns.map((column) => rowOf(candidates, r)[column]!)
    seen.set(values.join(), values)
  }
  seen.delete(own)
  return [...seen.values()].map((values) => ({ player, values, cost: 1 }))
}

/** So many of sorted values, evenly among them, with both ends. */
export const thinned = <Value>(values: readonly Value[], count: number): readonly Value[] =>
  values.length <= count
    ? values
    : Array.from(
        { length: count },
        (_, i) => values[Math.round((i * (values.length - 1)) / Math.max(1, count - 1))]!,
      )

/** A row with some moves made. */
export function moved({ row, players }: Scope, moves: readonly Move[]): Float64Array {
  const changed = row.slice()
  for (const { player, values } of moves) {
    players[player]!.columns.forEach((column, i) => {
      changed[column] = values[i]!
    })
  }
  return changed
}

/** How far moves go together. */
export function distanceOf({ norm }: Scope, moves: readonly Move[]): number {
  const sum = moves.reduce((all, { cost }) => all + cost, 0)
  return norm === 'L1' ? sum : Math.sqrt(sum)
}
