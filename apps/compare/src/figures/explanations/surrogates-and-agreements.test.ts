import { createModel, dense, interpreter, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { common, draw } from '../../testing/explanations.js'
import { rankAgreement, worstDifferences } from './agreements.js'
import { counterfactualTable } from './counterfactuals.js'
import { faithfulnessFigures } from './faithfulness.js'
import { rulesTable } from './rules.js'
import { depthFigure, surrogateFigure } from './surrogates.js'
import { whatIfFigure } from './what-ifs.js'

describe('surrogates', () => {
  const surrogate = {
    tree: {
      kind: 'tree',
      criterion: 'gini',
      featureNames: common.featureNames,
      outputNames: common.outputNames,
      nodes: [
        {
          rows: 4,
          weight: 4,
          impurity: 0.5,
          value: [0.5, 0.5],
          split: { feature: 1, threshold: 1.5, left: 1, right: 2, gain: 0.5 },
        },
        { rows: 2, weight: 2, impurity: 0, value: [1, 0] },
        { rows: 2, weight: 2, impurity: 0, value: [0, 1] },
      ],
    },
    depth: 1,
    fidelity: { measure: 'agreement', value: 0.97, low: 0.9, high: 0.99, rows: 50 },
    curve: [{ depth: 1, leaves: 2, fidelity: 0.97, standardError: 0.01 }],
  } as const
  const rows = [0, 1, 2, 3].map((width) => [0, width, 0])

  test('are trees with counts, histograms and the way of a row', () => {
    const figure = surrogateFigure(surrogate, { rows, labels: [0, 0, 1, 1], row: 3 })
    expect(figure).toMatchObject({
      path: [0, 2],
      fidelity: 'agrees on 97 % (90 % to 99 %) of 50 unseen rows',
      nodes: [
        { counts: [2, 2], split: { feature: 'width' } },
        { counts: [2, 0] },
        { counts: [0, 2] },
      ],
    })
    const { counts } = figure.nodes[0]!.histogram!
    expect(counts.map((own) => own.reduce((a, b) => a + b, 0))).toEqual([2, 2])
    expect(counts[0]!.slice(8).every((count) => count === 0)).toBe(true)
    draw(figure, depthFigure(surrogate))
  })

  test('are rules in a table with bars', () => {
    const figure = rulesTable(
      [
        {
          name: 'first',
          answer: 0,
          text: 'if width ≤ 1.5, then no',
          support: 2,
          coverage: 0.5,
          precision: 1,
          low: 0.3,
          high: 1,
          breaks: [],
        },
        {
          name: 'second',
          answer: 1,
          text: 'always yes',
          support: 2,
          coverage: 0.5,
          precision: 0.5,
          low: 0.1,
          high: 0.9,
          breaks: [7],
        },
        { name: 'third', answer: 0, text: 'never used', support: 0, coverage: 0, breaks: [] },
      ],
      'the network',
    )
    expect(figure.see).toContain('2 rules answer for 100 % of the rows')
    expect(figure.see).toContain('The weakest is right about 50 %: always yes.')
    expect(figure.rows[1]).toEqual([
      'always yes',
      { text: '50 % (2)', share: 0.5 },
      { text: '50 % (10 %–90 %)', share: 0.5 },
      '7',
    ])
    draw(figure)
  })
})

test('agreement is told pair by pair', () => {
  const agreements = [
    { first: 0, second: 1, maxDifference: 3e-7, numericFloor: 1e-5, spearman: 1, verdict: 'equal' },
    {
      first: 0,
      second: 2,
      maxDifference: 2e-3,
      numericFloor: 1e-5,
      spearman: -0.5,
      verdict: 'different',
    },
    { first: 1, second: 2, maxDifference: 0, numericFloor: 1e-5, verdict: 'equal' },
  ]
  const names = ['native', 'onnx', 'tfjs']
  const differences = worstDifferences(names, agreements)
  expect(differences.see).toBe(
    'native and tfjs differ by 0.002 at most: more than rounding or sampling explains, as 1 of 3 pairs do. Up to 1e−5 is rounding.',
  )
  const ranks = rankAgreement(names, agreements, 'backend')
  expect(ranks.see).toMatch(/^native and tfjs agree least, with a rank correlation of −0\.50/)
  expect(ranks.texts![1]).toEqual(['1.00', '1.00', '–'])
  draw(differences, ranks)
})

test('faithfulness says which methods beat random order', () => {
  const curve = (values: number[], verdict: string) => ({ values, area: 0.5, verdict })
  const of = (verdict: string) => ({
    fractions: [0, 0.5, 1],
    deletion: curve([1, 0.2, 0], verdict),
    insertion: curve([0, 0.8, 1], verdict),
    random: { values: [1, 0.6, 0], areas: [0.5, 0.6] },
  })
  const figures = faithfulnessFigures(
    { saliency: of('better than random'), noise: of('no better than random') },
    'probability',
  )
  expect(figures.map(({ see }) => see)).toEqual([
    'The sooner the answer falls, the better the order. Better than random order: saliency. Not shown to be: noise.',
    'The sooner the answer rises, the better the order. Better than random order: saliency. Not shown to be: noise.',
  ])
  expect(figures[1]!.series.at(-1)!.points).toEqual([
    [0, 0],
    [0.5, 0.6],
    [1, 1],
  ])
  draw(...figures)
})

test('counterfactuals say what would have to be otherwise, or that nothing is found', () => {
  const explanation = {
    ...common,
    kind: 'counterfactual',
    method: 'sparse',
    row: [1, 2, 3],
    prediction: [1, -1],
    found: [{ row: [1.6, 2, 3], prediction: [-1, 1], changed: [0], distance: 0.6 }],
    norm: 'L1',
    target: 1,
    checks: { evaluations: 1 },
  } as const
  const figure = counterfactualTable(explanation)
  expect(figure.see).toContain('With length 1.6 instead of 1, the answer would be yes.')
  expect(figure.rows).toEqual([['length 1.6 instead of 1', '−1', '1', '0.6']])
  draw(figure)
  draw(counterfactualTable({ ...explanation, found: [] }))
})

describe('what if', () => {
  test('has sliders between the ends of the data, and runs the model', async () => {
    const spec = sequential({
      inputShape: [3],
      layers: [dense({ units: 2, activation: 'softmax' })],
    })
    const model = createModel(spec, { backend: interpreter, seed: 1 })
    const rows = [
      [0, 1.5, 7],
      [1, 2.5, 7],
    ]
    const prediction = Array.from((await model.predict([rows[1]!])).data)
    const figure = whatIfFigure(model, {
      ...common,
      space: 'probability',
      rows,
      row: 1,
      prediction,
    })
    expect(figure.features).toEqual([
      { name: 'length', value: 1, baseline: 0.5, min: 0, max: 1, step: 1 },
      { name: 'width', value: 2.5, baseline: 2, min: 1.5, max: 2.5 },
      { name: '<odd> & "long"', value: 7, baseline: 7 },
    ])
    expect(draw(figure)).toContain('from the interpreter backend in float32')
    const other = whatIfFigure(model, { ...common, space: 'probability', rows, row: 0, prediction })
    expect(() => draw(other)).toThrow(/the layers are off by 0\.\d+ from it/)
    await model.dispose()
  })
})
