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
  ])('%j', (figure, message) => {
    expect(draw(figure)).toThrow(message)
  })
})
