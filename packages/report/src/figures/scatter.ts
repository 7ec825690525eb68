import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element } from '../svg/element.js'
import { groupClass, groupLimit, groupsOf, legend, mark } from '../svg/legend.js'
import { plane } from '../svg/plane.js'
import { type Axis, axisSchema, extentOf, showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** A point of a scatter plot. */
export interface ScatterPoint {
  readonly x: number
  readonly y: number
  /** Points of one group share colour, shape and an entry of the legend. */
  readonly group?: string
}

/** Points over two axes. */
export interface ScatterFigure extends Figure {
  readonly kind: 'scatter'
  readonly x: Axis
  readonly y: Axis
  readonly points: readonly ScatterPoint[]
  /** Whether the line is drawn on which both coordinates are equal; both axes are then alike. */
  readonly identity?: boolean
}

/** Checks a {@link ScatterPoint}. */
export const pointSchema = z.strictObject({ x: finite, y: finite, group: z.string().optional() })

/** Draws {@link ScatterFigure}. */
export const scatter: FigureKind<ScatterFigure> = {
  kind: 'scatter',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('scatter'),
    x: axisSchema,
    y: axisSchema,
    points: z
      .array(pointSchema)
      .min(1)
      .refine((all) => groupsOf(all).length <= groupLimit, {
        message: `at most ${groupLimit} groups can be told apart`,
      }),
    identity: z.boolean().optional(),
  }),
  draw({ x, y, points, identity = false }) {
    const groups = groupsOf(points)
    const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)]
    const both = [...xs, ...ys]
    const on = plane({ x, y }, identity ? { x: both, y: both } : { x: xs, y: ys }, identity)
    const [least, most] = on.x.domain
    const line = `M${on.x(least)} ${on.y(least)}L${on.x(most)} ${on.y(most)}`
    return [
      drawing(on.width, on.height, [
        on.axes,
        identity ? element('path', { class: 'divide', d: line }) : '',
        ...points.map((point) => {
          const index = point.group === undefined ? 0 : groups.indexOf(point.group)
          const named = `point ${groupClass(point.group, groups)}`
          return mark(on.x(point.x), on.y(point.y), { index, class: named, size: 16 })
        }),
      ]),
      legend(groups, (group, index) =>
        mark(12, 6, { index, class: `point ${groupClass(group, groups)}`, size: 40 }),
      ),
    ].join('')
  },
  describe({ x, y, points, identity = false }) {
    const range = (values: readonly number[]): string =>
      extentOf(values).map(showNumber).join(' to ')
    const groups = groupsOf(points)
    const counts = groups.map(
      (group) => `${points.filter((point) => point.group === group).length} of ${group}`,
    )
    const split = groups.length > 1 ? `: ${counts.join(', ')}` : ''
    const line = identity ? ' A line marks where both are equal.' : ''
    return `${points.length} points${split}. ${x.label} ${range(points.map((point) => point.x))}; ${y.label} ${range(points.map((point) => point.y))}.${line}`
  },
  data: ({ x, y, points }) => ({
    columns: [x.label, y.label, 'group'],
    rows: points.map((point) => [point.x, point.y, point.group ?? '']),
  }),
}
