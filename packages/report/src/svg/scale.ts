import { scaleLinear, scaleLog } from 'd3-scale'
import { z } from 'zod'
import { widthOf } from './element.js'
import { showNumber } from './show-number.js'

export { showNumber }

/** An axis: what it measures, and how. */
export interface Axis {
  readonly label: string
  /** Default `linear`. On `log`, values that are not above 0 are drawn at the least that is. */
  readonly scale?: 'linear' | 'log'
  /** Ends, least first. Default: those of the data. */
  readonly domain?: readonly [number, number]
}

/** A scale from values to places, with what to write along it. */
export interface Scale {
  (value: number): number
  readonly ticks: readonly number[]
  readonly domain: readonly [number, number]
}

/** Checks an {@link Axis}. */
export const axisSchema = z
  .strictObject({
    label: z.string().min(1),
    scale: z.enum(['linear', 'log']).optional(),
    domain: z.tuple([z.number(), z.number()]).optional(),
  })
  .refine(({ domain }) => domain === undefined || domain[0] < domain[1], {
    message: 'the domain must begin below its end',
    path: ['domain'],
  })
  .refine(({ scale, domain }) => scale !== 'log' || domain === undefined || domain[0] > 0, {
    message: 'a logarithmic domain must be above 0',
    path: ['domain'],
  })

/** The scale of an axis for some values, over a range of places, with about that many ticks. */
export function scaleFor(
  { scale = 'linear', domain }: Axis,
  values: readonly number[],
  range: readonly [number, number],
  tickCount: number,
): Scale {
  const isLog = scale === 'log'
  const ends = domain ?? extentOf(isLog ? values.filter((value) => value > 0) : values, isLog)
  const made = (isLog ? scaleLog() : scaleLinear()).domain(ends).range(range)
  const place = (value: number): number => made(Math.max(value, isLog ? ends[0] : value))
  const ticks = made.ticks(tickCount)
  return Object.assign(place, { ticks: isLog ? fewest(ticks, tickCount) : ticks, domain: ends })
}

/** Whole powers of ten, if there are enough of them; d3 gives all nine of a decade, or none. */
function fewest(ticks: readonly number[], count: number): readonly number[] {
  const leading = (tick: number): number =>
    Math.round(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9))
  const powers = ticks.filter((tick) => leading(tick) === 1)
  const some = ticks.filter((tick) => [1, 2, 5].includes(leading(tick)))
  const chosen = powers.length >= 2 ? powers : some.length >= 2 ? some : ticks
  const step = Math.ceil(chosen.length / count)
  return chosen.filter((_, i) => i % step === 0)
}

/** Ticks that have room for their numbers beside each other; every second one goes until they have. */
export function ticksBeside(scale: Scale): readonly number[] {
  let { ticks } = scale
  const isTight = (): boolean =>
    ticks.some((tick, i) => {
      const next = ticks[i + 1]
      if (next === undefined) return false
      const needed = (widthOf(showNumber(tick)) + widthOf(showNumber(next))) / 2 + 4
      return Math.abs(scale(next) - scale(tick)) < needed
    })
  while (isTight()) ticks = ticks.filter((_, i) => i % 2 === 0)
  return ticks
}

/** Least and largest value, moved apart where they are one. */
export function extentOf(values: readonly number[], isLog = false): [number, number] {
  if (values.length === 0) return isLog ? [0.1, 1] : [0, 1]
  const least = values.reduce((a, b) => Math.min(a, b))
  const largest = values.reduce((a, b) => Math.max(a, b))
  if (least < largest) return [least, largest]
  if (isLog) return [least / 2, largest * 2]
  const away = Math.abs(least) / 10 || 1
  return [least - away, largest + away]
}

/** The axis with room on both sides, so that marks at the ends are seen whole. */
export function padded(axis: Axis, values: readonly number[]): Axis {
  if (axis.domain !== undefined) return axis
  if (axis.scale === 'log') {
    const [least, largest] = extentOf(
      values.filter((value) => value > 0),
      true,
    )
    const factor = (largest / least) ** 0.08
    return { ...axis, domain: [least / factor, largest * factor] }
  }
  const [least, largest] = extentOf(values)
  const room = (largest - least) * 0.08
  return { ...axis, domain: [least - room, largest + room] }
}
