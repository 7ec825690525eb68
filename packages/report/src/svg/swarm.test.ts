import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pack, packRows } from './swarm.js'

const places = fc.array(
  fc.integer({ min: 0, max: 40 }).map((place) => place / 2),
  {
    minLength: 1,
    maxLength: 60,
  },
)

describe('a swarm', () => {
  test('covers no dot with another', () => {
    fc.assert(
      fc.property(places, (xs) => {
        const { offsets } = pack(xs, 1)
        xs.forEach((x, i) => {
          for (let j = 0; j < i; j++) {
            const distance = Math.hypot(x - xs[j]!, offsets[i]! - offsets[j]!)
            expect(distance).toBeGreaterThan(2 - 1e-6)
          }
        })
      }),
    )
  })

  test('leaves dots on the middle line that are alone there', () => {
    expect(pack([0, 2, 4], 1).offsets).toEqual([0, 0, 0])
    expect(pack([0, 0, 0], 1).offsets.map(Math.abs)).toEqual([0, 2, 2])
  })

  test('keeps to the height, and one pile does not make all dots small', () => {
    const pile = new Array<number>(200).fill(5)
    const swarms = packRows([[0, 10, 20], [0, 5, 9], [3, 30], pile], 40)
    for (const { reach, radius } of swarms) expect(2 * (reach + radius)).toBeLessThanOrEqual(40)
    expect(swarms[0]!.radius).toBeGreaterThan(2)
    expect(swarms[3]!.radius).toBeLessThan(0.2)
  })
})
