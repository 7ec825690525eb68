import type { Attribution } from '@parallax-ml/interpret'
import { describe, expect, test } from 'vitest'
import { attribution, draw, importance } from '../../testing/explanations.js'
import { contributionSwarm, rowContributions } from './contributions.js'
import { importanceForests } from './importances.js'
import { methodName } from './words.js'

test.each([
  ['exactShapley', 'exact Shapley'],
  ['integratedGradients', 'integrated gradients'],
  ['kernelShap', 'kernel SHAP'],
  ['lime', 'LIME'],
])('the method %s is called %s', (method, name) => {
  expect(methodName(method)).toBe(name)
})

describe('importances', () => {
  test('of several methods are shares of one axis, and the sentence says where they agree', () => {
    const [figure, ...more] = importanceForests([
      importance('permutationImportance', [3, 1, 0]),
      attribution,
    ])
    expect(more).toEqual([])
    expect(figure!.see).toMatch(/^All 2 put length first\./)
    expect(figure!.rows[0]).toMatchObject({
      label: 'length',
      markers: [
        { group: 'permutation importance', value: 0.75, low: 0.7, high: 0.8 },
        // Mean sizes 1.5, 0.5 and 0.5.
        { group: 'exact Shapley', value: 0.6 },
      ],
    })
    // The sizes of length are 2 and 1: a standard error of ½, of a sum of 2.5.
    expect(figure!.rows[0]!.markers[1]!.low).toBeCloseTo(0.6 - 0.4, 12)
    draw(figure!)
  })

  test('that disagree are told by name', () => {
    const [figure] = importanceForests([
      importance('a', [1, 0, 0]),
      importance('b', [1, 0, 0]),
      importance('c', [0, 0, 1]),
    ])
    expect(figure!.see).toContain(
      'They disagree: a and b put length first; c puts <odd> & "long" first.',
    )
  })

  test('of many methods on several backends have a figure for each backend', () => {
    const all = ['native', 'onnx'].flatMap((backend) =>
      [...'abcd'].map((method) => importance(method, [1, 2, 3], backend)),
    )
    expect(importanceForests(all).map(({ title }) => title)).toEqual([
      'What matters, native',
      'What matters, onnx',
    ])
    draw(...importanceForests(all))
  })
})

describe('contributions', () => {
  test('of all rows are a swarm, the most important feature first', () => {
    const figure = contributionSwarm(attribution, 1)
    expect(figure.rows[0]).toEqual({ label: 'length', values: [-2, 1], colors: [1, 4] })
    expect(figure.see).toMatch(/^Length moves the answer most, by exact Shapley\./)
    draw(figure)
  })

  test('of one row fall from the base to the prediction', () => {
    const figure = rowContributions(attribution, 1)
    expect(figure).toMatchObject({
      kind: 'waterfall',
      title: 'Row 1: why no, by exact Shapley',
      unit: 'logit of no',
      base: { value: 0.5 },
      prediction: { value: 0.75 },
      steps: [
        { label: '4 = length', value: -1 },
        { label: '6 = <odd> & "long"', value: 0.75 },
        { label: '5 = width', value: 0.5 },
      ],
      gap: 0,
    })
    expect(draw(figure)).not.toContain('<odd>')
  })

  test('that do not add up are refused, unless the explanation says so', () => {
    const wrong = { ...attribution, base: [0.6, -0.6] }
    expect(() => draw(rowContributions(wrong, 0))).toThrow('but the stated gap is 0')
    const honest = { ...wrong, checks: { evaluations: 8, completenessGap: 0.1 } }
    expect(draw(rowContributions(honest, 0))).toContain('off by 0.1, stated gap 0.1')
  })

  test('of methods without a sum are bars', () => {
    const { base: _, ...rest } = attribution
    const figure = rowContributions({ ...rest, method: 'saliency' }, 0)
    expect(figure).toMatchObject({ kind: 'intervals', bars: true })
    expect(figure.see).toContain('does not promise that contributions add up')
  })

  test('beyond the largest are added up', () => {
    const features = 20
    const values = Array.from({ length: features }, (_, i) => i / 10)
    const sum = values.reduce((a, b) => a + b, 0)
    const many: Attribution = {
      ...attribution,
      featureNames: values.map((_, i) => `x${i}`),
      outputNames: ['y'],
      shape: [1, features, 1],
      values,
      data: values,
      base: [0],
      predictions: [sum],
      checks: { evaluations: 1, completenessGap: 1e-12 },
    }
    const figure = rowContributions(many, 0)
    expect(figure).toMatchObject({ steps: { length: 9, 8: { label: '12 other features' } } })
    draw(figure)
  })
})
