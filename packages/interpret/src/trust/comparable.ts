import { DataError } from '@parallax-ml/core'
import type { Attribution, Importance } from '../explanation.js'

/** What can be compared: attributions of the same rows and outputs, or importances of the same things. */
export type Comparable = Attribution | Importance

/** The values of one row and output, or all of an importance, in the order of the features. */
export function vectorsOf(explanation: Comparable): number[][] {
  if (explanation.kind === 'importance') return [[...explanation.values]]
  const [rows, features, outputs] = explanation.shape
  return Array.from({ length: rows * outputs }, (_, i) => {
    const [r, k] = [Math.floor(i / outputs), i % outputs]
    return Array.from(
      { length: features },
      (_, f) => explanation.values[(r * features + f) * outputs + k]!,
    )
  })
}

/**
 * Checks that there are several explanations, about the same things.
 * @throws {DataError} naming the first that is about something else.
 */
export function requireComparable([first, ...rest]: readonly Comparable[]): void {
  const where = 'compareExplanations'
  if (first === undefined || rest.length === 0) {
    throw new DataError({ where, problem: 'there is nothing to compare', expected: 'two or more' })
  }
  const different = rest.flatMap((other, i) =>
    aspectsOf(first).flatMap(([aspect, text], j) =>
      aspectsOf(other)[j]?.[1] === text ? [] : [{ aspect, i: i + 1 }],
    ),
  )
  if (different.length === 0) return
  const [{ aspect, i }] = different as [{ aspect: string; i: number }]
  throw new DataError({
    where: `${where}[${i}]`,
    problem: `it is not about the same ${aspect} as the first`,
    hint: 'Explain the same rows, outputs and space, and compare each kind of explanation by itself.',
  })
}

/** What must be the same, as text. */
const aspectsOf = (one: Comparable): (readonly [string, string])[] => [
  ['kind', one.kind],
  ['features', JSON.stringify(one.kind === 'importance' ? one.names : one.featureNames)],
  ['outputs', JSON.stringify(one.outputNames)],
  ['space', one.space],
  ['score', one.kind === 'importance' ? one.score : ''],
  ['rows', one.kind === 'importance' ? '' : JSON.stringify([one.shape, one.data])],
]
