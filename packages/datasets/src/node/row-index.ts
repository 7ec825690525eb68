import { DataError } from '@parallax-ml/core'

/** Rows of a block share the upper part of their offsets. */
const blockRows = 2 ** 12

/** Numbers below 2^32 in blocks, so that growing copies nothing. */
function growingList() {
  const blocks: Uint32Array[] = []
  let length = 0
  return {
    push(value: number): void {
      const place = length++ % blockRows
      if (place === 0) blocks.push(new Uint32Array(blockRows))
      blocks.at(-1)![place] = value
    },
    at: (i: number): number => blocks[Math.floor(i / blockRows)]![i % blockRows]!,
    get length() {
      return length
    },
  }
}

/** Where the rows of a file are. */
export interface RowIndex {
  readonly rows: number
  push(offset: number, line: number): void
  /** First byte of a row. */
  offset(row: number): number
  /** Line of a row. */
  line(row: number): number
}

/**
 * An index of four bytes a row: offsets within blocks of rows. Lines are kept only from the first row
 * on that is not one line behind the row before it.
 *
 * @throws {DataError} while it grows, if rows are longer than a mebibyte on average.
 */
export function rowIndex(name: string): RowIndex {
  const bases: number[] = []
  const offsets = growingList()
  const lines = growingList()
  let [firstLine, regular] = [0, 0]
  return {
    get rows() {
      return offsets.length
    },
    push(offset, line) {
      const row = offsets.length
      if (row % blockRows === 0) bases.push(offset)
      const within = offset - bases.at(-1)!
      if (within >= 2 ** 32) throw tooLong(name)
      offsets.push(within)
      if (row === 0) firstLine = line
      if (lines.length === 0 && line === firstLine + row) regular = row + 1
      else lines.push(line)
    },
    offset: (row) => bases[Math.floor(row / blockRows)]! + offsets.at(row),
    line: (row) => (row < regular ? firstLine + row : lines.at(row - regular)),
  }
}

const tooLong = (name: string): DataError =>
  new DataError({
    where: name,
    problem: 'its rows are too long to be streamed',
    expected: 'less than 1 MiB on average',
  })
