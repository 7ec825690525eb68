import { DataError, OptionError } from '@parallax-ml/core'

/** @throws {DataError} unless there are at least `least` numbers, all of them finite. */
export function checkNumbers(where: string, values: ArrayLike<number>, least = 1): void {
  if (values.length < least) {
    throw new DataError({
      where,
      problem: 'too few numbers',
      expected: `at least ${least}`,
      received: String(values.length),
    })
  }
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue
    throw new DataError({
      where: `${where}[${i}]`,
      problem: 'not a finite number',
      received: String(values[i]),
    })
  }
}

/** @throws {DataError} unless both are at least `least` finite numbers and equally many. */
export function checkPairs(
  where: readonly [string, string],
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  least = 1,
): void {
  checkNumbers(where[0], a, least)
  checkNumbers(where[1], b, least)
  checkLength(where[1], b, a.length, where[0])
}

/** @throws {DataError} unless there are `length` of them. */
export function checkLength(
  where: string,
  values: ArrayLike<unknown>,
  length: number,
  as: string,
): void {
  if (values.length === length) return
  throw new DataError({
    where,
    problem: `its length differs from that of ${as}`,
    expected: String(length),
    received: String(values.length),
  })
}

/** @throws {DataError} unless there are rows, all equally long and of finite numbers. */
export function checkRows(where: string, rows: readonly ArrayLike<number>[], columns?: number) {
  if (rows.length === 0) throw new DataError({ where, problem: 'it has no rows' })
  const width = columns ?? rows[0]!.length
  rows.forEach((row, i) => {
    checkNumbers(`${where}[${i}]`, row)
    checkLength(`${where}[${i}]`, row, width, columns === undefined ? `${where}[0]` : 'the others')
  })
}

/** @throws {DataError} unless every label is a whole number from 0 to `classes` − 1. */
export function checkLabels(where: string, labels: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (Number.isInteger(label) && label >= 0 && label < classes) continue
    throw new DataError({
      where: `${where}[${i}]`,
      problem: 'not a class index',
      expected: `a whole number from 0 to ${classes - 1}`,
      received: String(label),
    })
  }
}

/** @throws {OptionError} unless it is a whole number of at least `least`. */
export function checkCount(where: string, value: number, least = 1): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new OptionError({
    where: `option ${where}`,
    problem: 'not a count',
    expected: `a whole number of at least ${least}`,
    received: String(value),
  })
}

/** @throws {OptionError} unless it is a finite number above 0, or from 0 where that is allowed. */
export function checkSize(where: string, value: number, { orZero = false } = {}): void {
  if (Number.isFinite(value) && (value > 0 || (orZero && value === 0))) return
  throw new OptionError({
    where: `option ${where}`,
    problem: 'not a size',
    expected: orZero ? 'a number of at least 0' : 'a number above 0',
    received: String(value),
  })
}

/** @throws {OptionError} unless it lies strictly between 0 and 1, or the `most` that is given. */
export function checkShare(where: string, value: number, most = 1): void {
  if (value > 0 && value < most) return
  throw new OptionError({
    where: `option ${where}`,
    problem: 'not a share',
    expected: `a number between 0 and ${most}`,
    received: String(value),
  })
}
