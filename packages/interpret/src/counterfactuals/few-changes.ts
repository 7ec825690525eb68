import type { Counted } from '../explained/counted.js'
import { type Found, type Goal, nearestOf, reaching } from './found.js'
import { type Move, type Scope, thinned } from './moves.js'

/** Pairs of moves that are looked at; more values are thinned out. */
const mostPairs = 200_000
const perQuestion = 1024

/** What a search of few changes found, and whether it looked at all values. */
export interface FewChanges {
  readonly found: readonly Found[]
  readonly exhaustive: boolean
}

/** All changes of one feature, nearest first, until `count` features are known to suffice. */
export async function oneChange(asked: Counted, scope: Scope, goal: Goal, count: number) {
  const tries = scope.moves.flat().map((move) => [move])
  return nearestFirst(asked, scope, goal, tries, [], count)
}

/** All changes of two features that are nearer than what was found, nearest first. */
export async function twoChanges(
  asked: Counted,
  scope: Scope,
  goal: Goal,
  count: number,
  known: readonly Found[],
): Promise<FewChanges> {
  const movable = scope.moves.filter((moves) => moves.length > 0)
  const pairs = (movable.length * (movable.length - 1)) / 2
  const values = Math.floor(Math.sqrt(mostPairs / Math.max(1, pairs)))
  const exhaustive = movable.every((moves) => moves.length <= values)
  const reach = known.length < count ? Infinity : costOf(scope, known[count - 1]!)
  const tries: Move[][] = []
  movable.forEach((one, i) => {
    for (const other of movable.slice(0, i)) {
      for (const a of thinned(one, values)) {
        for (const b of thinned(other, values)) if (a.cost + b.cost < reach) tries.push([a, b])
      }
    }
  })
  return { found: await nearestFirst(asked, scope, goal, tries, known, count), exhaustive }
}

const costOf = ({ norm }: Scope, { distance }: Found): number =>
  norm === 'L1' ? distance : distance ** 2

async function nearestFirst(
  asked: Counted,
  scope: Scope,
  goal: Goal,
  tries: readonly (readonly Move[])[],
  known: readonly Found[],
  count: number,
): Promise<readonly Found[]> {
  const costs = tries.map((moves) => moves.reduce((sum, { cost }) => sum + cost, 0))
  const order = Array.from(tries.keys()).sort((a, b) => costs[a]! - costs[b]!)
  let found = known
  for (let from = 0; from < order.length; from += perQuestion) {
    const last = found.length < count ? Infinity : costOf(scope, found.at(-1)!)
    if (costs[order[from]!]! >= last) break
    const some = order.slice(from, from + perQuestion).map((place) => tries[place]!)
    found = nearestOf([...found, ...(await reaching(asked, scope, goal, some))], count)
  }
  return found
}
