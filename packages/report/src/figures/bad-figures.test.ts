import { describe, expect, test } from 'vitest'
import type { Figure } from '../figure.js'
import { reportHtml } from '../page.js'

const common = { title: 'title', see: 'see' }

describe('figures that cannot be drawn are errors that say where and why', () => {
  const draw = (figure: object) => () =>
    reportHtml({
      title: 'r',
      sections: [{ title: 's', figures: [{ ...common, ...figure } as Figure] }],
    })
  const axes = { x: { label: 'x' }, y: { label: 'y' } }
  const point = { name: 'a', points: [[1, 1]] }
  const dense = (inputs: number) => ({
    type: 'dense',
    units: 1,
    kernel: Array.from({ length: inputs }, () => 2),
    bias: [0],
  })
  const sliders = {
    kind: 'whatIf',
    features: [{ name: 'a', value: 1, baseline: 0, min: 0, max: 1 }],
    layers: [dense(1)],
    outputNames: ['y'],
    unit: 'value',
    prediction: [2],
    predictedBy: 'the model',
  }
  test.each([
    [{ kind: 'line' }, "no kind of figure 'line'. Did you mean 'lines'?"],
    [{ kind: 'lines', ...axes, series: [] }, "figure 'title' (lines): series: Too small"],
    [
      { kind: 'lines', ...axes, series: [{ name: 'a', points: [[1, Number.NaN]] }] },
      'series.0.points.0.1: ',
    ],
    [{ kind: 'lines', ...axes, series: [point], colour: 1 }, 'Unrecognized key: "colour"'],
    [
      { kind: 'lines', x: { label: 'x', domain: [2, 1] }, y: axes.y, series: [point] },
      'x.domain: the domain must begin below its end',
    ],
    [
      {
        kind: 'lines',
        x: axes.x,
        y: { label: 'y', scale: 'log', domain: [0, 1] },
        series: [point],
      },
      'y.domain: a logarithmic domain must be above 0',
    ],
    [
      { kind: 'scatter', ...axes, points: [...'abcdefg'].map((group) => ({ x: 0, y: 0, group })) },
      'points: at most 6 groups can be told apart',
    ],
    [
      { kind: 'intervals', axis: axes.x, rows: [{ label: 'a', value: 2, low: 3, high: 4 }] },
      'rows.0: the value must lie in its interval',
    ],
    [
      {
        kind: 'heatMap',
        rows: 'r',
        columns: 'c',
        rowNames: ['a'],
        columnNames: ['a', 'b'],
        values: [[1]],
      },
      'values: there must be a value for each row and column',
    ],
    [
      { kind: 'imageGrid', images: [{ width: 2, pixels: [1, 1, 1], caption: 'c' }] },
      'images.0.pixels: the pixels must fill whole rows of `width`',
    ],
    [
      { kind: 'table', columns: [{ title: 'a' }], rows: [['1', '2']] },
      'rows: each row must have a cell for each column',
    ],
    [
      {
        kind: 'table',
        columns: [{ title: 'a' }],
        rows: [[{ text: '120 %', share: 1.2 }]],
      },
      'rows.0.0.share: Too big',
    ],
    [
      {
        kind: 'heatMap',
        rows: 'r',
        columns: 'c',
        rowNames: ['a'],
        columnNames: ['a'],
        values: [[1]],
        colors: 'diverging',
        scale: 'log',
      },
      'scale: colours about 0 have no logarithm',
    ],
    [
      {
        kind: 'forest',
        axis: axes.x,
        rows: [{ label: 'a', markers: [...'ab'].map(() => ({ group: 'a', value: 1 })) }],
      },
      'rows: a row has at most one marker of each group',
    ],
    [
      {
        kind: 'forest',
        axis: axes.x,
        rows: [{ label: 'a', markers: [...'abcdefg'].map((group) => ({ group, value: 1 })) }],
      },
      'rows: at most 6 groups can be told apart',
    ],
    [
      {
        kind: 'beeswarm',
        axis: axes.x,
        color: 'c',
        rows: [{ label: 'a', values: [1, 2], colors: [1] }],
      },
      'rows.0.colors: there must be a colour for each value',
    ],
    [
      {
        kind: 'waterfall',
        unit: 'u',
        base: { label: 'b', value: 1 },
        steps: [{ label: 's', value: 1 }],
        prediction: { label: 'p', value: 2.5 },
        gap: 0.25,
      },
      'steps: base and steps add up to 2, which is 0.5 from the prediction, but the stated gap is 0.25',
    ],
    [
      {
        kind: 'dependence',
        ...axes,
        curves: [
          {
            name: 'a',
            points: [
              [0, 1],
              [1, 1],
            ],
          },
        ],
        grid: [1, 0],
      },
      'grid: the grid must ascend',
    ],
    [
      {
        kind: 'tree',
        classNames: ['a'],
        nodes: [
          { split: { feature: 'f', threshold: 0, left: 1, right: 1 }, counts: [1] },
          { counts: [1] },
        ],
      },
      'nodes: each node but the first must be the child of exactly one that comes before it',
    ],
    [
      {
        kind: 'tree',
        nodes: [
          { split: { feature: 'f', threshold: 0, left: 1, right: 2 }, value: 0, rows: 2 },
          { value: 0, rows: 1 },
          { value: 0, rows: 1 },
        ],
        path: [0],
      },
      'path: it must go from the root through children to a leaf',
    ],
    [
      { kind: 'tree', nodes: [{ counts: [1] }] },
      'nodes: each node must have a count for each class',
    ],
    [
      { kind: 'attributionMaps', rows: [{ maps: [{ width: 2, values: [1], caption: 'c' }] }] },
      'rows.0.maps.0.values: the values must fill whole rows of `width`',
    ],
    [
      {
        kind: 'network',
        columns: [
          { name: 'a', units: 2 },
          { name: 'b', units: 2 },
        ],
        weights: [[1, 2, 3]],
      },
      'weights: there must be a weight from each unit to each of the next column',
    ],
    [
      {
        kind: 'layerBlocks',
        blocks: [{ name: 'a', type: 't', shape: [1], parameters: 0, reads: ['b'] }],
      },
      'blocks: each block must read blocks that come before it',
    ],
    [{ ...sliders, layers: [dense(2)] }, 'layers: their weights do not fit the features'],
    [
      { ...sliders, prediction: [1, 2] },
      'prediction: the network has 1 outputs, each with a name and a number',
    ],
    [
      { ...sliders, prediction: [2.5] },
      'prediction: the layers are off by 0.5 from it, more than the tolerance of 0.00025',
    ],
    [
      { ...sliders, features: [{ name: 'a', value: 2, baseline: 0, min: 0, max: 1 }] },
      'features.0: the value must lie between the ends of its slider',
    ],
  ])('%j', (figure, message) => {
    expect(draw(figure)).toThrow(message)
  })
})
