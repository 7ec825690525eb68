import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  attribute,
  gradientOf,
  type PageLayer,
  pageActivations,
  runNetwork,
} from './run-network.js'

const number = fc.double({ min: -1.5, max: 1.5, noNaN: true, noDefaultInfinity: true })
const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length })
const smooth = pageActivations.filter((name) => !['relu', 'leakyRelu'].includes(name))

/** Networks of 3 inputs and 2 outputs with some smooth activation between and after. */
const networks = fc
  .tuple(
    numbers(3),
    numbers(12),
    numbers(4),
    numbers(8),
    numbers(2),
    fc.constantFrom(...smooth),
    fc.constantFrom(...smooth),
  )
  .map(([center, first, bias, second, last, between, after]): PageLayer[] => [
    { type: 'scale', center, factor: [0.5, 2, -1], offset: [0, 1, 0.5] },
    { type: 'dense', units: 4, kernel: first, bias },
    { type: 'activation', name: between },
    { type: 'dense', units: 2, kernel: second, bias: last },
    { type: 'activation', name: after },
  ])

describe('a network in the page', () => {
  test('has the gradient that differences of its answers have', () => {
    fc.assert(
      fc.property(networks, numbers(3), (layers, row) => {
        const gradient = gradientOf(layers, row, 1)
        row.forEach((value, i) => {
          const at = (moved: number) => runNetwork(layers, row.with(i, moved))[1]!
          const difference = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5
          expect(Math.abs(gradient[i]! - difference)).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(difference)),
          )
        })
      }),
    )
  })

  test('explains the whole difference, up to the gap that it states', () => {
    fc.assert(
      fc.property(networks, numbers(3), numbers(3), (layers, row, baseline) => {
        const { values, gap } = attribute(layers, row, baseline, 0)
        const difference = runNetwork(layers, row)[0]! - runNetwork(layers, baseline)[0]!
        const sum = values.reduce((a, b) => a + b, 0)
        expect(Math.abs(sum - difference)).toBeCloseTo(gap, 10)
        expect(gap).toBeLessThanOrEqual(0.01 * Math.max(Math.abs(difference), 1e-3))
      }),
    )
  })

  test('explains a linear network exactly', () => {
    const layers: PageLayer[] = [{ type: 'dense', units: 1, kernel: [2, -3], bias: [1] }]
    const { values } = attribute(layers, [1, 4], [0, 1], 0)
    expect(values[0]).toBeCloseTo(2, 12)
    expect(values[1]).toBeCloseTo(-9, 12)
  })
})
