/** Numbers in a typed array that grows. */
function growing<Kind extends Uint32Array | Float64Array>(Kind: new (size: number) => Kind) {
  let values = new Kind(1024)
  let length = 0
  return {
    push(value: number): void {
      if (length === values.length) {
        const larger = new Kind(2 * length)
        larger.set(values)
        values = larger
      }
      values[length++] = value
    },
    at: (i: number): number => values[i]!,
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

/** Rows of a block share the upper part of their offsets. */
const blockRows = 2 ** 12

/**
 * An index of four bytes a row: offsets within blocks of rows. Lines are kept only from the first row
 * on that is not one line behind the row before it.
 */
export function rowIndex(): RowIndex {
  const bases = growing(Float64Array)
  const offsets = growing(Uint32Array)
  const lines = growing(Uint32Array)
  let [firstLine, regular] = [0, 0]
  return {
    get rows() {
      return offsets.length
    },
    push(offset, line) {
      const row = offsets.length
      if (row % blockRows === 0) bases.push(offset)
      offsets.push(offset - bases.at(bases.length - 1))
      if (row === 0) firstLine = line
      if (lines.length === 0 && line === firstLine + row) regular = row + 1
      else lines.push(line)
    },
    offset: (row) => bases.at(Math.floor(row / blockRows)) + offsets.at(row),
    line: (row) => (row < regular ? firstLine + row : lines.at(row - regular)),
  }
}
