import { randomKey, uniforms } from '@parallax-ml/core'
import type { DataSet } from '../data-set.js'
import { normals } from './draws.js'
import { type GeneratorOptions, resolveGenerator } from './options.js'

/** Two classes of points in the plane. */
export interface Curves {
  readonly name: string
  readonly usualNoise: number
  readonly classNames: readonly [string, string]
  readonly source: string
  /** The point of a class at a place from 0 to 1 along its curve. */
  point(label: number, place: number): readonly [number, number]
}

/** Rows of the two classes by turns, at random places along their curves, with noise. */
export function planar(
  { name, usualNoise, classNames, source, point }: Curves,
  options: GeneratorOptions,
): DataSet {
  const { rows, noise, seed } = resolveGenerator(options, usualNoise, name)
  const places = uniforms(randomKey(seed, name), rows)
  const away = normals(seed, name, 2 * rows)
  const y = Array.from(places, (_, row) => row % 2)
  const x = y.map((label, row) =>
    point(label, places[row]!).map((value, axis) => value + noise * away[2 * row + axis]!),
  )
  const featureNames = ['horizontal', 'vertical']
  return { name, x, y, featureNames, classNames, source, licence: 'public domain' }
}
