import { checkLabels, checkLength } from '../check.js'

/** How well one class is recognised; 0 where there is nothing to divide by. */
export interface ClassScores {
  /** Rows of the class. */
  readonly support: number
  /** Share of what was taken for the class that is of it. */
  readonly precision: number
  /** Share of the class that was recognised. */
  readonly recall: number
  /** Harmonic mean of both. */
  readonly f1: number
  /** Share of the other classes' rows that were not taken for it. */
  readonly specificity: number
}

/**
 * Rows by label and by predicted class: `counts[label][predicted]`.
 * @throws {DataError} if a label is no class index, or there are fewer of one than of the other.
 */
export function countConfusions(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  checkLength('predicted', predicted, labels.length, 'labels')
  checkLabels('labels', labels, classes)
  checkLabels('predicted', predicted, classes)
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]![predicted[i]!]!++
  return counts
}

/** The scores of every class, from `counts[label][predicted]`. */
export function classScores(counts: readonly (readonly number[])[]): ClassScores[] {
  const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b)
  const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  const total = sumOf(counts.map(sumOf))
  return counts.map((row, k) => {
    const [hits, support] = [row[k]!, sumOf(row)]
    const taken = sumOf(counts.map((each) => each[k]!))
    return {
      support,
      precision: ratio(hits, taken),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, taken + support),
      specificity: ratio(total - support - taken + hits, total - support),
    }
  })
}
