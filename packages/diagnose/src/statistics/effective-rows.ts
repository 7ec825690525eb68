import { median } from '@parallax-ml/core'
import { checkRows } from './check.js'

/**
 * As how many different rows a sample counts: the Vendi score of order 2 with the kernel
 * exp(−distance² / median squared distance) — n² over the sum of the squared kernel, 1 where all rows
 * are equal and n where none is like another (Friedman and Dieng, "The Vendi score", 2023; orders:
 * Pasarkar and Dieng 2024). Columns should have like scales. Compares all pairs.
 *
 * @throws {DataError} without rows, or if they differ in length or hold what is no finite number.
 */
export function effectiveRows(rows: readonly ArrayLike<number>[]): number {
  checkRows('rows', rows)
  const squares = rows.flatMap((a, i) => rows.slice(0, i).map((b) => squaredDistance(a, b)))
  if (squares.length === 0) return 1
  const middle = median(squares)
  if (middle === 0 && squares.every((square) => square === 0)) return 1
  const scale = middle || squares.reduce((most, square) => Math.max(most, square), 0)
  const off = squares.reduce((sum, square) => sum + Math.exp((-2 * square) / scale), 0)
  return rows.length ** 2 / (rows.length + 2 * off)
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return sum
}
