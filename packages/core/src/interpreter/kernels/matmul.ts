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

/** From this many columns on, walking rows of b in the order of memory pays (measured). */
const wide = 16

/** Matrix product with sums in float64. */
export function matmulKernel(
  output: NumberArray,
  a: NumberArray,
  b: NumberArray,
  sizes: MatmulSizes,
): Kernel {
  const byRows = !sizes.transposeB && sizes.columns >= wide
  return byRows ? rowKernel(output, a, b, sizes) : dotKernel(output, a, b, sizes)
}

/** Element by element: a row of a times a column of b. */
function dotKernel(
  output: NumberArray,
  a: NumberArray,
  b: NumberArray,
  sizes: MatmulSizes,
): Kernel {
  const { batch, rows, inner, columns, transposeA, transposeB } = sizes
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1]
  const [columnB, innerB] = transposeB ? [inner, 1] : [1, columns]
  return () => {
    for (let m = 0, at = 0; m < batch; m++) {
      for (let i = 0; i < rows; i++) {
        const startA = m * rows * inner + i * rowA
        for (let j = 0; j < columns; j++) {
          const startB = m * inner * columns + j * columnB
          let sum = 0
          for (let k = 0; k < inner; k++) sum += a[startA + k * innerA]! * b[startB + k * innerB]!
          output[at++] = sum
        }
      }
    }
  }
}

/** Row by row: the rows of b, each times an element of a, add up to a row of the product. */
function rowKernel(
  output: NumberArray,
  a: NumberArray,
  b: NumberArray,
  sizes: MatmulSizes,
): Kernel {
  const { batch, rows, inner, columns, transposeA } = sizes
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1]
  const total = new Float64Array(columns)
  return () => {
    for (let m = 0; m < batch; m++) {
      for (let i = 0; i < rows; i++) {
        total.fill(0)
        for (let k = 0; k < inner; k++) {
          const factor = a[m * rows * inner + i * rowA + k * innerA]!
          const row = (m * inner + k) * columns
          for (let j = 0; j < columns; j++) total[j]! += factor * b[row + j]!
        }
        output.set(total, (m * rows + i) * columns)
      }
    }
  }
}
