import { line } from 'd3-shape'
import { z } from 'zod'
import type { DataTable, Figure, FigureKind } from '../figure.js'
import { drawing, element } from '../svg/element.js'
import { groupClass, groupLimit, groupsOf, legend } from '../svg/legend.js'
import { plane } from '../svg/plane.js'
import { type Axis, axisSchema, extentOf, showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** A line through points, from left to right. */
export interface Series {
  readonly name: string
  /** Lines of one group share a colour and an entry of the legend. */
  readonly group?: string
  /** Drawn thick and last, as a median among single runs is. */
  readonly strong?: boolean
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Lines over two axes, such as learning curves. */
export interface LinesFigure extends Figure {
  readonly kind: 'lines'
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
}

const series = z.strictObject({
  name: z.string(),
  group: z.string().optional(),
  strong: z.boolean().optional(),
  points: z.array(z.tuple([finite, finite])).min(1),
})

/** Draws {@link LinesFigure}. */
export const lines: FigureKind<LinesFigure> = {
  kind: 'lines',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('lines'),
    x: axisSchema,
    y: axisSchema,
    series: z
      .array(series)
      .min(1)
      .refine((all) => groupsOf(all).length <= groupLimit, {
        message: `at most ${groupLimit} groups can be told apart`,
      }),
  }),
  draw({ x, y, series }) {
    const groups = groupsOf(series)
    const all = series.flatMap(({ points }) => points)
    const on = plane({ x, y }, { x: all.map(([a]) => a), y: all.map(([, b]) => b) })
    const path = line<readonly [number, number]>(
      ([a]) => on.x(a),
      ([, b]) => on.y(b),
    ).digits(1)
    const curve = ({ points, group, strong }: Series): string =>
      element('path', {
        class: `line ${groupClass(group, groups)}${strong ? ' strong' : ''}`,
        // A line of one point has no length, so that only its round end is seen.
        d: points.length === 1 ? `${path(points)!.replace('Z', '')}h0` : path(points)!,
      })
    const ordered = series.toSorted((a, b) => Number(a.strong ?? false) - Number(b.strong ?? false))
    return [
      drawing(on.width, on.height, [on.axes, ...ordered.map(curve)]),
      legend(groups, (group) =>
        element('path', { class: `line strong ${groupClass(group, groups)}`, d: 'M1 6H23' }),
      ),
    ].join('')
  },
  describe({ x, y, series }) {
    const [shown, all] = [series.filter(({ strong }) => strong), series.length]
    const told = (shown.length > 0 ? shown : series)
      .slice(0, groupLimit)
      .map(({ name, points }) => {
        const [first, last] = [points[0]!, points.at(-1)!]
        const [least] = extentOf(points.map(([, b]) => b))
        return `${name} goes from ${showNumber(first[1])} at ${showNumber(first[0])} to ${showNumber(last[1])} at ${showNumber(last[0])}, least ${showNumber(Math.min(least, ...points.map(([, b]) => b)))}.`
      })
    return `${all} ${all === 1 ? 'line' : 'lines'} of ${y.label} over ${x.label}${y.scale === 'log' ? ', on a logarithmic scale' : ''}. ${told.join(' ')}`
  },
  data: ({ x, y, series }) => (isAligned(series) ? sideBySide(x, series) : oneByOne(x, y, series)),
}

const isAligned = (series: readonly Series[]): boolean =>
  series.every(
    ({ points }) =>
      points.length === series[0]!.points.length &&
      points.every(([a], i) => a === series[0]!.points[i]![0]),
  )

/** A column for each line, where all have points at the same places. */
const sideBySide = (x: Axis, series: readonly Series[]): DataTable => ({
  columns: [x.label, ...series.map(({ name }) => name)],
  rows: series[0]!.points.map(([a], i) => [a, ...series.map(({ points }) => points[i]![1])]),
})

const oneByOne = (x: Axis, y: Axis, series: readonly Series[]): DataTable => ({
  columns: ['line', 'group', x.label, y.label],
  rows: series.flatMap(({ name, group = '', points }) =>
    points.map(([a, b]) => [name, group, a, b]),
  ),
})
