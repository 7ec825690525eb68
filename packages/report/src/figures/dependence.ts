import { line } from 'd3-shape'
import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element } from '../svg/element.js'
import { groupLimit, legend } from '../svg/legend.js'
import { type Plane, plane } from '../svg/plane.js'
import { type Axis, axisSchema, showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** A curve over the grid, such as the partial dependence or accumulated local effects. */
export interface DependenceLine {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** How an answer goes with a feature: curves, single rows behind them, and where there are data. */
export interface DependenceFigure extends Figure {
  readonly kind: 'dependence'
  readonly x: Axis
  readonly y: Axis
  readonly curves: readonly DependenceLine[]
  /** Places of the single rows' curves and of `density`, in ascending order. */
  readonly grid: readonly number[]
  /** A curve for each of some rows, drawn thin; one value for each place of the grid. */
  readonly individual?: readonly (readonly number[])[]
  /** Share of all rows in the interval that ends at each place of the grid. */
  readonly density?: readonly number[]
  /** Intervals with a smaller share of rows are greyed: what curves say there is guesswork. Default 0.01. */
  readonly thin?: number
}

const densityHeight = 22
const defaultThin = 0.01

/** Draws {@link DependenceFigure}. */
export const dependence: FigureKind<DependenceFigure> = {
  kind: 'dependence',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('dependence'),
      x: axisSchema,
      y: axisSchema,
      curves: z
        .array(
          z.strictObject({ name: z.string(), points: z.array(z.tuple([finite, finite])).min(2) }),
        )
        .min(1)
        .max(groupLimit),
      grid: z
        .array(finite)
        .min(2)
        .refine((grid) => grid.every((place, i) => i === 0 || place > grid[i - 1]!), {
          message: 'the grid must ascend',
        }),
      individual: z.array(z.array(finite)).optional(),
      density: z.array(z.number().min(0).max(1)).optional(),
      thin: z.number().min(0).max(1).optional(),
    })
    .refine(({ grid, individual = [] }) => individual.every((row) => row.length === grid.length), {
      message: 'each row must have a value for each place of the grid',
      path: ['individual'],
    })
    .refine(({ grid, density = grid }) => density.length === grid.length, {
      message: 'there must be a share for each place of the grid',
      path: ['density'],
    }),
  draw(figure) {
    const { x, y, curves, grid, individual = [] } = figure
    const all = curves.flatMap(({ points }) => points)
    const on = plane(
      { x, y },
      {
        x: [...grid, ...all.map(([a]) => a)],
        y: [...individual.flat(), ...all.map(([, b]) => b)],
      },
    )
    const path = line<readonly [number, number]>(
      ([a]) => on.x(a),
      ([, b]) => on.y(b),
    ).digits(1)
    const rows = individual.map((row) => path(row.map((value, i) => [grid[i]!, value] as const))!)
    const names = curves.map(({ name }) => name)
    return [
      drawing(on.width, on.height, [
        thinParts(figure, on),
        on.axes,
        densityBars(figure, on),
        element('path', { class: 'individual', d: rows.join('') }),
        ...curves.map(({ points }, i) =>
          element('path', { class: `line strong group-${i}`, d: path(points)! }),
        ),
      ]),
      legend([...names, ...(rows.length > 0 ? [rowsName(rows.length)] : [])], (_, i) =>
        element('path', {
          class: i < names.length ? `line strong group-${i}` : 'individual sample',
          d: 'M1 6H23',
        }),
      ),
    ].join('')
  },
  describe(figure) {
    const { x, y, curves, individual = [], density } = figure
    const told = curves.map(({ name, points }) => {
      const values = points.map(([, b]) => b)
      const [first, last] = [points[0]!, points.at(-1)!]
      return `${name} goes from ${showNumber(first[1])} at ${showNumber(first[0])} to ${showNumber(last[1])} at ${showNumber(last[0])}, between ${showNumber(Math.min(...values))} and ${showNumber(Math.max(...values))}.`
    })
    const rows = individual.length === 0 ? '' : ` Behind them ${rowsName(individual.length)}.`
    const thin = intervalsOf(figure).filter(({ isThin }) => isThin)
    const greyed = thin.map(({ from, to }) => `${showNumber(from)} to ${showNumber(to)}`)
    const sparse =
      density === undefined
        ? ''
        : thin.length === 0
          ? ' There are rows in every interval.'
          : ` Hardly any rows lie in ${greyed.join(', ')}.`
    return `${y.label} over ${x.label}. ${told.join(' ')}${rows}${sparse}`
  },
  data: ({ x, y, curves, grid, individual = [], density }) => ({
    columns: ['line', x.label, y.label],
    rows: [
      ...curves.flatMap(({ name, points }) => points.map(([a, b]) => [name, a, b])),
      ...individual.flatMap((row, r) => row.map((value, i) => [`row ${r}`, grid[i]!, value])),
      ...(density ?? []).map((share, i) => ['share of rows up to here', grid[i]!, share]),
    ],
  }),
}

const rowsName = (count: number): string => (count === 1 ? 'a single row' : `${count} single rows`)

/** The intervals of the grid; what lies before its first place is outside of the figure. */
const intervalsOf = ({ grid, density = [], thin = defaultThin }: DependenceFigure) =>
  density.slice(1).map((share, i) => ({
    from: grid[i]!,
    to: grid[i + 1]!,
    share,
    isThin: share < thin,
  }))

const thinParts = (figure: DependenceFigure, on: Plane): string =>
  intervalsOf(figure)
    .filter(({ isThin }) => isThin)
    .map(({ from, to }) =>
      element('rect', {
        class: 'thin',
        x: on.x(from),
        y: on.top,
        width: on.x(to) - on.x(from),
        height: on.bottom - on.top,
      }),
    )
    .join('')

function densityBars(figure: DependenceFigure, on: Plane): string {
  const all = intervalsOf(figure)
  const most = Math.max(0, ...all.map(({ share, from, to }) => share / (to - from)))
  if (most === 0) return ''
  const bars = all.map(({ from, to, share }) => {
    const height = (densityHeight * share) / (to - from) / most
    return `M${on.x(from).toFixed(1)} ${on.bottom}V${(on.bottom - height).toFixed(1)}H${on.x(to).toFixed(1)}V${on.bottom}Z`
  })
  return element('path', { class: 'density', d: bars.join('') })
}
