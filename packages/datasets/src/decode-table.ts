/** Rows with the class of each. */
interface LabelledTable {
  readonly x: number[][]
  readonly y: number[]
}

/** Reads numbers divided by space, of which every row has its class and then `columns` values. */
export function decodeTable(text: string, columns: number): LabelledTable {
  const numbers = text.trim().split(/\s+/).map(Number)
  const starts = Array.from({ length: numbers.length / (columns + 1) }, (_, i) => i * (columns + 1))
  return {
    x: starts.map((start) => numbers.slice(start + 1, start + 1 + columns)),
    y: starts.map((start) => numbers[start]!),
  }
}
