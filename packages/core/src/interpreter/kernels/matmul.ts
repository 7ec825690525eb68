import type { Kernel, NumberArray } from './arrays.js'

/** Sizes of a (batched) product; a flag says that an operand is stored transposed. */
export interface MatmulSizes {
  readonly batch: number
  readonly rows: number
  readonly inner: number
  readonly columns: number
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** Matrix product with float64 sums; rows of `b` are walked in the order of memory. */
export function matmulKernel(
  output: NumberArray,
  a: NumberArray,
  b: NumberArray,
  { batch, rows, inner, columns, transposeA, transposeB }: MatmulSizes,
): Kernel {
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1]
  const total = new Float64Array(columns)
  const multiplyRow = transposeB ? dotRow : addRows
  return () => {
    for (let m = 0; m < batch; m++) {
      const startB = m * inner * columns
      for (let i = 0; i < rows; i++) {
        multiplyRow(total, a, m * rows * inner + i * rowA, innerA, b, startB, inner)
        const start = (m * rows + i) * columns
        for (let j = 0; j < columns; j++) output[start + j] = total[j]!
      }
    }
  }
}

/** total = one row of a times b, which lies with its columns next to each other. */
function addRows(
  total: Float64Array,
  a: NumberArray,
  startA: number,
  stepA: number,
  b: NumberArray,
  startB: number,
  inner: number,
): void {
  const columns = total.length
  total.fill(0)
  for (let k = 0; k < inner; k++) {
    const factor = a[startA + k * stepA]!
    const row = startB + k * columns
    for (let j = 0; j < columns; j++) total[j]! += factor * b[row + j]!
  }
}

/** total = one row of a times b, which lies with its inner axis next to each other. */
function dotRow(
  total: Float64Array,
  a: NumberArray,
  startA: number,
  stepA: number,
  b: NumberArray,
  startB: number,
  inner: number,
): void {
  for (let j = 0; j < total.length; j++) {
    const row = startB + j * inner
    let sum = 0
    for (let k = 0; k < inner; k++) sum += a[startA + k * stepA]! * b[row + k]!
    total[j] = sum
  }
}
