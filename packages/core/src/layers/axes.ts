import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import { showShape } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'

/** An axis as Keras counts them: 1 is the first of a row's (0 would be that of the rows), −1 the last. */
export const axisOption = z.int().default(-1)

/** One axis or several. */
export const axesOption = z.union([z.int(), z.array(z.int()).min(1)]).default(-1)

/** One axis or several, as they are written in a spec. */
export type Axes = number | readonly number[]

/**
 * The place in values with their rows first of the axis that an option names.
 *
 * @param where names the option in errors.
 *
 * @throws {SpecError} if a row has no such axis.
 */
export function axisOf(axis: number, row: Shape, where: string): number {
  const rank = row.length + 1
  const place = axis < 0 ? rank + axis : axis
  if (place >= 1 && place < rank) return place
  throw new SpecError({
    where,
    problem: axis === 0 || axis === -rank ? 'the rows lie on that axis' : 'there is no such axis',
    expected: choicesOf(row.length),
    received: `${axis} for rows of shape ${showShape(row)}`,
  })
}

function choicesOf(rank: number): string {
  if (rank === 0) return 'an input of at least one axis'
  return rank === 1 ? '1 or −1' : `1 to ${rank}, or −${rank} to −1 from the end`
}

/**
 * The places of several axes, in ascending order.
 *
 * @throws {SpecError} if a row lacks one of them, or one is named twice.
 */
export function axesOf(axes: Axes, row: Shape, where: string): number[] {
  const list = typeof axes === 'number' ? [axes] : axes
  const places = list.map((axis) => axisOf(axis, row, where)).sort((a, b) => a - b)
  if (new Set(places).size === places.length) return places
  throw new SpecError({
    where,
    problem: 'an axis is named twice',
    received: `[${list.join(', ')}]`,
  })
}

/** The sizes of a row on some axes, for weights that belong to them. */
export const sizesOn = (axes: Axes, row: Shape): number[] =>
  axesOf(axes, row, '').map((axis) => row[axis - 1]!)

/** The shape of rows in which all axes but the given ones have size 1. */
export const onlyAxes = (shape: Shape, axes: readonly number[]): number[] =>
  shape.map((size, axis) => (axes.includes(axis) ? size : 1))

/** All axes but the given ones. */
export const otherAxes = (shape: Shape, axes: readonly number[]): number[] =>
  shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
