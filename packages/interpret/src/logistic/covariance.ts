import { cholesky } from '../cholesky.js'

/**
 * The inverse of a symmetric matrix that is flat only along some orthonormal directions, which it
 * leaves out: its pseudo-inverse.
 * @returns `undefined` if it is flat elsewhere as well.
 */
export function pseudoInverse(
  matrix: Float64Array,
  size: number,
  flat: readonly Float64Array[],
): Float64Array[] | undefined {
  let scale = 0
  for (let i = 0; i < size; i++) scale = Math.max(scale, matrix[i * size + i]!)
  const filled = matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / size), at % size]
    return flat.reduce((sum, direction) => sum + scale * direction[i]! * direction[j]!, value)
  })
  const factored = cholesky(filled, size)
  if (factored === undefined) return undefined
  return Array.from({ length: size }, (_, j) => {
    const column = new Float64Array(size)
    column[j] = 1
    return factored
      .solve(column)
      .map((value, i) =>
        flat.reduce((rest, direction) => rest - (direction[i]! * direction[j]!) / scale, value),
      )
  })
}
