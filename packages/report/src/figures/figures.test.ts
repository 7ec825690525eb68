import { describe, expect, test } from 'vitest'
import { everyFigure } from '../testing/every-figure.js'
import { field } from './field.js'
import { heatMap } from './heat-map.js'
import { imageGrid } from './image-grid.js'
import { figureKinds } from './index.js'
import { intervals } from './intervals.js'
import { lines } from './lines.js'
import { scatter } from './scatter.js'
import { table } from './table.js'

const common = { title: 'title', see: 'see' }
const pathsOf = (svg: string, name: string): string[] =>
  [...svg.matchAll(new RegExp(`<path class="[^"]*\\b${name}\\b[^"]*"[^>]* d="([^"]*)"`, 'g'))].map(
    ([, d]) => d!,
  )

describe.each(figureKinds)('$kind', (kind) => {
  const figure = everyFigure.find((other) => other.kind === kind.kind)!

  test('has an example, which is drawn with numbers only', () => {
    expect(kind.schema.safeParse(figure).error).toBeUndefined()
    expect(kind.draw(figure)).not.toMatch(/NaN|Infinity|undefined|null/)
  })

  test('says in words what it shows, unless it is words', () => {
    const text = kind.describe(figure)
    expect(text === '').toBe(kind.kind === 'table')
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/)
  })

  test('gives its data as a whole table', () => {
    const { columns, rows } = kind.data(figure)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.length === columns.length)).toBe(true)
  })

  test('draws the same figure the same way', () => {
    expect(kind.draw(figure)).toBe(kind.draw(structuredClone(figure)))
  })
})

