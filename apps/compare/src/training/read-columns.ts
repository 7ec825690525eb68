import { DataError } from '@parallax-ml/core'
import { blocksOf, cellReader, requireColumn, type TableSource } from '@parallax-ml/datasets'

/** The rows that can be learnt from, and what divides them. */
export interface FoundColumns {
  /** Those that have a target. */
  readonly rows: Int32Array
  /** The target of every row as text, unless there are too many rows to keep them. */
  readonly targets: readonly string[] | undefined
  /** The group of every row, where there are groups. */
  readonly groups: readonly string[] | undefined
}

/**
 * Goes through a source once for its targets and groups.
 * @throws {DataError} if there is no such column, no row has a target, or a row with one has no group.
 */
export async function readColumns(
  source: TableSource,
  { target, group }: { target: string; group: string | undefined },
  isLarge: boolean,
): Promise<FoundColumns> {
  for (const column of [target, ...(group === undefined ? [] : [group])]) {
    requireColumn(column, source.columns, source.name)
  }
  const reader = cellReader(source.format)
  const place = source.columns.indexOf(target)
  const groupPlace = group === undefined ? -1 : source.columns.indexOf(group)
  const rows = new Int32Array(source.rows)
  const targets: string[] = []
  const groups: string[] = []
  let [row, count] = [0, 0]
  for await (const block of blocksOf(source)) {
    for (const cells of block.rows) {
      const cell = cells[place] ?? null
      if (!reader.isMissing(cell)) rows[count++] = row
      if (!isLarge) targets[row] = reader.text(cell)
      if (groupPlace >= 0) groups[row] = reader.text(cells[groupPlace] ?? null)
      row++
    }
  }
  if (count === 0) {
    throw new DataError({
      where: source.name,
      problem: row === 0 ? 'it has no rows' : `no row has a '${target}'`,
    })
  }
  return {
    rows: rows.slice(0, count),
    targets: isLarge ? undefined : targets,
    groups: group === undefined ? undefined : groups,
  }
}
