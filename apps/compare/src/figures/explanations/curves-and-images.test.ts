import type { Attribution, DependenceCurve } from '@parallax-ml/interpret'
import { describe, expect, test } from 'vitest'
import { attribution, common, draw } from '../../testing/explanations.js'
import { dependenceFigure, jointDependence } from './dependences.js'
import { imageFigure } from './images.js'
import { interactionFigure } from './interactions.js'

describe('dependence', () => {
  const curve = (method: string, shift: number): DependenceCurve => ({
    ...common,
    kind: 'curve',
    method,
    features: [0],
    grid: [[0, 1, 2]],
    values: [0, 9, 1, 8, 2, 7].map((value) => value + shift),
    checks: { evaluations: 6 },
  })
  const partial: DependenceCurve = {
    ...curve('partialDependence', 0),
    individual: [0, 0, 1, 0, 2, 0, 5, 0, 6, 0, 7, 0],
    density: [0.5, 0.25, 0.25],
  }

  test('has rows behind the curves, and effects lifted to their mean', () => {
    const figure = dependenceFigure([partial, curve('accumulatedLocalEffects', -0.75)])
    expect(figure.individual).toEqual([
      [0, 1, 2],
      [5, 6, 7],
    ])
    // The mean of 0, 1 and 2 by the density is ¾.
    expect(figure.curves[1]!.points).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    expect(figure.see).toContain('By accumulated local effects, it differs by 0 at most')
    draw(figure)
  })

  test('of two features is a heat map, with the second across', () => {
    const figure = jointDependence({
      ...partial,
      features: [0, 1],
      grid: [
        [0, 1],
        [5, 6, 7],
      ],
      values: [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0],
    })
    expect(figure).toMatchObject({
      rows: 'length',
      columns: 'width',
      values: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    })
    expect(() => dependenceFigure([partial, { ...partial, features: [1] }])).toThrow(
      'not all of one same feature',
    )
    draw(figure)
  })
})

test('interactions name the strongest pair and leave the diagonal out', () => {
  const figure = interactionFigure({
    ...common,
    kind: 'interactions',
    method: 'shapleyInteractions',
    index: 'SII',
    shape: [1, 3, 3, 2],
    values: [
      [9, 0.1, -0.5],
      [0.1, 9, 0.2],
      [-0.5, 0.2, 9],
    ].flatMap((row) => row.flatMap((value) => [value, 0])),
    checks: { evaluations: 1 },
  })
  expect(figure.see).toMatch(/^<odd> & "long" and length interact most \(−0\.5\)/)
  expect(figure.values[0]).toEqual([0, 0.1, -0.5])
  draw(figure)
})

describe('images', () => {
  const image: Attribution = {
    ...attribution,
    featureNames: [...'abcdefgh'],
    outputNames: ['y'],
    shape: [1, 8, 1],
    values: [1, 2, 3, 4, -5, -6, 7, 8],
    data: [0, 16, 8, 8, 16, 16, 0, 0],
    predictions: [1],
    featureShape: [2, 2, 2],
  }
  const options = { row: 0, ink: { paper: 0, full: 16 } }

  test('sum attributions over channels, and say whether they were checked', () => {
    const figure = imageFigure([image], [image], options)
    expect(figure.input!.pixels).toEqual([0.5, 0.5, 1, 0])
    expect(figure.rows.map(({ maps }) => maps[0]!.values)).toEqual([
      [3, 7, -11, 15],
      [3, 7, -11, 15],
    ])
    expect(imageFigure([image], [], options).see).toContain(
      'not checked against randomised weights',
    )
    draw(figure)
  })

  test('need a shape', () => {
    expect(() => imageFigure([attribution], [], options)).toThrow(
      'attribution by exactShapley: its features are no image (expected a featureShape of [height, width]',
    )
  })
})
