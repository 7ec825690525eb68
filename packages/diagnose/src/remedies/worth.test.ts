import { dense, type FitOptions, sequential } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { subjectOf } from '../subject.js'
import { worthOf } from './worth.js'

const subjectWith = (loss: FitOptions['loss'], y: number[]) => {
  const spec = sequential({ inputShape: [1], layers: [dense({ units: 3 })] })
  return subjectOf({ spec, loss, epochs: 1 }, { train: { x: y.map((value) => [value]), y } })
}
const classes = subjectWith('sparseCategoricalCrossentropy', [0, 1, 2])
const numbers = subjectWith('meanSquaredError', [1, 3, 8])

test('scores that are finite are worth what they are, above 0', () => {
  expect(worthOf({ score: 0.7, loss: 5 }, 'score', classes)).toBe(0.7)
  expect(worthOf({ score: 0.7, loss: 5 }, 'loss', classes)).toBe(5)
  expect(worthOf({ score: -3, loss: 5 }, 'score', numbers)).toBe(0)
})

test.each([Number.NaN, Number.NEGATIVE_INFINITY])('%d is worth nothing', (lost) => {
  expect(worthOf({ score: lost, loss: -lost }, 'score', numbers)).toBe(0)
  expect(worthOf({ score: lost, loss: -lost }, 'loss', classes)).toBe(Math.log(3))
  // Distances from 4: 9, 1 and 16.
  expect(worthOf({ score: lost, loss: -lost }, 'loss', numbers)).toBe(26 / 3)
})
