import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { diverging, heatInk, inkOn } from '../svg/color.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { extentOf, showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** A table of numbers by colour, such as a confusion matrix or correlations. */
export interface HeatMapFigure extends Figure {
  readonly kind: 'heatMap'
  /** What the rows and the columns are, for example `actual` and `predicted`. */
  readonly rows: string
  readonly columns: string
  readonly rowNames: readonly string[]
  readonly columnNames: readonly string[]
  readonly values: readonly (readonly number[])[]
  /** What is written in the cells. Default: the values. */
  readonly texts?: readonly (readonly string[])[]
  /** `sequential` from the least value to the largest; `diverging` about 0. Default `sequential`. */
  readonly colors?: 'sequential' | 'diverging'
  /**
   * How values become shades of `sequential`. On `log`, values that are not above 0 get the
   * lightest. Default `linear`.
   */
  readonly scale?: 'linear' | 'log'
  /** Ends of the colours. Default: the least and the largest value; about 0, the largest size. */
  readonly domain?: readonly [number, number]
}

const width = 340
const headRoom = 16

/** Draws {@link HeatMapFigure}. */
export const heatMap: FigureKind<HeatMapFigure> = {
  kind: 'heatMap',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('heatMap'),
      rows: z.string(),
      columns: z.string(),
      rowNames: z.array(z.string()).min(1),
      columnNames: z.array(z.string()).min(1),
      values: z.array(z.array(finite)),
      texts: z.array(z.array(z.string())).optional(),
      colors: z.enum(['sequential', 'diverging']).optional(),
      scale: z.enum(['linear', 'log']).optional(),
      domain: z.tuple([finite, finite]).optional(),
    })
    .refine(({ colors, scale }) => scale !== 'log' || colors !== 'diverging', {
      message: 'colours about 0 have no logarithm',
      path: ['scale'],
    })
    .refine(({ scale, domain }) => scale !== 'log' || domain === undefined || domain[0] > 0, {
      message: 'a logarithmic domain must be above 0',
      path: ['domain'],
    })
    .refine(({ rowNames, columnNames, values }) => fits(values, rowNames, columnNames), {
      message: 'there must be a value for each row and column',
      path: ['values'],
    })
    .refine(
      ({ rowNames, columnNames, texts }) =>
        texts === undefined || fits(texts, rowNames, columnNames),
      { message: 'there must be a text for each row and column', path: ['texts'] },
    ),
  draw(figure) {
    const { rowNames, columnNames, values } = figure
    const left = Math.min(110, Math.max(14, ...rowNames.map(widthOf))) + 6
    const cell = (width - left - 1) / columnNames.length
    const longest = Math.max(...columnNames.map(widthOf))
    const isUpright = longest > cell - 2
    const top = headRoom + (isUpright ? Math.min(90, longest) : 12) + 6
    const height = Math.min(cell, 34)
    const share = shares(figure)
    const cells = values.flatMap((row, i) =>
      row.map((value, j) => {
        const [x, y] = [left + j * cell, top + i * height]
        const text = fitting(figure, i, j, cell)
        const { fill, ink } = colorsOf(figure, share(value))
        const place = { anchor: 'middle', ...ink } as const
        return [
          element('rect', { x, y, width: cell, height, ...fill }),
          text === '' ? '' : label(x + cell / 2, y + height / 2 + 4, text, place),
        ].join('')
      }),
    )
    const names = columnNames.map((name, j) => {
      const x = left + (j + 0.5) * cell
      return isUpright
        ? label(0, 0, name, {
            room: 90,
            transform: `translate(${(x + 4).toFixed(1)} ${top - 5}) rotate(-90)`,
          })
        : label(x, top - 5, name, { anchor: 'middle' })
    })
    return drawing(width, top + height * rowNames.length + 2, [
      label(0, 11, `${figure.rows} ↓   ${figure.columns} →`, { class: 'axis-label', room: width }),
      ...names,
      ...rowNames.map((name, i) =>
        label(left - 6, top + (i + 0.5) * height + 4, name, { anchor: 'end', room: left - 6 }),
      ),
      ...cells,
    ])
  },
  describe(figure) {
    const { rowNames, columnNames } = figure
    const told = rowNames.map((name, i) => {
      const cells = columnNames.map((column, j) => `${column} ${textOf(figure, i, j)}`)
      return `${figure.rows} ${name}: ${cells.join(', ')}`
    })
    return `A table of ${figure.rows} by ${figure.columns}. ${told.join('. ')}.`
  },
  data: (figure) => ({
    columns: [`${figure.rows} \\ ${figure.columns}`, ...figure.columnNames],
    rows: figure.rowNames.map((name, i) => [
      name,
      ...figure.columnNames.map((_, j) => figure.texts?.[i]?.[j] ?? figure.values[i]![j]!),
    ]),
  }),
}

const fits = (
  table: readonly (readonly unknown[])[],
  rowNames: readonly string[],
  columnNames: readonly string[],
): boolean =>
  table.length === rowNames.length && table.every((row) => row.length === columnNames.length)

const textOf = ({ texts, values }: HeatMapFigure, row: number, column: number): string =>
  texts?.[row]?.[column] ?? showNumber(values[row]![column]!)

/** A number cut short would be another number: with two digits it fits, or it is left to colour. */
function fitting(figure: HeatMapFigure, row: number, column: number, room: number): string {
  const rounded = showNumber(Number(figure.values[row]![column]!.toPrecision(2)))
  const candidates = [textOf(figure, row, column), ...(figure.texts === undefined ? [rounded] : [])]
  return candidates.find((text) => widthOf(text) <= room) ?? ''
}

/** Where a value lies between the ends of the colours, from 0 to 1. */
function shares({ values, colors, scale, domain }: HeatMapFigure): (value: number) => number {
  const all = values.flat()
  const isLog = scale === 'log'
  const size = Math.max(...all.map(Math.abs)) || 1
  const usual =
    colors === 'diverging' ? [-size, size] : extentOf(isLog ? positive(all) : all, isLog)
  const [least, most] = (domain ?? usual).map((end) => (isLog ? Math.log(end) : end))
  return (value) => {
    const place = isLog ? Math.log(Math.max(value, 0)) : value
    return Math.min(1, Math.max(0, (place - least!) / (most! - least!)))
  }
}

const positive = (values: readonly number[]): number[] => values.filter((value) => value > 0)

/** Shades of one colour fit themselves to the page; two colours are the same on every page. */
function colorsOf({ colors = 'sequential' }: HeatMapFigure, share: number) {
  if (colors === 'diverging') {
    const fill = diverging(share)
    return { fill: { fill }, ink: { class: 'cell', fill: inkOn(fill) } }
  }
  const fill = { class: 'heat', 'fill-opacity': share.toFixed(2) }
  return { fill, ink: { class: `cell ${heatInk(Number(share.toFixed(2)))}` } }
}
