import { element, label } from './element.js'
import { type Axis, type Scale, scaleFor, showNumber, ticksBeside } from './scale.js'

const width = 340
const inset = { left: 50, right: 12, top: 22, bottom: 36 }

/** A plane with two axes, drawn; what lies in it is placed by `x` and `y`. */
export interface Plane {
  readonly x: Scale
  readonly y: Scale
  readonly width: number
  readonly height: number
  /** The rectangle between the axes. */
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Lines and labels of the axes. */
  readonly axes: string
}

/** A plane for points; with `square`, both axes get the same length. */
export function plane(
  axes: { readonly x: Axis; readonly y: Axis },
  points: { readonly x: readonly number[]; readonly y: readonly number[] },
  square = false,
): Plane {
  const right = width - inset.right
  const bottom = inset.top + (square ? right - inset.left : 168)
  const height = bottom + inset.bottom
  const x = scaleFor(axes.x, points.x, [inset.left, right], 5)
  const y = scaleFor(axes.y, points.y, [bottom, inset.top], 5)
  const xTicks = ticksBeside(x)
  const lines = [
    ...y.ticks.map((tick) => `M${inset.left} ${y(tick).toFixed(1)}H${right}`),
    ...xTicks.map((tick) => `M${x(tick).toFixed(1)} ${bottom}v4`),
  ]
  const drawn = [
    element('path', { class: 'grid', d: lines.join('') }),
    element('path', { class: 'axis', d: `M${inset.left} ${inset.top}V${bottom}H${right}` }),
    ...y.ticks.map((tick) =>
      label(inset.left - 5, y(tick) + 4, showNumber(tick), { anchor: 'end' }),
    ),
    ...xTicks.map((tick, i) =>
      label(x(tick), bottom + 16, showNumber(tick), {
        // The last would be cut off by the edge.
        anchor: i === xTicks.length - 1 && x(tick) > right - 12 ? 'end' : 'middle',
      }),
    ),
    label(4, 13, axes.y.label, { class: 'axis-label', room: width - 8 }),
    label(right, bottom + 31, axes.x.label, { anchor: 'end', class: 'axis-label', room: right }),
  ]
  const { left, top } = inset
  return { x, y, width, height, left, top, right, bottom, axes: drawn.join('') }
}
