import type { Figure } from '../figure.js'
import type { FieldFigure } from '../figures/field.js'
import type { HeatMapFigure } from '../figures/heat-map.js'
import type { ImageGridFigure } from '../figures/image-grid.js'
import type { IntervalsFigure } from '../figures/intervals.js'
import type { LinesFigure } from '../figures/lines.js'
import type { ScatterFigure } from '../figures/scatter.js'
import type { TableFigure } from '../figures/table.js'
import { explanationFigures } from './explanation-figures.js'

const names = [
  'short',
  'a name that is far too long for the room that labels have in a figure',
  '0',
]

const field: FieldFigure = {
  kind: 'field',
  title: 'A field',
  see: 'It grows to the right.',
  x: { label: 'horizontal', domain: [-1, 1] },
  y: { label: 'vertical', domain: [-1, 1] },
  value: 'probability',
  domain: [0, 1],
  boundary: 0.5,
  columns: 8,
  values: Array.from({ length: 64 }, (_, i) => 1 / (1 + Math.exp(3 - (i % 8)))),
  points: [
    { x: -0.5, y: 0.1, group: 'left' },
    { x: 0.5, y: -0.3, group: 'right' },
  ],
}

const heatMap: HeatMapFigure = {
  kind: 'heatMap',
  title: 'A heat map of all shares',
  see: 'Every shade has writing on it.',
  rows: 'actual',
  columns: 'predicted',
  rowNames: Array.from({ length: 10 }, (_, i) => `row ${i}`),
  columnNames: Array.from({ length: 10 }, (_, i) => `column ${i}`),
  values: Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => (10 * i + j) / 99),
  ),
}

const correlations: HeatMapFigure = {
  ...heatMap,
  title: 'A heat map about 0',
  colors: 'diverging',
  values: heatMap.values.map((row) => row.map((value) => 2 * value - 1)),
}

const imageGrid: ImageGridFigure = {
  kind: 'imageGrid',
  title: 'Pictures',
  see: 'They are small.',
  images: names.map((caption, i) => ({
    width: 4,
    pixels: Array.from({ length: 16 }, (_, pixel) => ((pixel * (i + 3)) % 17) / 16),
    caption,
    detail: '97 % sure',
  })),
}

const intervals: IntervalsFigure = {
  kind: 'intervals',
  title: 'Intervals',
  see: 'Some are long.',
  axis: { label: 'difference', domain: [-1, 1] },
  divide: 0,
  rows: (['main', 'reference', 'good', 'neutral', 'bad'] as const).flatMap((role, i) => [
    { label: names[i % 3]!, value: i / 4 - 0.5, low: i / 4 - 0.7, high: i / 4 - 0.2, role },
    { label: `${role}, beyond`, value: 40, role, text: '+40.000 ± 0.001' },
  ]),
}

const bars: IntervalsFigure = {
  kind: 'intervals',
  title: 'Bars',
  see: 'Some go left.',
  axis: { label: 'importance' },
  bars: true,
  rows: names.map((label, i) => ({ label, value: i - 0.8 })),
}

const lines: LinesFigure = {
  kind: 'lines',
  title: 'Lines',
  see: 'They fall.',
  x: { label: 'epoch' },
  y: { label: 'loss', scale: 'log' },
  series: Array.from({ length: 6 }, (_, i) => ({
    name: `line ${i}`,
    group: `group ${i}`,
    strong: i % 2 === 0,
    points: Array.from({ length: 5 }, (_, epoch) => [epoch, 10 ** (-epoch / (i + 1))] as const),
  })),
}

const scatter: ScatterFigure = {
  kind: 'scatter',
  title: 'Points',
  see: 'They lie on a circle.',
  x: { label: 'target' },
  y: { label: 'predicted' },
  identity: true,
  points: Array.from({ length: 60 }, (_, i) => ({
    x: Math.cos(i),
    y: Math.sin(i),
    group: `group ${i % 6}`,
  })),
}

const table: TableFigure = {
  kind: 'table',
  title: 'A table',
  see: 'It is wide.',
  wide: true,
  columns: ['name', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].map((title, i) => ({
    title,
    isText: i === 0,
  })),
  rows: names.map((name, i) => [
    name,
    ...Array.from({ length: 7 }, (_, j) => (j === i ? '–' : '0.123 ± 0.456')),
  ]),
}

/** A figure of each kind, some of them twice, with what is hard to draw. */
export const everyFigure: readonly Figure[] = [
  field,
  heatMap,
  correlations,
  imageGrid,
  intervals,
  bars,
  lines,
  scatter,
  table,
  ...explanationFigures,
]
