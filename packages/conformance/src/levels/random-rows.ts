import { randomKey, uniforms } from '@parallax-ml/core'

/** Numbers between −1 and 1 that float32 holds exactly, in rows of any shape. */
export function randomRows(seed: number, rows: number, ...shape: number[]) {
  const size = shape.reduce((product, axis) => product * axis, rows)
  const data = uniforms(randomKey(seed, 'rows'), size).map((u) => 2 * u - 1)
  return { shape: [rows, ...shape], data }
}

/** Numbers of classes. */
export const classes = (seed: number, rows: number, count: number): number[] =>
  Array.from(uniforms(randomKey(seed, 'classes'), rows), (u) => Math.floor(u * count))

/** A row for each label, with 1 in the place of its class. */
export const oneHot = (labels: readonly number[], count: number): number[][] =>
  labels.map((label) => Array.from({ length: count }, (_, i) => (i === label ? 1 : 0)))
