import { normals, type RandomKey } from '../random/draws.js'

/**
 * A random matrix with orthonormal columns, or rows if it has fewer of them: modified Gram–Schmidt,
 * twice over, on normal numbers.
 */
export function orthogonalMatrix(rows: number, columns: number, key: RandomKey): Float64Array {
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows]
  const drawn = normals(key, count * length)
  const vectors = Array.from({ length: count }, (_, i) => drawn.slice(i * length, (i + 1) * length))
  for (const [i, vector] of vectors.entries()) {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, i)) subtract(vector, other, dot(vector, other))
    }
    const norm = Math.sqrt(dot(vector, vector))
    for (let j = 0; j < length; j++) vector[j]! /= norm
  }
  const matrix = new Float64Array(rows * columns)
  for (const [i, vector] of vectors.entries()) {
    for (let j = 0; j < length; j++)
      matrix[rows < columns ? i * columns + j : j * columns + i] = vector[j]!
  }
  return matrix
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! -= factor * b[i]!
}
