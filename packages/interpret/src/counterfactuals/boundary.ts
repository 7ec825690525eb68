import { leadOf } from '../classes.js'
import type { Counted } from '../explained/counted.js'
import { rowOf } from '../matrix.js'
import { type Goal, stacked } from './found.js'

/** Where points may lie. */
export interface Place {
  readonly start: Float64Array
  readonly scales: Float64Array
  readonly free: readonly number[]
  readonly bounds: readonly (readonly [number, number])[]
}

/** How the lead of the target goes at a point. */
export interface Slope {
  readonly lead: number
  /** Of every free feature, for one unit of distance. */
  readonly gradient: Float64Array
}

/** Half of the distance that central differences are taken over, in units of distance. */
const half = 1e-3

/** The lead at a point, and its gradient by central differences. */
export async function slopeAt(
  asked: Counted,
  place: Place,
  goal: Goal,
  at: Float64Array,
): Promise<Slope> {
  const { free, scales } = place
  const around = free.flatMap((i) =>
    [half, -half].map((away) => at.with(i, at[i]! + away * scales[i]!)),
  )
  const [lead, ...others] = await leadsOf(asked, goal, [at, ...around])
  const gradient = Float64Array.from(
    free,
    (_, f) => (others[2 * f]! - others[2 * f + 1]!) / (2 * half),
  )
  return { lead: lead!, gradient }
}

/** By how much the target wins at each point, beyond the margin. */
async function leadsOf(asked: Counted, goal: Goal, rows: readonly Float64Array[]) {
  const answers = await asked.predict(stacked(rows))
  return rows.map((_, r) => leadOf(rowOf(answers, r), goal.target, goal.space) - goal.margin)
}

/**
 * The point of the flat boundary that is nearest to the start, a little beyond. What would leave its
 * bounds stays on them, and the others make up for it; `undefined` if none are left to.
 */
export function toBoundary(
  { start, scales, free, bounds }: Place,
  at: Float64Array,
  { lead, gradient }: Slope,
): Float64Array | undefined {
  const next = start.slice()
  let active = free.map((i, f) => ({ i, slope: gradient[f]! }))
  let missing =
    (1 + 1e-6) *
    active.reduce((sum, { i, slope }) => sum + (slope * (at[i]! - start[i]!)) / scales[i]!, -lead)
  for (;;) {
    const square = active.reduce((sum, { slope }) => sum + slope * slope, 0)
    if (square === 0) return undefined
    const wanted = active.map(({ i, slope }) => start[i]! + (missing / square) * slope * scales[i]!)
    const isInside = active.map(
      ({ i }, f) => wanted[f]! >= bounds[i]![0] && wanted[f]! <= bounds[i]![1],
    )
    active.forEach(({ i, slope }, f) => {
      const [low, high] = bounds[i]!
      next[i] = Math.min(high, Math.max(low, wanted[f]!))
      if (!isInside[f]) missing -= (slope * (next[i]! - start[i]!)) / scales[i]!
    })
    if (isInside.every(Boolean)) return next
    active = active.filter((_, f) => isInside[f])
  }
}

/** The point nearest to the start, on the straight line through another, where the goal is reached. */
export async function firstInside(
  asked: Counted,
  { start, bounds }: Place,
  goal: Goal,
  through: Float64Array,
): Promise<Float64Array | undefined> {
  const at = (share: number): Float64Array =>
    start.map((x, i) => {
      const [low, high] = bounds[i]!
      return through[i] === x ? x : Math.min(high, Math.max(low, x + share * (through[i]! - x)))
    })
  const shares = [1, 1.05, 1.2, 1.5, 2]
  const reached = await leadsOf(asked, goal, shares.map(at))
  const first = reached.findIndex((lead) => lead >= 0)
  if (first < 0) return undefined
  let [short, far] = [0, shares[first]!]
  for (let i = 0; i < 40; i++) {
    const middle = (short + far) / 2
    const [lead] = await leadsOf(asked, goal, [at(middle)])
    if (lead! >= 0) far = middle
    else short = middle
  }
  return at(far)
}
