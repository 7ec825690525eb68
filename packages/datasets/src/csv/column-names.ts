import { DataError } from '@parallax-ml/core'

import type { ParsedCsvOptions } from './csv-options.js'

/**
 * The names of the columns: as given, as the first record has them, or by their place.
 * @throws {DataError} if a name occurs twice, or there are more or fewer than fields.
 */
export function columnNames(
  first: readonly string[],
  { name, header, columns }: Pick<ParsedCsvOptions, 'name' | 'header' | 'columns'>,
): string[] {
  const given = columns ?? (header ? first : first.map(() => ''))
  requireWidth(first, given, name)
  const names = given.map((text, i) => text.trim() || `column${i + 1}`)
  const twice = names.find((text, i) => names.indexOf(text) !== i)
  if (twice === undefined) return names
  throw new DataError({
    where: `${name}, names of columns`,
    problem: `two columns are called '${twice}'`,
    hint: 'Give each its own name, in the file or as columns: [ … ].',
  })
}

/**
 * Checks that a record has a field for every column.
 * @throws {DataError} naming its line, and the column that is missing.
 */
export function requireWidth(
  fields: readonly string[],
  columns: readonly string[],
  where: string,
): void {
  if (fields.length === columns.length) return
  const missing = columns[fields.length]
  throw new DataError({
    where,
    problem:
      missing === undefined
        ? 'it has more fields than there are columns'
        : `it ends before column '${missing}'`,
    expected: `${columns.length} fields`,
    received: String(fields.length),
    hint: 'Look for a separator too many or too few, or a quote that is missing.',
  })
}
