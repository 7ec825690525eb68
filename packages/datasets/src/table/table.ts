/** A value as it stands in a file or record; null where there is none. */
export type Cell = string | number | boolean | null

/** How the texts in cells are meant. It belongs to the file, not to the model. */
export interface CellFormat {
  /** The decimal sign of numbers. */
  readonly decimal: '.' | ','
  /** Texts, without the space around them, that stand for a missing value. */
  readonly missing: readonly string[]
}

/** Rows of cells in memory, as they were found: nothing is interpreted yet. */
export interface Table {
  /** What errors call it, such as the name of the file. */
  readonly name: string
  readonly columns: readonly string[]
  /** Cells in the order of `columns`. */
  readonly rows: readonly (readonly Cell[])[]
  readonly format: CellFormat
  /** The line of the file at which each row begins, counted from 1; absent where there are no lines. */
  readonly lines?: readonly number[] | undefined
}

/** What usually stands for a missing value. */
export const usualMissing: readonly string[] = [
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'NULL',
  'null',
  '?',
]

/** A row, or a cell, as errors name it: `people.csv line 17, column 'age'`. */
export function placeOf(
  { name, lines }: Pick<Table, 'name' | 'lines'>,
  row: number,
  column?: string,
): string {
  const place = lines === undefined ? `${name}[${row}]` : `${name} line ${lines[row]}`
  return column === undefined ? place : `${place}, column '${column}'`
}
