import { randomKey, uniforms } from '@parallax-ml/core'

/** Rows of standard normal numbers (Box and Muller 1958). */
export function normalsOf(rows: number, columns: number, seed: number): number[][] {
  const [u, v] = ['radius', 'angle'].map((purpose) =>
    uniforms(randomKey(seed, purpose), rows * columns),
  )
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => {
      const i = r * columns + c
      return Math.sqrt(-2 * Math.log(1 - u![i]!)) * Math.cos(2 * Math.PI * v![i]!)
    }),
  )
}
