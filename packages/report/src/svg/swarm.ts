/** Largest and least radius of a dot. */
const radii = { most: 2.2, least: 0.6 }

/** Where dots lie beside their row's middle line so that none covers another. */
export interface Swarm {
  /** For every place, how far from the middle. */
  readonly offsets: readonly number[]
  /** The farthest of them. */
  readonly reach: number
}

/** Rows of dots with the largest radius that keeps each row within some height. */
export function packRows(
  rows: readonly (readonly number[])[],
  mostHeight: number,
): { readonly radius: number; readonly swarms: readonly Swarm[] } {
  for (let radius = radii.most; ; radius *= 0.85) {
    const swarms = rows.map((places) => pack(places, radius))
    const isLow = swarms.every(({ reach }) => 2 * (reach + radius) <= mostHeight)
    if (isLow || radius * 0.85 < radii.least) return { radius, swarms }
  }
}

/** Each dot, from left to right, as near to the middle as those before it leave room. */
export function pack(places: readonly number[], radius: number): Swarm {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!)
  const offsets = new Array<number>(places.length).fill(0)
  let first = 0
  order.forEach((dot, rank) => {
    const x = places[dot]!
    while (x - places[order[first]!]! >= 2 * radius) first++
    const near = order.slice(first, rank)
    offsets[dot] = nearestFree(near, x)
  })
  return { offsets, reach: offsets.reduce((most, y) => Math.max(most, Math.abs(y)), 0) }

  /** The nearest place above or below at which the dot touches its neighbours at most. */
  function nearestFree(near: readonly number[], x: number): number {
    const blocked = near.map((other): Block => {
      const apart = Math.sqrt(Math.max(0, 4 * radius * radius - (x - places[other]!) ** 2))
      return [offsets[other]! - apart, offsets[other]! + apart]
    })
    const above = firstFree(blocked)
    const below = -firstFree(blocked.map(([from, to]) => [-to, -from]))
    return above <= -below ? above : below
  }
}

type Block = readonly [from: number, to: number]

/** The least number from 0 on that lies in no block; their ends are free. */
const firstFree = (blocks: readonly Block[]): number =>
  blocks
    .toSorted((a, b) => a[0] - b[0])
    .reduce((y, [from, to]) => (y > from + tiny && y < to - tiny ? to : y), 0)

/** Rounding must not keep dots apart that touch. */
const tiny = 1e-9
