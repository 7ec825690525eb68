import { DataError } from '@parallax-ml/core'
import { checkLength, checkNumbers } from './check.js'
import { chiSquaredUpper } from './distributions.js'
import type { TestResult } from './test-result.js'

/** What {@link chiSquaredTest} gives. */
export interface ChiSquaredResult extends TestResult {
  readonly freedom: number
  /**
   * √(χ² / n / (min(rows, columns) − 1)), from 0, no association, to 1 (Cramér 1946). It grows with
   * chance where there are few rows.
   */
  readonly cramersV: number
  /** The same without what chance alone would add: W. Bergsma, "A bias-correction for Cramér's V" (2013). */
  readonly cramersVCorrected: number
  /** The smallest count that would be expected; below 5 the p-value is rough (Cochran 1954). */
  readonly leastExpected: number
}

/**
 * Pearson's chi-squared test of whether the rows of a table of counts share one distribution over
 * the columns, without a correction for continuity. Rows and columns of nothing but 0 are left out.
 *
 * @param table counts, for example one row per sample and one column per category.
 * @throws {DataError} if a count is negative or not finite, or fewer than two rows or columns are
 *   not empty.
 */
export function chiSquaredTest(table: readonly (readonly number[])[]): ChiSquaredResult {
  const counts = occupied(table)
  const rowSums = counts.map(sumOf)
  const columnSums = counts[0]!.map((_, column) => sumOf(counts.map((row) => row[column]!)))
  const total = sumOf(rowSums)
  const expected = rowSums.map((row) => columnSums.map((column) => (row * column) / total))
  const statistic = sumOf(
    counts.flatMap((row, i) =>
      row.map((count, j) => (count - expected[i]![j]!) ** 2 / expected[i]![j]!),
    ),
  )
  const [r, k] = [counts.length, columnSums.length]
  const freedom = (r - 1) * (k - 1)
  const phi = statistic / total
  const shrunk = (size: number): number => size - (size - 1) ** 2 / (total - 1)
  const excess = Math.max(0, phi - freedom / (total - 1))
  const room = Math.min(shrunk(r), shrunk(k)) - 1
  return {
    statistic,
    p: chiSquaredUpper(statistic, freedom),
    freedom,
    cramersV: Math.sqrt(phi / (Math.min(r, k) - 1)),
    cramersVCorrected: excess === 0 ? 0 : Math.sqrt(Math.min(1, excess / room)),
    leastExpected: Math.min(...expected.flat()),
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

function occupied(table: readonly (readonly number[])[]): (readonly number[])[] {
  table.forEach((row, i) => {
    checkNumbers(`table[${i}]`, row)
    checkLength(`table[${i}]`, row, table[0]!.length, 'table[0]')
    if (row.some((count) => count < 0)) {
      throw new DataError({ where: `table[${i}]`, problem: 'a count is negative' })
    }
  })
  const rows = table.filter((row) => sumOf(row) > 0)
  const columns = (rows[0] ?? []).map((_, column) => rows.some((row) => row[column]! > 0))
  const counts = rows.map((row) => row.filter((_, column) => columns[column]))
  if (rows.length >= 2 && counts[0]!.length >= 2) return counts
  throw new DataError({
    where: 'table',
    problem: 'there is nothing to compare',
    expected: 'two rows and two columns at least that are not all 0',
    received: `${rows.length} rows and ${counts[0]?.length ?? 0} columns`,
  })
}
