import { describe, expect, test } from 'vitest'
import { beeswarm } from './beeswarm.js'
import { dependence } from './dependence.js'
import { forest } from './forest.js'
import { heatMap } from './heat-map.js'
import { network } from './network.js'
import { tree } from './tree.js'
import { waterfall } from './waterfall.js'

const common = { title: 'title', see: 'see' }
const pathsOf = (svg: string, name: string): string[] =>
  [...svg.matchAll(new RegExp(`<path class="[^"]*\\b${name}\\b[^"]*"[^>]* d="([^"]*)"`, 'g'))].map(
    ([, d]) => d!,
  )
const numbersOf = (d: string): number[] => d.match(/-?[\d.]+/g)!.map(Number)

test('a forest draws whiskers to scale, and an arrow for what lies beyond', () => {
  const svg = forest.draw({
    ...common,
    kind: 'forest',
    axis: { label: 'share', domain: [0, 1] },
    rows: [
      {
        label: 'a',
        markers: [
          { group: 'one', value: 0.5, low: 0.25, high: 0.75 },
          { group: 'two', value: 0.5, low: 0, high: 1 },
          { group: 'three', value: 7 },
        ],
      },
    ],
  })
  const [half, whole, arrow] = pathsOf(svg, 'whisker').map(numbersOf)
  expect(half![2]! - half![0]!).toBeCloseTo((whole![2]! - whole![0]!) / 2, 0)
  expect(arrow).toHaveLength(6)
  expect(svg.match(/class="mark group-/g)).toHaveLength(2 + 3)
})

describe('a waterfall', () => {
  const figure = (gap: number, prediction = 2) => ({
    ...common,
    kind: 'waterfall' as const,
    unit: 'logit',
    base: { label: 'base', value: 1 },
    prediction: { label: 'row', value: prediction },
    steps: [
      { label: 'up', value: 3 },
      { label: 'down', value: -2 },
    ],
    gap,
  })

  test('has each bar begin where the one before ends', () => {
    const [up, down] = pathsOf(waterfall.draw(figure(0)), 'step').map(numbersOf)
    // M start, neck, tip …
    expect(up![3]!).toBe(down![0])
    expect(up![0]!).toBeLessThan(up![3]!)
    expect(down![0]!).toBeGreaterThan(down![3]!)
    expect(up![3]! - up![0]!).toBeCloseTo(1.5 * (down![0]! - down![3]!), 0)
  })

  test('takes the sum as it adds up, and nothing beyond the stated gap', () => {
    const isGood = (gap: number, prediction: number) =>
      waterfall.schema.safeParse(figure(gap, prediction)).success
    expect(isGood(0, 2)).toBe(true)
    expect(isGood(0, 2 + 1e-15)).toBe(true)
    expect(isGood(0, 2.0001)).toBe(false)
    expect(isGood(0.0002, 2.0001)).toBe(true)
    expect(isGood(0.0002, 1.9999)).toBe(true)
  })

  test('prints by how much the sum is off, beside what is stated', () => {
    expect(waterfall.draw(figure(0.3, 2.25))).toContain('off by 0.25, stated gap 0.3')
  })
})

test('a swarm writes the rank correlation of place and colour, and has every dot once', () => {
  const figure = {
    ...common,
    kind: 'beeswarm' as const,
    axis: { label: 'contribution' },
    color: 'value',
    rows: [{ label: 'a', values: [1, 2, 3, 4], colors: [4, 3, 2, 1] }],
  }
  const svg = beeswarm.draw(figure)
  expect(svg).toContain('−1.00')
  expect(pathsOf(svg, 'dots').join('').match(/h0/g)).toHaveLength(4)
  // Orange is low, and low lies at the right.
  const [first] = svg.match(/class="dots" stroke="#\w+"[^>]*d="M([\d.]+)/)!
  expect(first).toContain('#2477b8')
})

test('dependence greys exactly the intervals that hardly any rows lie in', () => {
  const figure = {
    ...common,
    kind: 'dependence' as const,
    x: { label: 'x' },
    y: { label: 'y' },
    curves: [
      {
        name: 'mean',
        points: [
          [0, 0],
          [4, 1],
        ] as const,
      },
    ],
    grid: [0, 1, 2, 4],
    density: [0.2, 0.4, 0, 0.4],
  }
  const svg = dependence.draw(figure)
  const [, x, width] = svg
    .match(/<rect class="thin" x="([\d.]+)" [^>]*width="([\d.]+)"/)!
    .map(Number)
  expect(svg.match(/class="thin"/g)).toHaveLength(1)
  // The plane reaches from 50 to 328 for 0 to 4.
  expect(x).toBeCloseTo(50 + 278 / 4, 0)
  expect(width).toBeCloseTo(278 / 4, 0)
  expect(dependence.describe(figure)).toContain('Hardly any rows lie in 1 to 2.')
  expect(dependence.draw({ ...figure, thin: 0 })).not.toContain('class="thin"')
})

test('a tree tells its questions, its leaves and the way of the lit row', () => {
  const figure = {
    ...common,
    kind: 'tree' as const,
    classNames: ['no', 'yes'],
    nodes: [
      { split: { feature: 'x', threshold: 1.5, left: 1, right: 2 }, counts: [3, 5] },
      { counts: [3, 1] },
      { counts: [0, 4] },
    ],
    path: [0, 2],
  }
  expect(tree.describe(figure)).toBe(
    'A tree of 3 nodes. x ≤ 1.5 (level 1); yes: no, 3 of 4; no: yes, 4. The lit row goes x ≤ 1.5 no, to yes, 4.',
  )
  const svg = tree.draw(figure)
  expect(svg.match(/class="branch lit"/g)).toHaveLength(1)
  // The leaf's bar is 104 wide: three quarters and a quarter, then the whole.
  const widths = [...svg.matchAll(/<rect class="fill group-\d" x=[^>]* width="([\d.]+)"/g)]
  expect(widths.map(([, width]) => Number(width))).toEqual([78, 26, 104])
})

test('a network draws every weight, negative ones dashed, the strongest last and widest', () => {
  const svg = network.draw({
    ...common,
    kind: 'network',
    columns: [
      { name: 'in', units: 2 },
      { name: 'out', units: 1 },
    ],
    weights: [[-2, 1]],
  })
  const edges = [...svg.matchAll(/class="edge (\w+)" stroke-width="([\d.]+)" stroke-opacity/g)]
  expect(edges.map(([, sign, width]) => [sign, Number(width)])).toEqual([
    ['plus', 1.7],
    ['minus', 3],
  ])
})

test('a heat map of logarithms has equal steps for equal factors', () => {
  const svg = heatMap.draw({
    ...common,
    kind: 'heatMap',
    rows: 'a',
    columns: 'b',
    rowNames: ['r'],
    columnNames: ['1', '2', '3', '4'],
    values: [[1e-6, 1e-4, 1e-2, 0]],
    scale: 'log',
  })
  const shades = [...svg.matchAll(/fill-opacity="([\d.]+)"/g)].map(([, share]) => Number(share))
  expect(shades).toEqual([0, 0.5, 1, 0])
})
