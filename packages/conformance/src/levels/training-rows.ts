import { randomKey, uniforms } from '@parallax-ml/core'

/** Numbers between −1 and 1 that float32 holds exactly, in rows of any shape. */
export function randomRows(seed: number, rows: number, ...shape: number[]) {
  const size = shape.reduce((product, axis) => product * axis, rows)
  const data = uniforms(randomKey(seed, 'rows'), size).map((u) => 2 * u - 1)
  return { shape: [rows, ...shape], data }
}

/** Whole numbers below `count`. */
export const classes = (seed: number, rows: number, count: number): number[] =>
  Array.from(uniforms(randomKey(seed, 'classes'), rows), (u) => Math.floor(u * count))
