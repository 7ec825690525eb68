import { dense, type FitOptions, sequential } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { type Recipe, subjectOf } from '../subject.js'
import { expectClose } from '../testing/golden.js'
import { answersOf, likeliest, scoresOf } from './answers.js'

const subjectWith = (loss: FitOptions['loss'], units: number) => {
  const spec = sequential({ inputShape: [1], layers: [dense({ units })] })
  const recipe: Recipe = { spec, loss, epochs: 1 }
  return subjectOf(recipe, { train: { x: [[0], [1]], y: [0, 1] } })
}
const outputs = (shape: number[], ...data: number[]) =>
  ({ dtype: 'float', shape, data: Float64Array.from(data) }) as const

test('one output of two classes is the probability of the second', () => {
  const subject = subjectWith('binaryCrossentropy', 1)
  expectClose(answersOf(outputs([2, 1], 0.9, 0.2), subject), [
    [0.1, 0.9],
    [0.8, 0.2],
  ])
})

test('logits become probabilities, of one output and of several', () => {
  const one = subjectWith({ name: 'binaryCrossentropy', fromLogits: true }, 1)
  expectClose(answersOf(outputs([1, 1], Math.log(3)), one), [[0.25, 0.75]])
  const several = subjectWith({ name: 'sparseCategoricalCrossentropy', fromLogits: true }, 3)
  const large = 1000
  expectClose(answersOf(outputs([1, 3], large, large + Math.log(2), large), several), [
    [0.25, 0.5, 0.25],
  ])
})

test('scores by hand', () => {
  const answers = [
    [0.5, 0.5],
    [0.2, 0.8],
    [1, 0],
  ]
  expect(likeliest(answers[0]!)).toBe(0)
  const { score, loss } = scoresOf(answers, [0, 0, 1], 'classification')
  // A probability of 0 counts as 1e-7.
  expectClose([score, loss], [1 / 3, -(Math.log(0.5) + Math.log(0.2) + Math.log(1e-7)) / 3])
  // Squared errors 1, 0 and 4; targets 2, 4 and 6 have squared distances 4, 0 and 4 from their mean.
  const numbers = scoresOf([[1], [4], [8]], [2, 4, 6], 'regression')
  expectClose([numbers.score, numbers.loss], [1 - 5 / 8, 5 / 3])
})