describe('lines', () => {
  const of = (points: [number, number][], scale: 'linear' | 'log' = 'log') =>
    lines.draw({
      ...common,
      kind: 'lines',
      x: { label: 'epoch' },
      y: { label: 'loss', scale },
      series: [{ name: 'a', points }],
    })

  test('go from top left to bottom right, evenly on a logarithmic axis', () => {
    const [curve] = pathsOf(
      of([
        [1, 1],
        [2, 0.1],
        [3, 0.01],
      ]),
      'line',
    )
    expect(curve).toBe('M50,22L189,106L328,190')
  })

  test.each([
    [[[1, 0.5]]],
    [[[1, 0.5] as [number, number], [2, 0.5]]],
    [
      [
        [1, 1],
        [2, 0],
      ],
    ],
  ])('%j gives numbers only', (points) => {
    expect(of(points as [number, number][])).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('the strong line is drawn last, over the others', () => {
    const series = [
      { name: 'median', strong: true, points: [[0, 1] as const, [1, 1] as const] },
      { name: 'seed', points: [[0, 0] as const, [1, 2] as const] },
    ]
    const svg = lines.draw({
      ...common,
      kind: 'lines',
      x: { label: 'x' },
      y: { label: 'y' },
      series,
    })
    expect(svg.lastIndexOf('strong')).toBeGreaterThan(svg.lastIndexOf('group-0"'))
  })

  test('data have a column for each line where places agree, and else a row for each point', () => {
    const figure = (points: [number, number][]) => ({
      ...common,
      kind: 'lines' as const,
      x: { label: 'epoch' },
      y: { label: 'loss' },
      series: [
        { name: 'a', points: [[1, 10] as const, [2, 20] as const] },
        { name: 'b', points },
      ],
    })
    expect(
      lines.data(
        figure([
          [1, 5],
          [2, 6],
        ]),
      ),
    ).toEqual({
      columns: ['epoch', 'a', 'b'],
      rows: [
        [1, 10, 5],
        [2, 20, 6],
      ],
    })
    expect(lines.data(figure([[3, 5]])).rows).toEqual([
      ['a', '', 1, 10],
      ['a', '', 2, 20],
      ['b', '', 3, 5],
    ])
  })
})

describe('intervals', () => {
  const draw = (rows: Parameters<typeof intervals.draw>[0]['rows'], bars = false) =>
    intervals.draw({
      ...common,
      kind: 'intervals',
      axis: { label: 'score', domain: [0, 1] },
      rows,
      bars,
    })
  const reach = (d: string) =>
    d
      .match(/^M([\d.]+) .*H([\d.]+)$/)!
      .slice(1)
      .map(Number)

  test('a whisker is as long as its interval is on the axis', () => {
    const svg = draw([
      { label: 'a', value: 0.5, low: 0.25, high: 0.75 },
      { label: 'b', value: 0.5, low: 0, high: 1 },
    ])
    const [half, whole] = pathsOf(svg, 'whisker').map(reach)
    expect(half![1]! - half![0]!).toBeCloseTo((whole![1]! - whole![0]!) / 2, 0)
  })

  test('a value beyond the axis is an arrow, and its interval is drawn as far as it reaches', () => {
    const svg = draw([{ label: 'a', value: 3, low: 0.5, high: 5.5 }])
    expect(pathsOf(svg, 'beyond')).toHaveLength(1)
    expect(pathsOf(svg, 'mark')).toHaveLength(0)
    expect(pathsOf(svg, 'whisker')).toHaveLength(1)
  })

  test('bars run from the dividing line', () => {
    const svg = intervals.draw({
      ...common,
      kind: 'intervals',
      axis: { label: 'share', domain: [-1, 1] },
      divide: 0,
      bars: true,
      rows: [
        { label: 'a', value: 1 },
        { label: 'b', value: -0.5 },
      ],
    })
    const [right, left] = pathsOf(svg, 'bar').map(reach)
    expect(right![0]).toBe(left![0])
    expect(right![1]! - right![0]!).toBeCloseTo(2 * (left![0]! - left![1]!), 0)
  })
})

test('a heat map writes every value, and cells are the darker the larger they are', () => {
  const svg = heatMap.draw({
    ...common,
    kind: 'heatMap',
    rows: 'actual',
    columns: 'predicted',
    rowNames: ['a', 'b'],
    columnNames: ['a', 'b'],
    values: [
      [1, 0],
      [0.25, 0.75],
    ],
  })
  const shades = [...svg.matchAll(/fill-opacity="([\d.]+)"/g)].map(([, share]) => Number(share))
  expect(shades).toEqual([1, 0, 0.25, 0.75])
  for (const text of ['>1<', '>0<', '>0.25<', '>0.75<']) expect(svg).toContain(text)
})

describe('field', () => {
  // The value grows from left to right, so that 0.5 is passed in the middle.
  const columns = 10
  const values = Array.from({ length: 100 }, (_, i) => (i % columns) / (columns - 1))
  const axis = { label: 'x', domain: [0, 1] as const }
  const svg = field.draw({
    ...common,
    kind: 'field',
    x: axis,
    y: axis,
    value: 'p',
    domain: [0, 1],
    boundary: 0.5,
    columns,
    values,
  })

  test('the boundary lies where the value is passed, and not along the edge', () => {
    const [boundary] = pathsOf(svg, 'boundary')
    const drawn = [...boundary!.matchAll(/L([\d.]+) /g)].map(([, x]) => Number(x))
    expect(drawn.length).toBeGreaterThan(columns)
    for (const x of drawn) expect(x).toBeCloseTo((50 + 328) / 2, 0)
  })

  test('areas reach into the corners', () => {
    expect(svg).toContain('L328.0 22.0')
    expect(svg).toContain('328.0 300.0')
  })
})

test('a picture has each pixel once, paper left out', () => {
  const svg = imageGrid.draw({
    ...common,
    kind: 'imageGrid',
    images: [{ width: 2, pixels: [0, 1, 0.5, 1], caption: 'four' }],
  })
  expect(svg.match(/h1v1h-1z/g)).toHaveLength(3)
  expect(svg).toContain('M1 0h1v1h-1zM1 1h1v1h-1z')
})

test('points of one group have a shape of their own', () => {
  const svg = scatter.draw({
    ...common,
    kind: 'scatter',
    x: { label: 'x' },
    y: { label: 'y' },
    points: [
      { x: 0, y: 0, group: 'a' },
      { x: 1, y: 1, group: 'b' },
    ],
  })
  const shapes = pathsOf(svg, 'point')
  expect(shapes).toHaveLength(4)
  expect(shapes[0]).not.toBe(shapes[1])
})

test('a cell of a table knows its column, for cards', () => {
  const html = table.draw({
    ...common,
    kind: 'table',
    columns: [{ title: 'task', isText: true }, { title: 'loss' }],
    rows: [['xor', '–']],
  })
  expect(html).toContain('<th role="rowheader" scope="row" class="text" data-title="task">')
  expect(html).toContain('<td role="cell" class="absent" data-title="loss">')
})
