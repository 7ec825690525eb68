/** Where the dots of a row lie beside its middle line so that none covers another. */
export interface Swarm {
  readonly radius: number
  /** For every place, how far from the middle. */
  readonly offsets: readonly number[]
  /** The farthest of them. */
  readonly reach: number
}

const mostRadius = 2.2
/** Share of rows that decide on the radius; a row with a pile of equal places gets a smaller one. */
const deciding = 0.75

/** Rows of dots, as large as most rows have room for within some height. */
export function packRows(rows: readonly (readonly number[])[], mostHeight: number): Swarm[] {
  const alone = rows.map((places) => packWithin(places, mostRadius, mostHeight))
  const radii = alone.map(({ radius }) => radius).sort((a, b) => b - a)
  const radius = radii[Math.ceil(deciding * radii.length) - 1]!
  return rows.map((places, i) => (alone[i]!.radius <= radius ? alone[i]! : pack(places, radius)))
}

function packWithin(places: readonly number[], largest: number, mostHeight: number): Swarm {
  for (let radius = largest; ; radius *= 0.85) {
    const swarm = pack(places, radius)
    if (2 * (swarm.reach + radius) <= mostHeight) return swarm
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
  return { radius, offsets, reach: offsets.reduce((most, y) => Math.max(most, Math.abs(y)), 0) }

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
