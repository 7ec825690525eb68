import { mean } from '@parallax-ml/core'
import { equivalencePower, equivalenceSampleSize, equivalenceTest } from '@parallax-ml/diagnose'

export const alpha = 0.05
/** How often the seeds should suffice, if the backends are equal. */
export const power = 0.9

/** Mean and standard deviation of the accuracies of seeds. */
export function summaryOf(values) {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return { mean: center, standardDeviation: Math.sqrt(squares / (values.length - 1)) }
}

/** Every pair of backends on a task: the tests, and how many seeds they would need. */
export function pairsOf(accuracies, margin) {
  const names = Object.keys(accuracies)
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second) => {
      const [a, b] = [accuracies[first], accuracies[second]]
      const plan = {
        margin,
        alpha,
        standardDeviation: [a, b].map((values) => summaryOf(values).standardDeviation),
      }
      const needed = equivalenceSampleSize({ ...plan, power })
      return {
        pair: [first, second],
        ...equivalenceTest(a, b, { margin, alpha }),
        power: equivalencePower(a.length, plan),
        seedsNeeded: needed,
        suffices: needed <= a.length,
      }
    }),
  )
}
