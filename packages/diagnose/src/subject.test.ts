import { dense, type FitOptions, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { type DiagnosisData, type Recipe, subjectOf } from './subject.js'

const recipe = (loss: FitOptions['loss']): Recipe => ({
  spec: sequential({ inputShape: [2], layers: [dense({ units: 1 })] }),
  loss,
  epochs: 1,
})
const train = { x: [[1, 2], [3, 4]], y: [0, 1] } // biome-ignore format: a table

describe('what targets are', () => {
  test.each<[FitOptions['loss'], 'classification' | 'regression']>([
    ['sparseCategoricalCrossentropy', 'classification'],
    [{ name: 'binaryCrossentropy', fromLogits: true }, 'classification'],
    ['hinge', 'classification'],
    ['squaredHinge', 'classification'],
    ['meanSquaredError', 'regression'],
    ['huber', 'regression'],
  ])('%j: %s', (loss, kind) => {
    expect(subjectOf(recipe(loss), { train }).kind).toBe(kind)
  })

  test('names of classes say that they are classes, whatever the loss', () => {
    const data = { train, classNames: ['no', 'yes'] }
    expect(subjectOf(recipe('meanSquaredError'), data)).toMatchObject({ kind: 'classification' })
  })
})

test('classes of test rows are classes too, and there are two at least', () => {
  const loss = 'sparseCategoricalCrossentropy'
  const test = { x: [[5, 6]], y: [3] }
  expect(subjectOf(recipe(loss), { train, test }).classNames).toEqual([0, 1, 2, 3].map((k) => `class ${k}`)) // biome-ignore format: a line
  const same = { x: train.x, y: [0, 0] }
  expect(subjectOf(recipe(loss), { train: same }).classNames).toHaveLength(2)
  expect(() => subjectOf(recipe(loss), { train, test, classNames: ['a', 'b'] })).toThrow(
    'data.classNames: there are too many or too few (expected 4, got 2)',
  )
})

test.each<[Partial<DiagnosisData>, string]>([
  [
    { test: { x: [[1]], y: [0] } },
    'data.test.x row 0: there are too many or too few (expected 2, got 1)',
  ],
  [{ test: { x: [[1, 2]], y: [] as number[] } }, 'data.test.y'],
  [{ train: { x: [[1, 2], [3]], y: [0, 1] } }, 'data.train.x row 1'],
  [
    { train: { x: [[1, 2]], y: [0, 1] } },
    'data.train.y: there are too many or too few (expected 1, got 2)',
  ],
  [{ train: { x: [[1, 2]], y: [0.5] } }, 'data, y of row 0: not a class'],
  [{ featureNames: ['a'] }, 'data.featureNames'],
])('bad rows %# are an error that says where', (data, message) => {
  // biome-ignore format: a table
  const make = () => subjectOf(recipe('binaryCrossentropy'), { train, ...data })
  expect(make).toThrow(message)
})
