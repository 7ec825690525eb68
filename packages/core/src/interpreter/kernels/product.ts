/**
 * How c += a · b lies in memory: how many elements further on the next row, column or term of a sum
 * is. Neighbours in a row of c touch.
 */
export interface ProductLayout {
  readonly columns: number
  readonly rowA: number
  readonly termA: number
  readonly termB: number
  readonly columnB: number
  readonly rowC: number
}

/** Adds the product for `rows` rows and sums of `terms`, from the given elements of a, b and c on. */
export type AddProduct = (
  rows: number,
  terms: number,
  startA: number,
  startB: number,
  startC: number,
) => void

/**
 * The matrix product under the convolutions, in float64. Eight sums at a time, of two rows and four
 * columns, stay in registers while their terms are added: two to three times as fast as sums in memory.
 */
export function productKernel(
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
  { columns, rowA, termA, termB, columnB, rowC }: ProductLayout,
): AddProduct {
  const addTile = (terms: number, startA: number, startB: number, at: number): void => {
    let s00 = 0
    let s01 = 0
    let s02 = 0
    let s03 = 0
    let s10 = 0
    let s11 = 0
    let s12 = 0
    let s13 = 0
    for (let k = 0, i = startA, j = startB; k < terms; k++, i += termA, j += termB) {
      const a0 = a[i]!
      const a1 = a[i + rowA]!
      const b0 = b[j]!
      const b1 = b[j + columnB]!
      const b2 = b[j + 2 * columnB]!
      const b3 = b[j + 3 * columnB]!
      s00 += a0 * b0
      s01 += a0 * b1
      s02 += a0 * b2
      s03 += a0 * b3
      s10 += a1 * b0
      s11 += a1 * b1
      s12 += a1 * b2
      s13 += a1 * b3
    }
    c[at]! += s00
    c[at + 1]! += s01
    c[at + 2]! += s02
    c[at + 3]! += s03
    c[at + rowC]! += s10
    c[at + rowC + 1]! += s11
    c[at + rowC + 2]! += s12
    c[at + rowC + 3]! += s13
  }
  const addOne = (terms: number, startA: number, startB: number, at: number): void => {
    let sum = 0
    for (let k = 0, i = startA, j = startB; k < terms; k++, i += termA, j += termB) {
      sum += a[i]! * b[j]!
    }
    c[at]! += sum
  }
  return (rows, terms, startA, startB, startC) => {
    const tiledRows = rows - (rows % 2)
    const tiledColumns = columns - (columns % 4)
    for (let row = 0; row < rows; row++) {
      const fromA = startA + row * rowA
      const to = startC + row * rowC
      if (row < tiledRows && row % 2 === 0) {
        for (let column = 0; column < tiledColumns; column += 4) {
          addTile(terms, fromA, startB + column * columnB, to + column)
        }
      }
      for (let column = row < tiledRows ? tiledColumns : 0; column < columns; column++) {
        addOne(terms, fromA, startB + column * columnB, to + column)
      }
    }
  }
}
