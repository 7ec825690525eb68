import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { mark } from '../svg/legend.js'
import {
  type Axis,
  axisSchema,
  padded,
  type Scale,
  scaleFor,
  showNumber,
  ticksBeside,
} from '../svg/scale.js'
import { toneSigns } from '../tone.js'
import { figureFields, finite, intervalSchema } from './fields.js'

/** A value and the ends of its interval, in a row of its own. */
export interface IntervalRow {
  readonly label: string
  readonly value: number
  readonly low?: number
  readonly high?: number
  /** The value as it is written at the right; the value itself by default. */
  readonly text?: string
  /** `reference` is what the others are held against; tones are verdicts. Default `main`. */
  readonly role?: 'main' | 'reference' | 'good' | 'neutral' | 'bad'
}

/** Values with intervals under one another, such as scores, differences or importances. */
export interface IntervalsFigure extends Figure {
  readonly kind: 'intervals'
  readonly axis: Axis
  readonly rows: readonly IntervalRow[]
  /** Where a line is drawn that divides what matters, such as no difference. */
  readonly divide?: number
  /** Whether bars run from `divide`, or 0, to the values. */
  readonly bars?: boolean
}

const width = 340
const rowHeight = 20
const top = 6
const gap = 8

/** Draws {@link IntervalsFigure}: forest plots, dots, bars. */
export const intervals: FigureKind<IntervalsFigure> = {
  kind: 'intervals',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('intervals'),
    axis: axisSchema,
    rows: z
      .array(
        intervalSchema({
          label: z.string(),
          text: z.string().optional(),
          role: z.enum(['main', 'reference', 'good', 'neutral', 'bad']).optional(),
        }),
      )
      .min(1),
    divide: finite.optional(),
    bars: z.boolean().optional(),
  }),
  draw({ axis, rows, divide, bars = false }) {
    const labelRoom = Math.min(130, Math.max(...rows.map((row) => widthOf(row.label))))
    const textRoom = Math.min(110, Math.max(...rows.map((row) => widthOf(textOf(row)))))
    const [left, right] = [labelRoom + gap, width - textRoom - gap]
    const bottom = top + rowHeight * rows.length
    const ends = rows.flatMap(({ value, low = value, high = value }) => [low, high])
    const anchors = divide === undefined ? (bars ? [0] : []) : [divide]
    const scale = scaleFor(padded(axis, [...ends, ...anchors]), ends, [left, right], 4)
    const drawn = rows.map((row, i) => {
      const y = top + rowHeight * (i + 0.5)
      return [
        label(0, y + 4, row.label, { room: labelRoom, class: 'row-label' }),
        picture(row, { y, scale, from: anchors[0], bars }),
        label(width, y + 4, textOf(row), { anchor: 'end', class: 'row-value', room: textRoom }),
      ].join('')
    })
    return drawing(width, bottom + 36, [
      element('path', { class: 'grid', d: rowLines(rows.length, left, right) }),
      element('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }),
      ...ticksBeside(scale).map((tick) =>
        label(scale(tick), bottom + 15, showNumber(tick), { anchor: 'middle' }),
      ),
      divide === undefined
        ? ''
        : element('path', { class: 'divide', d: `M${scale(divide).toFixed(1)} ${top}V${bottom}` }),
      ...drawn,
      label(width, bottom + 31, axis.label, { anchor: 'end', class: 'axis-label', room: width }),
    ])
  },
  describe({ axis, rows, divide }) {
    const told = rows.map((row) => {
      const { role = 'main' } = row
      const tone = role === 'main' || role === 'reference' ? '' : ` (${toneSigns[role].name})`
      return `${row.label}: ${textOf(row)}${interval(row)}${tone}`
    })
    const line = divide === undefined ? '' : ` A line marks ${showNumber(divide)}.`
    return `${axis.label}. ${told.join('; ')}.${line}`
  },
  data: ({ axis, rows }) => ({
    columns: ['row', axis.label, 'low', 'high'],
    rows: rows.map(({ label: name, value, low, high }) => [name, value, low ?? '', high ?? '']),
  }),
}

const textOf = ({ value, text }: IntervalRow): string => text ?? showNumber(value)

const interval = ({ low, high }: IntervalRow): string =>
  low === undefined || high === undefined ? '' : ` (${showNumber(low)} to ${showNumber(high)})`

function rowLines(rows: number, left: number, right: number): string {
  const places = Array.from({ length: rows }, (_, i) => top + rowHeight * (i + 0.5))
  return places.map((y) => `M${left} ${y}H${right}`).join('')
}

const shapes = { main: 0, reference: 2, good: 5, neutral: 3, bad: 5 } as const

function picture(
  { value, low = value, high = value, role = 'main' }: IntervalRow,
  place: { y: number; scale: Scale; from: number | undefined; bars: boolean },
): string {
  const { y, scale, bars, from = 0 } = place
  const [least, most] = scale.domain
  const x = scale(value)
  const clamp = (end: number): string => scale(Math.min(most, Math.max(least, end))).toFixed(1)
  const bar = element('path', {
    class: `bar ${role}`,
    d: `M${clamp(from)} ${y}H${clamp(value)}`,
  })
  const whisker = element('path', {
    class: `whisker ${role}`,
    d: `M${clamp(low)} ${y}H${clamp(high)}`,
  })
  const lines = (bars ? bar : '') + (low < high ? whisker : '')
  if (value < least) return lines + arrow(scale(least), y, -6, role)
  if (value > most) return lines + arrow(scale(most), y, 6, role)
  const dot = mark(x, y, { index: shapes[role], class: `mark ${role}` })
  return lines + (bars ? '' : role === 'bad' ? turned(dot, x, y) : dot)
}

/** Worse points down, as better points up. */
const turned = (dot: string, x: number, y: number): string =>
  element('g', { transform: `rotate(180 ${x.toFixed(1)} ${y.toFixed(1)})` }, [dot])

/** Says that a value lies beyond the end of the axis, in which direction. */
const arrow = (x: number, y: number, length: number, role: string): string =>
  element('path', {
    class: `beyond ${role}`,
    d: `M${(x - length).toFixed(1)} ${y - 4}l${length} 4l${-length} 4`,
  })
