import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { rankCorrelation } from '../rank-correlation.js'
import { midtone } from '../svg/color.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { type Axis, axisSchema, padded, scaleFor, showNumber, ticksBeside } from '../svg/scale.js'
import { packRows } from '../svg/swarm.js'
import { figureFields, finite } from './fields.js'

/** All dots of one feature. */
export interface BeeswarmRow {
  readonly label: string
  /** Where each dot lies on the axis. */
  readonly values: readonly number[]
  /** What colours each dot, in units of its own: orange where it is low, blue where it is high. */
  readonly colors: readonly number[]
}

/** Every data row as a dot for every feature, such as attributions coloured by the feature. */
export interface BeeswarmFigure extends Figure {
  readonly kind: 'beeswarm'
  readonly axis: Axis
  /** What the colours show, for example `value of the feature`. */
  readonly color: string
  readonly rows: readonly BeeswarmRow[]
}

const width = 340
const top = 18
const mostRowHeight = 48
const leastRowHeight = 16
const mostDots = 20_000
/** Dots of nearly the same colour share a path, which keeps the page small. */
const shades = 12

/** Draws {@link BeeswarmFigure}. */
export const beeswarm: FigureKind<BeeswarmFigure> = {
  kind: 'beeswarm',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('beeswarm'),
    axis: axisSchema,
    color: z.string().min(1),
    rows: z
      .array(
        z
          .strictObject({
            label: z.string(),
            values: z.array(finite).min(1),
            colors: z.array(finite),
          })
          .refine(({ values, colors }) => values.length === colors.length, {
            message: 'there must be a colour for each value',
            path: ['colors'],
          }),
      )
      .min(1)
      .refine((rows) => rows.reduce((sum, { values }) => sum + values.length, 0) <= mostDots, {
        message: `at most ${mostDots} dots; take some of the rows`,
      }),
  }),
  draw({ axis, color, rows }) {
    const labelRoom = Math.min(124, Math.max(...rows.map((row) => widthOf(row.label))))
    const rhoRoom = 40
    const [left, right] = [labelRoom + 8, width - rhoRoom - 6]
    const all = rows.flatMap(({ values }) => values)
    const scale = scaleFor(padded(axis, [...all, 0]), all, [left, right], 4)
    const places = rows.map(({ values }) => values.map((value) => scale(value)))
    const swarms = packRows(places, mostRowHeight)
    let bottom = top
    const drawn = rows.map((row, i) => {
      const { radius, offsets, reach } = swarms[i]!
      const height = Math.max(leastRowHeight, 2 * (reach + radius) + 4)
      const y = bottom + height / 2
      bottom += height
      const line = element('path', { class: 'grid', d: `M${left} ${y.toFixed(1)}H${right}` })
      const name = label(0, y + 4, row.label, { room: labelRoom, class: 'row-label' })
      const rho = label(width, y + 4, signed(correlationOf(row)), {
        anchor: 'end',
        class: 'row-value',
      })
      return line + name + rho + dots(row.colors, places[i]!, offsets, { y, radius })
    })
    const zero = scale(0).toFixed(1)
    return drawing(width, bottom + 58, [
      label(width, 11, 'trend', { anchor: 'end' }),
      ...drawn,
      element('path', { class: 'divide', d: `M${zero} ${top}V${bottom}` }),
      element('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }),
      ...ticksBeside(scale).map((tick) =>
        label(scale(tick), bottom + 15, showNumber(tick), { anchor: 'middle' }),
      ),
      label(width, bottom + 31, axis.label, { anchor: 'end', class: 'axis-label', room: width }),
      colorKey(color, bottom + 46),
    ])
  },
  describe({ axis, color, rows }) {
    const told = rows.map((row) => {
      const { label: name, values } = row
      const [least, most] = [Math.min(...values), Math.max(...values)]
      return `${name}: from ${showNumber(least)} to ${showNumber(most)}, rank correlation with the ${color} ${signed(correlationOf(row))}`
    })
    return `${axis.label} of ${rows[0]!.values.length} rows. ${told.join('; ')}.`
  },
  data: ({ axis, color, rows }) => ({
    columns: ['feature', axis.label, color],
    rows: rows.flatMap(({ label: name, values, colors }) =>
      values.map((value, i) => [name, value, colors[i]!]),
    ),
  }),
}

/** Says in a number what colours show: whether high values push up or down. */
const correlationOf = ({ values, colors }: BeeswarmRow): number => rankCorrelation(values, colors)

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

function dots(
  colors: readonly number[],
  places: readonly number[],
  offsets: readonly number[],
  { y, radius }: { readonly y: number; readonly radius: number },
): string {
  const sorted = colors.toSorted((a, b) => a - b)
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!
  // A few extreme values would make all others look alike.
  const [low, high] = [quantile(0.05), quantile(0.95)]
  const byShade = new Map<number, string[]>()
  places.forEach((x, i) => {
    const share = low === high ? 0.5 : (colors[i]! - low) / (high - low)
    const shade = Math.round(Math.min(1, Math.max(0, share)) * (shades - 1))
    const dot = `M${x.toFixed(1)} ${(y + offsets[i]!).toFixed(1)}h0`
    byShade.set(shade, [...(byShade.get(shade) ?? []), dot])
  })
  return [...byShade]
    .map(([shade, all]) =>
      element('path', {
        class: 'dots',
        stroke: midtone(shade / (shades - 1)),
        'stroke-width': String(Number((2 * radius).toFixed(2))),
        d: all.join(''),
      }),
    )
    .join('')
}

function colorKey(text: string, y: number): string {
  const steps = Array.from({ length: shades }, (_, i) =>
    element('rect', {
      x: 30 + 6 * i,
      y,
      width: 6.5,
      height: 8,
      fill: midtone(i / (shades - 1)),
    }),
  )
  const end = 30 + 6 * shades
  return [
    label(26, y + 8, 'low', { anchor: 'end' }),
    ...steps,
    label(end + 6, y + 8, `high ${text}`, { room: width - end - 10 }),
  ].join('')
}
