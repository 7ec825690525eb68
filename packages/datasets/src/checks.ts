import { DataError, OptionError, suggest } from '@parallax-ml/core'

/**
 * Refuses options that a function does not know.
 * @throws {OptionError} with the nearest right name.
 */
export function requireKnownOptions(
  options: object,
  known: readonly string[],
  where: string,
): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue
    throw new OptionError({ where, problem: `unknown option '${key}'`, hint: suggest(key, known) })
  }
}

/**
 * Checks a seed.
 * @throws {OptionError} unless it is a whole number from 0 to 2^53 − 1.
 */
export function requireSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return
  throw new OptionError({
    where: 'option seed',
    problem: 'not a seed',
    expected: 'a whole number from 0 to 2^53 − 1',
    received: String(seed),
  })
}

/**
 * Checks a share of rows for testing.
 * @throws {OptionError} unless it is between 0 and 1.
 */
export function requireShare(testShare: unknown): void {
  if (typeof testShare === 'number' && testShare > 0 && testShare < 1) return
  throw new OptionError({
    where: 'option testShare',
    problem: 'not a share',
    expected: 'a number between 0 and 1, such as 0.2',
    received: String(testShare),
  })
}

/**
 * Checks a number of rows that are to be divided.
 * @throws {DataError} unless it is a whole number of at least `least`.
 */
export function requireRowCount(rows: unknown, least: number, hint: string): void {
  if (Number.isSafeInteger(rows) && (rows as number) >= least) return
  throw new DataError({
    where: 'rows',
    problem: 'not a number of rows that can be divided',
    expected: `a whole number of at least ${least}`,
    received: String(rows),
    hint,
  })
}

/**
 * Checks that every class has enough rows to be divided.
 * @throws {DataError} naming the first class that has not.
 */
export function requireRows(
  classes: ReadonlyMap<number, readonly number[]>,
  least: number,
  hint: string,
): void {
  if (classes.size === 0) throw new DataError({ where: 'labels', problem: 'there are no rows' })
  for (const [label, rows] of classes) {
    if (rows.length >= least) continue
    throw new DataError({
      where: `labels of class ${label}`,
      problem: 'too few rows',
      expected: `at least ${least}`,
      received: String(rows.length),
      hint,
    })
  }
}
