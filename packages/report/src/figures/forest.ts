import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { groupClass, groupLimit, groupsOf, legend, mark } from '../svg/legend.js'
import {
  type Axis,
  axisSchema,
  padded,
  type Scale,
  scaleFor,
  showNumber,
  ticksBeside,
} from '../svg/scale.js'
import { figureFields, intervalSchema } from './fields.js'

/** A value with the ends of its interval, of one of the groups that are held side by side. */
export interface ForestMarker {
  readonly group: string
  readonly value: number
  readonly low?: number | undefined
  readonly high?: number | undefined
}

/** What the markers of a row are about, such as a feature. */
export interface ForestRow {
  readonly label: string
  readonly markers: readonly ForestMarker[]
}

/** Several markers in each row on one axis, such as importances by several methods. */
export interface ForestFigure extends Figure {
  readonly kind: 'forest'
  readonly axis: Axis
  readonly rows: readonly ForestRow[]
  /** Where a line is drawn that divides what matters, such as no importance. */
  readonly divide?: number
}

const width = 340
const top = 6
const markerHeight = 9
const rowGap = 7

/** Draws {@link ForestFigure}. */
export const forest: FigureKind<ForestFigure> = {
  kind: 'forest',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('forest'),
    axis: axisSchema,
    rows: z
      .array(
        z.strictObject({
          label: z.string(),
          markers: z.array(intervalSchema({ group: z.string().min(1) })).min(1),
        }),
      )
      .min(1)
      .refine((rows) => groupsOf(markersOf(rows)).length <= groupLimit, {
        message: `at most ${groupLimit} groups can be told apart`,
      })
      .refine((rows) => rows.every(({ markers }) => groupsOf(markers).length === markers.length), {
        message: 'a row has at most one marker of each group',
      }),
    divide: z.number().optional(),
  }),
  draw({ axis, rows, divide }) {
    const groups = groupsOf(markersOf(rows))
    const labelRoom = Math.min(130, Math.max(...rows.map((row) => widthOf(row.label))))
    const [left, right] = [labelRoom + 8, width - 8]
    const rowHeight = markerHeight * groups.length + rowGap
    const bottom = top + rowHeight * rows.length
    const ends = markersOf(rows).flatMap(({ value, low = value, high = value }) => [low, high])
    const anchors = divide === undefined ? [] : [divide]
    const scale = scaleFor(padded(axis, [...ends, ...anchors]), ends, [left, right], 4)
    const drawn = rows.map((row, i) => {
      const from = top + rowHeight * i
      return [
        label(0, from + rowHeight / 2 + 4, row.label, { room: labelRoom, class: 'row-label' }),
        ...row.markers.map((marker) => {
          const index = groups.indexOf(marker.group)
          return picture(marker, from + rowGap / 2 + markerHeight * (index + 0.5), index, scale)
        }),
      ].join('')
    })
    const divisions = rows.slice(1).map((_, i) => `M0 ${top + rowHeight * (i + 1)}H${right}`)
    return [
      drawing(width, bottom + 36, [
        element('path', { class: 'grid', d: divisions.join('') }),
        element('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }),
        ...ticksBeside(scale).map((tick) =>
          label(scale(tick), bottom + 15, showNumber(tick), { anchor: 'middle' }),
        ),
        divide === undefined
          ? ''
          : element('path', {
              class: 'divide',
              d: `M${scale(divide).toFixed(1)} ${top}V${bottom}`,
            }),
        ...drawn,
        label(width, bottom + 31, axis.label, { anchor: 'end', class: 'axis-label', room: width }),
      ]),
      legend(groups, (group, index) =>
        mark(12, 6, { index, class: `mark ${groupClass(group, groups)}`, size: 40 }),
      ),
    ].join('')
  },
  describe({ axis, rows }) {
    const told = rows.map(({ label: name, markers }) => {
      const each = markers.map((marker) => `${marker.group} ${textOf(marker)}`)
      return `${name}: ${each.join(', ')}`
    })
    return `${axis.label}. ${told.join('; ')}.`
  },
  data: ({ axis, rows }) => ({
    columns: ['row', 'group', axis.label, 'low', 'high'],
    rows: rows.flatMap(({ label: name, markers }) =>
      markers.map(({ group, value, low, high }) => [name, group, value, low ?? '', high ?? '']),
    ),
  }),
}

const markersOf = (rows: readonly ForestRow[]): ForestMarker[] =>
  rows.flatMap(({ markers }) => markers)

const textOf = ({ value, low, high }: ForestMarker): string =>
  low === undefined || high === undefined
    ? showNumber(value)
    : `${showNumber(value)} (${showNumber(low)} to ${showNumber(high)})`

/** The mark on its whisker; beyond the ends of the axis, both end there as an arrow. */
function picture(
  { value, low = value, high = value }: ForestMarker,
  y: number,
  index: number,
  scale: Scale,
): string {
  const [least, most] = scale.domain
  const place = (end: number): string => scale(Math.min(most, Math.max(least, end))).toFixed(1)
  const whisker = element('path', {
    class: `whisker group-${index}`,
    d: `M${place(low)} ${y}H${place(high)}`,
  })
  const line = low < high ? whisker : ''
  if (value >= least && value <= most) {
    return line + mark(scale(value), y, { index, class: `mark group-${index}`, size: 24 })
  }
  const length = value < least ? -5 : 5
  const end = scale(value < least ? least : most)
  const arrow = `M${(end - length).toFixed(1)} ${y - 3}l${length} 3l${-length} 3`
  return line + element('path', { class: `whisker group-${index}`, d: arrow })
}
