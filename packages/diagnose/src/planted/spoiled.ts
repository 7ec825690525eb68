import { normals, randomKey, uniforms } from '@parallax-ml/core'
import type { LabelledRows } from '../subject.js'

/** The same rows, of whose labels, 0 and 1, a share is turned over. */
export function withFlips({ x, y }: LabelledRows, seed: number, share: number): LabelledRows {
  const draws = uniforms(randomKey(seed, 'flips'), y.length)
  return { x, y: y.map((label, row) => (draws[row]! < share ? 1 - label : label)) }
}

/** The same rows with a further feature, made of what is there and normal noise of deviation 1. */
export function withFeature(
  { x, y }: LabelledRows,
  seed: number,
  of: (row: readonly number[], target: number, noise: number) => number,
): LabelledRows {
  const noise = normals(randomKey(seed, 'feature'), y.length)
  return { x: x.map((row, i) => [...row, of(row, y[i]!, noise[i]!)]), y }
}

/** The same rows with further features that tell nothing. */
export function withNoise({ x, y }: LabelledRows, seed: number, features: number): LabelledRows {
  const noise = normals(randomKey(seed, 'noise features'), y.length * features)
  const of = (row: number) => noise.subarray(row * features, (row + 1) * features)
  return { x: x.map((row, i) => [...row, ...of(i)]), y }
}

/** The same rows with some features moved. */
export const moved = ({ x, y }: LabelledRows, by: readonly number[]): LabelledRows => ({
  x: x.map((row) => row.map((value, c) => value + by[c]!)),
  y,
})

/** Some rows, and others after them. */
export const joined = (a: LabelledRows, b: LabelledRows): LabelledRows => ({
  x: [...a.x, ...b.x],
  y: [...a.y, ...b.y],
})

/** Rows from one place to another. */
export const part = ({ x, y }: LabelledRows, from: number, to: number): LabelledRows => ({
  x: x.slice(from, to),
  y: y.slice(from, to),
})
