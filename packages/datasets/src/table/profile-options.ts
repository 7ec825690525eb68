import { DataError, OptionError, parseWith, suggest } from '@parallax-ml/core'
import { z } from 'zod'
import { type ColumnType, columnTypes } from './column-type.js'

/** Options of `profileTable`. */
export interface ProfileOptions {
  /** Types that are declared instead of inferred, by column. */
  readonly types?: Readonly<Record<string, ColumnType>>
  /** With more different values a column of texts is free text. Default 100. */
  readonly mostCategories?: number
}

const schema = z.strictObject({
  types: z.record(z.string(), z.enum(columnTypes)).default({}),
  mostCategories: z.int().min(1).default(100),
})

/**
 * Checked options, defaults filled in.
 * @throws {OptionError} if one does not fit. @throws {DataError} if a column does not exist.
 */
export function parseProfileOptions(
  options: ProfileOptions,
  columns: readonly string[],
  table: string,
): z.output<typeof schema> {
  const parsed = parseWith(schema, options, 'profile options', OptionError)
  for (const column of Object.keys(parsed.types)) requireColumn(column, columns, table)
  return parsed
}

/**
 * Checks that a table has a column.
 * @throws {DataError} with the nearest right name.
 */
export function requireColumn(column: string, columns: readonly string[], table: string): void {
  if (columns.includes(column)) return
  throw new DataError({
    where: table,
    problem: `there is no column '${column}'`,
    hint: suggest(column, columns),
  })
}
