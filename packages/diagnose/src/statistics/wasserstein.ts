import { checkNumbers } from './check.js'

/**
 * Wasserstein-1 or earth mover's distance between two samples: the area between their empirical
 * distribution functions, in the unit of the values.
 *
 * @throws {DataError} without numbers, or if one is not finite.
 */
export function wasserstein(a: readonly number[], b: readonly number[]): number {
  checkNumbers('a', a)
  checkNumbers('b', b)
  const steps = [
    ...a.map((value) => ({ value, rise: 1 / a.length })),
    ...b.map((value) => ({ value, rise: -1 / b.length })),
  ].sort((one, other) => one.value - other.value)
  let [height, area] = [0, 0]
  steps.forEach(({ value, rise }, i) => {
    height += rise
    area += Math.abs(height) * ((steps[i + 1]?.value ?? value) - value)
  })
  return area
}
