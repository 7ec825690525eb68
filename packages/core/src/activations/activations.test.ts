import { expect, test } from 'vitest'
import { interpreter } from '../interpreter/backend.js'
import { activation } from '../layers/activation.js'
import { createModel } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import type { ActivationChoice } from './index.js'

async function apply(choice: ActivationChoice, row: readonly number[]): Promise<number[]> {
  const layers = [activation({ activation: choice })]
  const spec = sequential({ inputShape: [row.length], layers })
  const model = createModel(spec, { backend: interpreter, precision: 'float64' })
  const { data } = await model.predict([row])
  await model.dispose()
  return Array.from(data)
}

/** Martins and Astudillo, 2016, algorithm 1. */
function projection(row: readonly number[]): number[] {
  const sorted = row.toSorted((a, b) => b - a)
  const sumOf = (count: number) => sorted.slice(0, count).reduce((sum, value) => sum + value, 0)
  const count = sorted.filter((value, i) => 1 + (i + 1) * value > sumOf(i + 1)).length
  const threshold = (sumOf(count) - 1) / count
  return row.map((value) => Math.max(0, value - threshold))
}

test.each([
  [[1.981461943056384, -1.901864416324254, 0.7132335, 2.110171622830862, 1.19820307]],
  [[-100, -20, -6.5, -3.5, -2.2, -0.7, -0.3, -0.001]],
  [[0, 0, 0]],
  [[0.1, 0.2, 0.15, 0.3]],
])('sparsemax of %j is the nearest point whose entries are shares', async (row) => {
  const shares = await apply('sparsemax', row)
  for (const [i, share] of projection(row).entries()) expect(shares[i]).toBeCloseTo(share, 14)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14)
})

test('squareplus far below 0 keeps its digits', async () => {
  const [value] = await apply({ name: 'squareplus', b: 2 }, [-1e6])
  // b / (4 |x|), less a share of b / (4 x²).
  expect(value! / 5e-7).toBeCloseTo(1, 11)
})
