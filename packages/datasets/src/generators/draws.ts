import { randomKey, uniforms } from '@parallax-ml/core'

/**
 * Standard normal numbers by the method of Box and Muller (1958). Number i is a function of seed,
 * purpose and i alone, so that more rows begin with the rows of fewer.
 */
export function normals(seed: number, purpose: string, count: number): Float64Array {
  const radii = uniforms(randomKey(seed, purpose, 0), count)
  const angles = uniforms(randomKey(seed, purpose, 1), count)
  // Half a step up, since the logarithm of 0 is not a number to go on with.
  return radii.map(
    (u, i) => Math.sqrt(-2 * Math.log(u + 2 ** -25)) * Math.cos(2 * Math.PI * angles[i]!),
  )
}
