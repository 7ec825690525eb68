import { scaleOf } from './differences.js'
import { type Figure, figureOf } from './figure.js'
import type { Jumps } from './kinks.js'

/** The numbers of a party's explanations, by method and row. */
export interface ExplanationRows {
  readonly shapleyValues: readonly (readonly number[])[]
  readonly integratedGradients: readonly (readonly number[])[]
}

/** The numbers of an attribution, row by row. */
export function rowsOf({
  values,
  shape: [rows],
}: {
  readonly values: ArrayLike<number>
  readonly shape: readonly [number, number, number]
}): number[][] {
  const width = values.length / rows
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: width }, (_, i) => values[r * width + i]!),
  )
}

/**
 * The largest difference of explanations, as a share of the largest value where that exceeds 1. A row
 * sits on a kink if its integrated gradients are beyond the bound, and none of their numbers is by
 * more than it {@link Jumps jumps} in float64; the figure holds if everything else does.
 */
export function explanationFigure(
  found: ExplanationRows,
  right: ExplanationRows,
  bound: number,
  jumps: Jumps = [],
): Figure {
  const scale = scaleOf([...right.shapleyValues, ...right.integratedGradients].flat())
  const shapley = differencesOf(found.shapleyValues, right.shapleyValues, scale)
  const gradients = differencesOf(found.integratedGradients, right.integratedGradients, scale)
  const all = figureOf(largest([...shapley, ...gradients].flat()), bound)
  const isKink = gradients.map((row, r) => {
    const jump = jumps[r]
    const isOnlyJump = row.every((gap, i) => gap - (jump?.[i] ?? 0) / scale <= bound)
    return jump !== undefined && !(largest(row) <= bound) && isOnlyJump
  })
  const rows = isKink.filter(Boolean).length
  if (rows === 0) return all
  const others = gradients.filter((_, r) => !isKink[r])
  const elsewhere = largest([...shapley, ...others].flat())
  return { ...all, holds: elsewhere <= bound, kinks: { rows, of: gradients.length, elsewhere } }
}

/** Places of rows whose integrated gradients are beyond the bound. */
export function rowsBeyond(
  { integratedGradients: found }: ExplanationRows,
  right: ExplanationRows,
  bound: number,
): number[] {
  const scale = scaleOf([...right.shapleyValues, ...right.integratedGradients].flat())
  return differencesOf(found, right.integratedGradients, scale).flatMap((row, r) =>
    largest(row) <= bound ? [] : [r],
  )
}

const differencesOf = (
  found: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
  scale: number,
): number[][] =>
  found.map((row, r) => row.map((value, i) => Math.abs(value - right[r]![i]!) / scale))

/** NaN if one is; 0 of nothing. */
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0)
