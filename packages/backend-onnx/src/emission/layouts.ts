import type { Shape } from '@parallax-ml/core'

/**
 * How the four axes of images lie in memory: `channelsLast` is core's `[n, height, width, channels]`,
 * `channelsFirst` is ONNX's `[n, channels, height, width]`. Everything else is `channelsLast`.
 */
export type Layout = 'channelsLast' | 'channelsFirst'

/** Axis i of channels-first images is axis `toFirst[i]` of channels-last ones. */
const toFirst = [0, 3, 1, 2] as const
const toLast = [0, 2, 3, 1] as const

/** The permutation that brings channels-last images into a layout, or the other way round. */
export const permutationTo = (layout: Layout): readonly number[] =>
  layout === 'channelsFirst' ? toFirst : toLast

/** A channels-last shape of rank 4, or anything else, in a layout. A scalar has no layout. */
export const shapeIn = (layout: Layout, shape: Shape): Shape =>
  layout === 'channelsFirst' && shape.length === 4 ? toFirst.map((axis) => shape[axis]!) : shape

/** Where an axis of channels-last images lies in a layout. */
export const axisIn = (layout: Layout, axis: number): number =>
  layout === 'channelsFirst' ? toFirst.indexOf(axis as 0) : axis

/** Whether a transposition keeps the order of all axes that are not 1: then it is only a reshape. */
export function isReshape(shape: Shape, permutation: readonly number[]): boolean {
  const long = permutation.filter((axis) => shape[axis] !== 1)
  return long.every((axis, i) => i === 0 || long[i - 1]! < axis)
}

/** The shape that operands of these shapes grow to together, as ONNX aligns them: at the last axis. */
export function grownShape(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length))
  return Array.from({ length: rank }, (_, i) =>
    Math.max(...shapes.map((shape) => shape[shape.length - rank + i] ?? 1)),
  )
}
