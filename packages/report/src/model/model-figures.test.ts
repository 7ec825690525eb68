import {
  add,
  connect,
  conv2d,
  createModel,
  dense,
  flatten,
  functional,
  input,
  interpreter,
  type ModelSpec,
  normalization,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { reportHtml } from '../page.js'
import { filtersFigure } from './filters-figure.js'
import { mermaid } from './mermaid.js'
import { networkFigure } from './network-figure.js'

const modelOf = (spec: ModelSpec, weights = {}) =>
  createModel(spec, { backend: interpreter, weights })
const small = sequential({
  inputShape: [2],
  layers: [normalization(), dense({ units: 3, activation: 'tanh' }), dense({ units: 1 })],
})
const images = sequential({
  inputShape: [4, 4, 2],
  layers: [conv2d({ filters: 3, kernelSize: 2 }), flatten(), dense({ units: 2 })],
})

function residual(): ModelSpec {
  const x = input('x', [4])
  const hidden = connect(x, dense({ units: 4, name: 'hidden' }))
  return functional({ outputs: { y: connect([x, hidden], add({ name: 'sum' })) } })
}

describe('networkFigure', () => {
  test('draws a small chain of dense layers weight by weight', () => {
    const kernel = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    const figure = networkFigure(modelOf(small, { 'dense/kernel': kernel }), {
      title: 't',
      featureNames: ['a', 'b'],
      activations: { dense: [0.1, 0.2, 0.3] },
    })
    expect(figure).toMatchObject({
      kind: 'network',
      columns: [
        { units: 2, unitNames: ['a', 'b'] },
        { name: 'dense', units: 3, activations: [0.1, 0.2, 0.3] },
        { units: 1 },
      ],
      weights: [[1, 2, 3, 4, 5, 6], { length: 3 }],
    })
    expect(() =>
      reportHtml({ title: 'r', sections: [{ title: 's', figures: [figure] }] }),
    ).not.toThrow()
  })

  test.each([
    ['wide', sequential({ inputShape: [2], layers: [dense({ units: 100 })] }), 2],
    ['with convolutions', images, 4],
    ['that branch', residual(), 3],
  ])('draws networks %s layer by layer', (_, spec, blocks) => {
    const figure = networkFigure(modelOf(spec), { title: 't' })
    expect(figure).toMatchObject({ kind: 'layerBlocks', blocks: { length: blocks } })
    expect(() =>
      reportHtml({ title: 'r', sections: [{ title: 's', figures: [figure] }] }),
    ).not.toThrow()
  })

  test('knows what each layer reads, and how many weights it has', () => {
    expect(networkFigure(modelOf(residual()), { title: 't' })).toMatchObject({
      blocks: [
        { name: 'x', type: 'input', shape: [4], parameters: 0 },
        { name: 'hidden', type: 'dense (linear)', shape: [4], parameters: 20, reads: ['x'] },
        { name: 'sum', type: 'add', parameters: 0, reads: ['x', 'hidden'] },
      ],
    })
  })

  test('names that do not fit are an error', () => {
    expect(() => networkFigure(modelOf(small), { title: 't', featureNames: ['a'] })).toThrow(
      'the names of the units of input: there is not one for each unit (expected 2, got 1).',
    )
  })
})

test('mermaid writes boxes and arrows', () => {
  expect(mermaid(residual())).toBe(`flowchart TD
  b0["x<br/>input, 4"]
  b1["hidden<br/>dense (linear), 4<br/>20 weights"]
  b2["sum<br/>add, 4"]
  b0 --> b1
  b0 --> b2
  b1 --> b2
`)
})

describe('filtersFigure', () => {
  test('sums the filters of a convolution over channels', () => {
    // [height, width, channels, filters]: filter 1 has 1 on channel 0 and 10 on channel 1.
    const kernel = [0, 1].map((h) =>
      [0, 1].map((w) =>
        [0, 1].map((channel) => [0, (channel === 0 ? 1 : 10) * (1 + w + 2 * h), 0]),
      ),
    )
    const { rows } = filtersFigure(modelOf(images, { 'conv2d/kernel': kernel }), { title: 't' })
    expect(rows[0]!.maps).toHaveLength(3)
    expect(rows[0]!.maps[1]!.values).toEqual([11, 22, 33, 44])
  })

  test('lays the weights of a dense layer out as the image is', () => {
    const spec = sequential({ inputShape: [4], layers: [dense({ units: 2 })] })
    const weights = {
      'dense/kernel': [
        [1, 5],
        [2, 6],
        [3, 7],
        [4, 8],
      ],
    }
    const options = { title: 't', inputShape: [2, 2] as const }
    const { rows } = filtersFigure(modelOf(spec, weights), options)
    expect(rows[0]!.maps.map(({ values }) => values)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ])
    expect(() => filtersFigure(modelOf(spec), { title: 't', inputShape: [2, 3] })).toThrow(
      'got dense with a kernel of 4 × 2',
    )
  })
})
