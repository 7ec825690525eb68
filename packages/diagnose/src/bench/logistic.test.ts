import { interpreter } from '@parallax-ml/core'
import { logisticModel, logisticRegression } from '@parallax-ml/interpret'
import { expect, test } from 'vitest'
import { clouds } from '../planted/rows.js'
import { likeliest } from './answers.js'
import { logisticAnswers } from './logistic.js'
import { matrixOf, rowsOf } from './matrix.js'

const place = { backend: interpreter, precision: 'float32' } as const
const classNames = ['a', 'b']

/** What Newton's method gives, whatever the size. */
const exact = async (own: ReturnType<typeof clouds>, left: number[][]) =>
  rowsOf(
    await logisticModel(logisticRegression(own.x, own.y, { classNames })).predict(matrixOf(left)),
  )

test.each([2, 110])('of %i features answers as the likeliest one does', async (width) => {
  const centers = [-0.2, 0.2].map((center) => new Array<number>(width).fill(center))
  const [own, left] = [clouds(1, 200, centers), clouds(2, 100, centers).x.map((row) => [...row])]
  const answers = await logisticAnswers(own, left, { classNames }, place)
  const expected = await exact(own, left)
  const same = answers.filter((row, i) => likeliest(row) === likeliest(expected[i]!)).length
  expect(same).toBeGreaterThanOrEqual(98)
  for (const [i, row] of answers.entries()) {
    expect(Math.abs(row[1]! - expected[i]![1]!)).toBeLessThan(0.03)
  }
})
