import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { type CellFormat, usualMissing } from '../table/table.js'

/** How texts in cells are meant, of any kind of file. */
export interface FormatOptions {
  /** What errors call the table. Default `table`, or the name of the file. */
  readonly name?: string
  /** Decimal sign. Default a point. */
  readonly decimal?: '.' | ','
  /**
   * Texts that stand for a missing value, besides the usual ones: '', NA, N/A, n/a, #N/A, <NA>, NaN,
   * nan, NULL, null and ?.
   */
  readonly missing?: readonly string[]
  /** Texts among the usual ones that are values here, as NA is Namibia. */
  readonly present?: readonly string[]
}

/** Options of `parseCsv`. */
export interface CsvOptions extends FormatOptions {
  /** What divides fields, one character. Default: found among comma, semicolon, tab and bar. */
  readonly delimiter?: string
  /** Whether the first line has the names of the columns. Default true, unless `columns` are given. */
  readonly header?: boolean
  /** Names of the columns, instead of those of the header. */
  readonly columns?: readonly string[]
}

/** Schema of {@link FormatOptions}. */
export const formatSchema = z.strictObject({
  name: z.string().default('table'),
  decimal: z.enum(['.', ',']).default('.'),
  missing: z.array(z.string()).default([]),
  present: z.array(z.string()).default([]),
})

const schema = formatSchema.extend({
  delimiter: z
    .string()
    .refine((text) => text.length === 1, 'not one character')
    .optional(),
  header: z.boolean().optional(),
  columns: z.array(z.string()).min(1).optional(),
})

/** The format that checked options declare. */
export const formatOf = ({
  decimal,
  missing,
  present,
}: Pick<z.output<typeof formatSchema>, 'decimal' | 'missing' | 'present'>): CellFormat => ({
  decimal,
  missing: [...new Set([...usualMissing, ...missing])].filter((text) => !present.includes(text)),
})

/** Checked options. */
export interface ParsedCsvOptions {
  readonly name: string
  readonly format: CellFormat
  readonly delimiter: string | undefined
  readonly header: boolean
  readonly columns: readonly string[] | undefined
}

/**
 * Checks the options of a reader of CSV.
 * @throws {OptionError} with the nearest right name.
 */
export function parseCsvOptions(options: CsvOptions): ParsedCsvOptions {
  const { name, delimiter, header, columns, ...format } = parseWith(
    schema,
    options,
    'CSV options',
    OptionError,
  )
  if (delimiter !== undefined && (delimiter === format.decimal || /["\r\n]/.test(delimiter))) {
    throw new OptionError({
      where: 'CSV options.delimiter',
      problem:
        delimiter === format.decimal ? 'it is the decimal sign as well' : 'it cannot divide fields',
      received: JSON.stringify(delimiter),
    })
  }
  return {
    name,
    format: formatOf(format),
    delimiter,
    header: header ?? columns === undefined,
    columns,
  }
}
