import { DataError } from '@parallax-ml/core'

/**
 * Adjusted p-values of Holm, "A simple sequentially rejective multiple test procedure" (1979), in
 * the order given: rejecting those below α keeps the chance of even one false alarm below α.
 *
 * @throws {DataError} if a value lies outside [0, 1].
 */
export function holm(pValues: readonly number[]): number[] {
  pValues.forEach((p, i) => {
    if (p >= 0 && p <= 1) return
    throw new DataError({
      where: `pValues[${i}]`,
      problem: 'not a probability',
      received: String(p),
    })
  })
  const order = Array.from(pValues.keys()).sort((i, j) => pValues[i]! - pValues[j]!)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  order.forEach((i, place) => {
    largest = Math.max(largest, Math.min(1, pValues[i]! * (pValues.length - place)))
    adjusted[i] = largest
  })
  return adjusted
}
