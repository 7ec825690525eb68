import type { Counted } from '../explained/counted.js'
import { type Found, type Goal, leads, reaching } from './found.js'
import { type Move, moved, type Scope } from './moves.js'

/**
 * Changes one feature after the other, each time that which helps the target most, until it wins; then
 * takes back what it turns out not to need.
 */
export async function greedyChanges(
  asked: Counted,
  scope: Scope,
  goal: Goal,
  most: number,
): Promise<readonly Found[]> {
  let made: readonly Move[] = []
  let [lead] = (await leads(asked, [scope.row], goal)) as [number]
  while (lead < 0 && made.length < most) {
    const left = scope.moves
      .flat()
      .filter(({ player }) => made.every((move) => move.player !== player))
    const tries = left.map((move) => [...made, move])
    const reached = await leads(
      asked,
      tries.map((moves) => moved(scope, moves)),
      goal,
    )
    const best = reached.reduce((b, value, i) => (value > (reached[b] ?? -Infinity) ? i : b), -1)
    if (best < 0 || reached[best]! <= lead) return []
    lead = reached[best]!
    made = tries[best]!
  }
  if (lead < 0) return []
  return reaching(asked, scope, goal, [await withoutNeedless(asked, scope, goal, made)])
}

async function withoutNeedless(
  asked: Counted,
  scope: Scope,
  goal: Goal,
  made: readonly Move[],
): Promise<readonly Move[]> {
  let kept = made
  for (const move of made.toSorted((a, b) => b.cost - a.cost)) {
    const fewer = kept.filter((other) => other !== move)
    const [lead] = await leads(asked, [moved(scope, fewer)], goal)
    if (lead! >= 0) kept = fewer
  }
  return kept
}
