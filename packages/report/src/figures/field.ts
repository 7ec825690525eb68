import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { diverging } from '../svg/color.js'
import { tracer } from '../svg/contour.js'
import { drawing, element } from '../svg/element.js'
import { groupsOf, legend, mark } from '../svg/legend.js'
import { plane } from '../svg/plane.js'
import { showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'
import { pointSchema, type ScatterPoint } from './scatter.js'

/** A value over a plane, such as what a network says of two features, with points on it. */
export interface FieldFigure extends Figure {
  readonly kind: 'field'
  readonly x: FieldAxis
  readonly y: FieldAxis
  /** What the values are, for example `probability of lower`. */
  readonly value: string
  /** Ends of the colours: orange at the first, blue at the second. */
  readonly domain: readonly [number, number]
  /** A value whose line is drawn, such as a probability of ½. */
  readonly boundary?: number
  readonly columns: number
  /** At the centres of equal cells, row by row from the least `y`, `columns` numbers in each. */
  readonly values: readonly number[]
  /** Of at most two groups: the first orange, the second blue. */
  readonly points?: readonly ScatterPoint[]
}

/** An axis of a field, with the ends that the cells cover. */
export interface FieldAxis {
  readonly label: string
  readonly domain: readonly [number, number]
}

const bands = 10

const fieldAxis = z
  .strictObject({ label: z.string().min(1), domain: z.tuple([finite, finite]) })
  .refine(({ domain }) => domain[0] < domain[1], { message: 'it must begin below its end' })

/** Draws {@link FieldFigure}. */
export const field: FigureKind<FieldFigure> = {
  kind: 'field',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('field'),
      x: fieldAxis,
      y: fieldAxis,
      value: z.string().min(1),
      domain: z.tuple([finite, finite]),
      boundary: finite.optional(),
      columns: z.int().min(2),
      values: z.array(finite).min(4),
      points: z
        .array(pointSchema)
        .refine((all) => groupsOf(all).length <= 2, { message: 'at most two groups' })
        .optional(),
    })
    .refine(({ columns, values }) => values.length % columns === 0, {
      message: 'the values must fill whole rows of `columns`',
      path: ['values'],
    }),
  draw({ x, y, domain, boundary, columns, values, points = [] }) {
    const on = plane({ x, y }, { x: [], y: [] }, true)
    const { area, edge } = tracer(on, columns, values)
    const [from, to] = domain
    const place = (share: number): number => from + (to - from) * share
    const whole = { x: on.left, y: on.top, width: on.right - on.left, height: on.bottom - on.top }
    const groups = groupsOf(points)
    const layers = Array.from({ length: bands - 1 }, (_, i) => (i + 1) / bands).map((share) =>
      element('path', { fill: diverging(share + 0.5 / bands), d: area(place(share)) }),
    )
    return [
      drawing(on.width, on.height, [
        on.axes,
        element('rect', { ...whole, fill: diverging(0.5 / bands) }),
        ...layers,
        boundary === undefined ? '' : element('path', { class: 'boundary', d: edge(boundary) }),
        ...points.map((point) => pointMark(on.x(point.x), on.y(point.y), groups, point.group, 20)),
      ]),
      legend(groups, (group) => pointMark(12, 6, groups, group, 44)),
    ].join('')
  },
  describe({ x, y, value, boundary, values, points = [] }) {
    const share = values.filter((each) => each > (boundary ?? 0)).length / values.length
    const covered =
      boundary === undefined
        ? `It lies between ${showNumber(Math.min(...values))} and ${showNumber(Math.max(...values))}.`
        : `It is above ${showNumber(boundary)} on ${Math.round(100 * share)} % of the plane.`
    return `A map of ${value} over ${x.label} (${x.domain.map(showNumber).join(' to ')}) and ${y.label} (${y.domain.map(showNumber).join(' to ')}), with ${points.length} points. ${covered}`
  },
  data({ x, y, value, columns, values, points = [] }) {
    const rows = values.length / columns
    const centre = ({ domain: [a, b] }: FieldAxis, i: number, count: number): number =>
      Number((a + ((b - a) * (i + 0.5)) / count).toPrecision(6))
    return {
      columns: [x.label, y.label, value, 'group'],
      rows: [
        ...values.map((each, i) => [
          centre(x, i % columns, columns),
          centre(y, Math.floor(i / columns), rows),
          each,
          '',
        ]),
        ...points.map((point) => [point.x, point.y, '', point.group ?? '']),
      ],
    }
  },
}

const pointMark = (
  x: number,
  y: number,
  groups: readonly string[],
  group: string | undefined,
  size: number,
): string => {
  const index = group === undefined ? 0 : groups.indexOf(group)
  return mark(x, y, { index: index * 3, class: `on-field end-${index}`, size })
}
