import type { Counted } from '../explained/counted.js'
import { type Found, type Goal, leads } from './found.js'
import { distanceOf, type Move, moved, type Scope } from './moves.js'

/** Halvings of what a value changes by: below a billionth of it. */
const halvings = 30

/**
 * Brings every changed number as near to the row's as the goal allows, one after the other, by
 * bisection; categories stay. What is kept has been answered as wanted by the model.
 */
export async function refined(
  asked: Counted,
  scope: Scope,
  scales: Float64Array,
  goal: Goal,
  found: readonly Found[],
): Promise<Found[]> {
  const near: Found[] = []
  for (const { moves } of found) {
    let best = moves
    for (const { player } of moves.toSorted((a, b) => b.cost - a.cost)) {
      if (scope.players[player]!.columns.length === 1) {
        best = await nearer(asked, scope, scales, goal, best, player)
      }
    }
    near.push({ moves: best, distance: distanceOf(scope, best) })
  }
  return near
}

async function nearer(
  asked: Counted,
  scope: Scope,
  scales: Float64Array,
  goal: Goal,
  moves: readonly Move[],
  player: number,
): Promise<readonly Move[]> {
  const [column] = scope.players[player]!.columns as [number]
  const own = scope.row[column]!
  const change = moves.find((move) => move.player === player)!.values[0]! - own
  const withShare = (share: number): readonly Move[] =>
    moves.map((move) => {
      if (move.player !== player) return move
      const away = Math.abs(share * change) / scales[column]!
      const cost = scope.norm === 'L1' ? away : away ** 2
      return { player, values: [own + share * change], cost }
    })
  let [short, far] = [0, 1]
  for (let i = 0; i < halvings; i++) {
    const middle = (short + far) / 2
    const [lead] = await leads(asked, [moved(scope, withShare(middle))], goal)
    if (lead! >= 0) far = middle
    else short = middle
  }
  return far === 1 ? moves : withShare(far)
}
