import { pseudoInverse } from './covariance.js'
import { freeLogits, type LogisticData } from './cross-entropy.js'
import { hessianOf } from './hessian.js'

/** Standard errors of what a logistic regression holds, in the units of the features. */
export interface StandardErrors {
  /** `[logits]` */
  readonly intercepts: readonly number[]
  /** `[logits][features]`; null of a feature that never varies. */
  readonly coefficients: readonly (readonly (number | null)[])[]
}

/**
 * Standard errors by the inverse Hessian of the penalised loss. With several classes that is a
 * pseudo-inverse: the same number added to all logits changes nothing, so the Hessian is flat along
 * the intercepts, and without a penalty along every feature.
 * @returns `undefined` where the Hessian is flat in other directions as well.
 */
export function standardErrorsOf(
  data: LogisticData,
  parameters: Float64Array,
  means: Float64Array,
  deviations: Float64Array,
): StandardErrors | undefined {
  const free = freeLogits(data.classes)
  // What varies: the intercept and features that do.
  const places = [0, ...Array.from(deviations.keys(), (f) => f + 1)].filter(
    (place) => place === 0 || deviations[place - 1]! > 0,
  )
  const hessian = hessianOf(data, parameters, places)
  const size = free * places.length
  const isFlatAlong = (place: number) => free > 1 && (place === 0 || data.l2 === 0)
  const flat = [...places.keys()]
    .filter((at) => isFlatAlong(places[at]!))
    .map((at) =>
      Float64Array.from({ length: size }, (_, i) =>
        i % places.length === at ? 1 / Math.sqrt(free) : 0,
      ),
    )
  const covariance = pseudoInverse(hessian, size, flat)
  if (covariance === undefined) return undefined
  const variance = (i: number, j: number) => covariance[i]![j]!
  // Back from standardised features: slopes are divided by the deviation, intercepts shifted.
  const shift = places.map((p) => (p === 0 ? 1 : -means[p - 1]! / deviations[p - 1]!))
  const starts = Array.from({ length: free }, (_, k) => k * places.length)
  return {
    intercepts: starts.map((start) => {
      let sum = 0
      for (const [i, a] of shift.entries()) {
        for (const [j, b] of shift.entries()) sum += a * b * variance(start + i, start + j)
      }
      return Math.sqrt(Math.max(0, sum))
    }),
    coefficients: starts.map((start) =>
      Array.from(deviations, (deviation, f) => {
        const at = start + places.indexOf(f + 1)
        return deviation === 0 ? null : Math.sqrt(Math.max(0, variance(at, at))) / deviation
      }),
    ),
  }
}
