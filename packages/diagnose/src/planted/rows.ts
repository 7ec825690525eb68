import { normals, randomKey, uniforms } from '@parallax-ml/core'
import type { LabelledRows } from '../subject.js'

/** Where the middle of each class lies. */
export type Centers = readonly (readonly number[])[]

/** Normal clouds of deviation 1, a class at each center; classes take turns. */
export function clouds(seed: number, count: number, centers: Centers): LabelledRows {
  const width = centers[0]!.length
  const noise = normals(randomKey(seed, 'clouds'), count * width)
  const y = Array.from({ length: count }, (_, row) => row % centers.length)
  return {
    x: y.map((label, row) => centers[label]!.map((center, c) => center + noise[row * width + c]!)),
    y,
  }
}

/** A disc of radius 1 inside a ring from 1.5 to 2.5; no line and no few steps divide them. */
export function rings(seed: number, count: number): LabelledRows {
  const draws = uniforms(randomKey(seed, 'rings'), 2 * count)
  const y = Array.from({ length: count }, (_, row) => row % 2)
  return {
    x: y.map((label, row) => {
      const radius = label === 0 ? Math.sqrt(draws[2 * row]!) : 1.5 + draws[2 * row]!
      const angle = 2 * Math.PI * draws[2 * row + 1]!
      return [radius * Math.cos(angle), radius * Math.sin(angle)]
    }),
    y,
  }
}

/** Four clouds at the corners of a square; those across from each other are of one class. */
export function crossed(seed: number, count: number): LabelledRows {
  const corners = clouds(seed, count, [
    [2.5, 2.5],
    [-2.5, 2.5],
    [-2.5, -2.5],
    [2.5, -2.5],
  ])
  return { x: corners.x, y: corners.y.map((corner) => corner % 2) }
}

/** The same rows with labels that say nothing about them. */
export function withRandomLabels({ x, y }: LabelledRows, seed: number): LabelledRows {
  const draws = uniforms(randomKey(seed, 'labels'), y.length)
  return { x, y: Array.from(draws, (draw) => (draw < 0.5 ? 0 : 1)) }
}

/** A weighted sum of the features, plus noise. */
export function sums(seed: number, count: number, weights: readonly number[]): LabelledRows {
  const { x } = clouds(seed, count, [weights.map(() => 0)])
  const noise = normals(randomKey(seed, 'noise of sums'), count)
  const y = x.map((row, r) =>
    row.reduce((sum, value, c) => sum + weights[c]! * value, 0.1 * noise[r]!),
  )
  return { x, y }
}
