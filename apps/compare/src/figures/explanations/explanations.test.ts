import { createModel, dense, interpreter, sequential } from '@parallax-ml/core'
import type { Attribution, DependenceCurve, Importance } from '@parallax-ml/interpret'
import { type Figure, reportHtml } from '@parallax-ml/report'
import { describe, expect, test } from 'vitest'
import { rankAgreement, worstDifferences } from './agreements.js'
import { contributionSwarm, rowContributions } from './contributions.js'
import { counterfactualTable } from './counterfactuals.js'
import { dependenceFigure, jointDependence } from './dependences.js'
import { faithfulnessFigures } from './faithfulness.js'
import { imageFigure } from './images.js'
import { importanceForests } from './importances.js'
import { interactionFigure } from './interactions.js'
import { rulesTable } from './rules.js'
import { depthFigure, surrogateFigure } from './surrogates.js'
import { whatIfFigure } from './what-ifs.js'
import { methodName } from './words.js'

const common = {
  featureNames: ['length', 'width', '<odd> & "long"'],
  outputNames: ['no', 'yes'],
  space: 'logit',
  provenance: { backend: 'native', version: '0.0.0' },
} as const

/** Two rows, three features, two outputs; the second output is minus the first. */
const phi = [
  [2, -0.5, 0.25],
  [-1, 0.5, 0.75],
]
const attribution: Attribution = {
  ...common,
  kind: 'attribution',
  method: 'exactShapley',
  shape: [2, 3, 2],
  values: phi.flatMap((row) => row.flatMap((value) => [value, -value])),
  base: [0.5, -0.5],
  predictions: [2.25, -2.25, 0.75, -0.75],
  data: [1, 2, 3, 4, 5, 6],
  checks: { evaluations: 8, completenessGap: 0 },
}
const importance = (method: string, values: readonly number[], backend = 'native'): Importance => ({
  ...common,
  kind: 'importance',
  method,
  names: common.featureNames,
  values,
  standardErrors: [0.1, 0.1, 0.1],
  score: 'accuracy drop',
  checks: { evaluations: 1 },
  provenance: { ...common.provenance, backend },
})

const draw = (...figures: Figure[]): string =>
  reportHtml({ title: 'r', sections: [{ title: 's', figures }] })

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

describe('surrogates', () => {
  const surrogate = {
    tree: {
      criterion: 'gini',
      featureNames: common.featureNames,
      outputNames: common.outputNames,
      nodes: [
        { rows: 4, value: [0.5, 0.5], split: { feature: 1, threshold: 1.5, left: 1, right: 2 } },
        { rows: 2, value: [1, 0] },
        { rows: 2, value: [0, 1] },
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
          text: 'if width ≤ 1.5, then no',
          support: 2,
          coverage: 0.5,
          precision: 1,
          low: 0.3,
          high: 1,
          breaks: [],
        },
        {
          text: 'always yes',
          support: 2,
          coverage: 0.5,
          precision: 0.5,
          low: 0.1,
          high: 0.9,
          breaks: [7],
        },
        { text: 'never used', support: 0, coverage: 0, breaks: [] },
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
