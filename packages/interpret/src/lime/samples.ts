import { normals, randomKey, uniforms } from '@parallax-ml/core'
import type { Player } from '../features.js'
import { type Matrix, repeated, rowOf, zeros } from '../matrix.js'

/** What samples are drawn from. */
export interface Neighbourhood {
  readonly players: readonly Player[]
  /** Where categories come from. */
  readonly background: Matrix | undefined
  /** One unit of every feature, `[features]`. */
  readonly scales: Float64Array
}

/** The row, then normal numbers around it; categories are those of background rows. */
export function drawSamples(
  { players, background, scales }: Neighbourhood,
  row: Float64Array,
  count: number,
  [seed, ...counters]: readonly [number, ...number[]],
): Matrix {
  const samples = repeated(row, count)
  for (const [p, { columns }] of players.entries()) {
    const key = randomKey(seed, 'lime', ...counters, p)
    if (columns.length === 1) {
      const [column] = columns as [number]
      const noise = normals(key, count)
      for (let s = 1; s < count; s++) rowOf(samples, s)[column]! += noise[s]! * scales[column]!
    } else {
      const places = uniforms(key, count)
      for (let s = 1; s < count; s++) {
        const other = rowOf(background!, Math.floor(places[s]! * background!.rows))
        for (const column of columns) rowOf(samples, s)[column] = other[column]!
      }
    }
  }
  return samples
}

/**
 * Samples as the linear model sees them, `[samples, players]`: features in their units, and for a
 * category 1 if it is that of the row; and how far each is from the row in these terms.
 */
export function simplified(
  { players, scales }: Neighbourhood,
  row: Float64Array,
  samples: Matrix,
): { features: Matrix; distances: Float64Array } {
  const features = zeros(samples.rows, players.length)
  const distances = new Float64Array(samples.rows)
  for (let s = 0; s < samples.rows; s++) {
    const sample = rowOf(samples, s)
    const simple = rowOf(features, s)
    players.forEach(({ columns }, p) => {
      const [first] = columns as [number]
      const isSame = columns.every((column) => sample[column] === row[column])
      const isAlone = columns.length === 1
      simple[p] = isAlone ? sample[first]! / scales[first]! : Number(isSame)
      const away = isAlone ? simple[p]! - row[first]! / scales[first]! : Number(!isSame)
      distances[s]! += away * away
    })
    distances[s] = Math.sqrt(distances[s]!)
  }
  return { features, distances }
}
