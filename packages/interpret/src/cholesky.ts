/** A symmetric positive definite matrix, factored so that equations with it are quickly solved. */
export interface Factored {
  /** x of A·x = b. */
  solve(b: ArrayLike<number>): Float64Array
}

/**
 * Cholesky's factorisation of a symmetric matrix, row-major.
 * @returns `undefined` if the matrix is not positive definite, within 1e-12 of its largest diagonal element.
 */
export function cholesky(matrix: Float64Array, size: number): Factored | undefined {
  const lower = matrix.slice()
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]!)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * size + j]!
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!
      if (i === j && !(sum > 1e-12 * largest)) return undefined
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!
    }
  }
  return { solve: (b) => solve(lower, size, b) }
}

function solve(lower: Float64Array, size: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * size + k]! * x[k]!
    x[i]! /= lower[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k * size + i]! * x[k]!
    x[i]! /= lower[i * size + i]!
  }
  return x
}
