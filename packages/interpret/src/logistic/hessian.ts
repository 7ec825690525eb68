import { freeLogits, type LogisticData, logitsOf, softmaxInPlace } from './cross-entropy.js'

/**
 * Second derivatives of the penalised loss (a sum, not a mean) by some of the parameters, square
 * and row-major. `places` are positions in a logit's parameters, the intercept at 0; every logit
 * has them, one logit after the other.
 */
export function hessianOf(
  { x, weights, classes, l2 }: LogisticData,
  parameters: Float64Array,
  places: readonly number[],
): Float64Array {
  const free = freeLogits(classes)
  const used = places.length
  const size = free * used
  const hessian = new Float64Array(size * size)
  const p = new Float64Array(free)
  for (let r = 0; r < x.rows; r++) {
    const row = x.values.subarray(r * x.columns, (r + 1) * x.columns)
    logitsOf(row, parameters, p)
    softmaxInPlace(p)
    const z = places.map((place) => (place === 0 ? 1 : row[place - 1]!))
    for (let a = 0; a < free; a++) {
      for (let b = 0; b <= a; b++) {
        const curvature = weights[r]! * p[a]! * ((a === b ? 1 : 0) - p[b]!)
        for (let i = 0; i < used; i++) {
          const factor = curvature * z[i]!
          const start = (a * used + i) * size + b * used
          for (let j = 0; j < used; j++) hessian[start + j]! += factor * z[j]!
        }
      }
    }
  }
  for (let i = 0; i < size; i++) {
    if (places[i % used] !== 0) hessian[i * size + i]! += l2
    for (let j = i + 1; j < size; j++) hessian[i * size + j] = hessian[j * size + i]!
  }
  return hessian
}
