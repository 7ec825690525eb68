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
    ...a.map((value) => ({ value, isInA: true })),
    ...b.map((value) => ({ value, isInA: false })),
  ].sort((one, other) => one.value - other.value)
  let [fromA, fromB, area] = [0, 0, 0]
  steps.forEach(({ value, isInA }, i) => {
    if (isInA) fromA++
    else fromB++
    const width = (steps[i + 1]?.value ?? value) - value
    area += width * Math.abs(fromA / a.length - fromB / b.length)
  })
  return area
}
