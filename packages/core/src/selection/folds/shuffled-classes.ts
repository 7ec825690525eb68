import { DataError } from '../../errors/parallax-error.js'
import { show } from '../../errors/show.js'
import { permutation, randomKey } from '../../random/draws.js'

/**
 * The rows of each class in random order, the smallest label first.
 *
 * @param purpose keeps draws of the same seed for other uses apart.
 * @throws {DataError} if a label is not a whole number from 0.
 */
export function shuffledClasses(
  labels: ArrayLike<number>,
  seed: number,
  purpose: string,
): Map<number, number[]> {
  const classes = new Map<number, number[]>()
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!
    requireLabel(label, row)
    const rows = classes.get(label)
    if (rows === undefined) classes.set(label, [row])
    else rows.push(row)
  }
  const ascending = [...classes].sort(([a], [b]) => a - b)
  return new Map(
    ascending.map(([label, rows]) => {
      const order = permutation(randomKey(seed, purpose, label), rows.length)
      return [label, Array.from(order, (i) => rows[i]!)]
    }),
  )
}

function requireLabel(label: unknown, row: number): void {
  if (Number.isSafeInteger(label) && (label as number) >= 0) return
  throw new DataError({
    where: `labels[${row}]`,
    problem: 'not a class',
    expected: 'a whole number from 0',
    received: show(label),
  })
}
