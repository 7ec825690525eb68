import type { AttributionMapsFigure } from '../figures/attribution-maps.js'
import type { BeeswarmFigure } from '../figures/beeswarm.js'
import type { DependenceFigure } from '../figures/dependence.js'
import type { ForestFigure } from '../figures/forest.js'
import type { HeatMapFigure } from '../figures/heat-map.js'
import type { LayerBlocksFigure } from '../figures/layer-blocks.js'
import type { NetworkFigure } from '../figures/network.js'
import type { TableFigure } from '../figures/table.js'
import type { TreeFigure } from '../figures/tree.js'
import type { WaterfallFigure } from '../figures/waterfall.js'
import type { WhatIfFigure } from '../figures/what-if.js'
import { runNetwork } from '../what-if/run-network.js'

const flowers = ['sepal length', 'sepal width', 'petal length', 'petal width in centimetres']
const species = ['setosa', 'versicolor', 'virginica']
const spread = (i: number, step = 1): number =>
  Math.sin(i * 12.9898 * step) * Math.cos(i * 4.1 + step)
const list = <Item>(length: number, of: (i: number) => Item): Item[] =>
  Array.from({ length }, (_, i) => of(i))

const forest: ForestFigure = {
  kind: 'forest',
  title: 'A forest of six groups',
  see: 'Each group has a colour and a shape.',
  axis: { label: 'share of all importance', domain: [-0.1, 0.9] },
  divide: 0,
  rows: flowers.map((label, f) => ({
    label,
    markers: list(6, (g) => {
      const value = f * 0.2 + g * 0.02 + (g === 5 && f === 3 ? 1 : 0)
      return {
        group: `method ${g}, native`,
        value,
        ...(g % 2 === 0 && { low: value - 0.1, high: value + 0.05 }),
      }
    }),
  })),
}

const beeswarm: BeeswarmFigure = {
  kind: 'beeswarm',
  title: 'A swarm',
  see: 'Some dots lie on one place, and none covers another.',
  axis: { label: 'contribution to the logit of virginica' },
  color: 'value of the feature',
  rows: [
    ...flowers.map((label, f) => ({
      label,
      values: list(150, (i) => (f + 1) * spread(i, f + 1)),
      colors: list(150, (i) => (f % 2 === 0 ? 1 : -1) * spread(i, f + 1) + 0.3 * spread(i + 7)),
    })),
    { label: 'never matters', values: list(150, () => 0), colors: list(150, (i) => i % 2) },
  ],
}

const waterfall: WaterfallFigure = {
  kind: 'waterfall',
  title: 'A waterfall',
  see: 'Two features push up, two down.',
  unit: 'logit of virginica',
  base: { label: 'mean answer', value: 0.306 },
  prediction: { label: 'this row', value: -1.244 },
  steps: [
    { label: 'petal length = 1.4', value: -2.5 },
    { label: 'petal width in centimetres = 0.2', value: 1.2 },
    { label: 'sepal width = 3.5', value: -0.25 },
    { label: 'sepal length = 5.1', value: 0.0001 },
  ],
  gap: 0.0002,
}

const grid = list(21, (i) => i / 4)
const dependence: DependenceFigure = {
  kind: 'dependence',
  title: 'A dependence',
  see: 'It rises where there are rows, and nobody knows what it does where there are none.',
  x: { label: 'petal length in cm' },
  y: { label: 'probability of virginica' },
  grid,
  curves: [
    {
      name: 'partial dependence',
      points: grid.map((x) => [x, 1 / (1 + Math.exp(3 - x))] as const),
    },
    {
      name: 'accumulated local effects',
      points: grid.map((x) => [x, 0.1 + 0.7 / (1 + Math.exp(3.3 - x))] as const),
    },
  ],
  individual: list(30, (row) => grid.map((x) => 1 / (1 + Math.exp(3 + 2 * spread(row) - x)))),
  density: grid.map((x) => (x === 0 ? 0 : x < 1.5 ? 0.08 : x < 2.5 ? 0 : 0.05)),
}

const bins = {
  edges: list(13, (i) => i / 2),
  counts: species.map((_, c) => list(12, (b) => Math.max(0, 12 - 3 * Math.abs(b - 3 * c - 1)))),
}
const tree: TreeFigure = {
  kind: 'tree',
  title: 'A tree',
  see: 'The lit row ends at virginica.',
  classNames: species,
  nodes: [
    {
      split: { feature: 'petal length', threshold: 2.45, left: 1, right: 2 },
      counts: [50, 50, 50],
      histogram: bins,
    },
    { counts: [50, 0, 0] },
    {
      split: { feature: 'petal width in centimetres', threshold: 1.75, left: 3, right: 6 },
      counts: [0, 50, 50],
      histogram: bins,
    },
    {
      split: { feature: 'petal length', threshold: 4.95, left: 4, right: 5 },
      counts: [0, 49, 5],
      histogram: bins,
    },
    { counts: [0, 47, 1] },
    { counts: [0, 2, 4] },
    { counts: [0, 1, 45] },
  ],
  path: [0, 2, 6],
  fidelity: 'agrees with the network on 97 % of 50 rows',
}
const regressionTree: TreeFigure = {
  kind: 'tree',
  title: 'A regression tree',
  see: 'Its leaves are numbers.',
  nodes: [
    {
      split: { feature: 'x', threshold: -0.5, left: 1, right: 2 },
      value: 0.2,
      rows: 40,
      histogram: { edges: [-2, -1, 0, 1], counts: [[10, 20, 10]] },
    },
    { value: -1.25, rows: 20 },
    { value: 1.75, rows: 20 },
  ],
}

const digit = {
  width: 8,
  pixels: list(64, (i) => Math.abs(spread(i))),
  caption: 'a three',
  detail: 'taken for an eight',
}
const maps = (step: number) =>
  ['saliency', 'integrated gradients', 'occlusion'].map((caption, m) => ({
    width: 8,
    caption,
    values: list(64, (i) => spread(i, step + m) ** 3),
  }))
const attributionMaps: AttributionMapsFigure = {
  kind: 'attributionMaps',
  title: 'Maps with signs',
  see: 'With randomised weights, they look otherwise.',
  wide: true,
  input: digit,
  rows: [
    { label: 'Trained weights', maps: maps(1) },
    { label: 'Randomised weights', maps: maps(5) },
  ],
}

const network: NetworkFigure = {
  kind: 'network',
  title: 'A network',
  see: 'Some weights are wide.',
  columns: [
    { name: 'input', units: 4, unitNames: flowers, activations: [1, -1, 0.5, 0] },
    { name: 'hidden_layer', units: 8, activations: list(8, (i) => spread(i)) },
    { name: 'a layer of a long name', units: 3, unitNames: species },
  ],
  weights: [list(32, (i) => spread(i)), list(24, (i) => spread(i, 2))],
}

const layerBlocks: LayerBlocksFigure = {
  kind: 'layerBlocks',
  title: 'Layers',
  see: 'Two are read further down.',
  blocks: [
    { name: 'input', type: 'input', shape: [28, 28, 1], parameters: 0, reads: [] },
    {
      name: 'conv2d',
      type: 'conv2d (relu)',
      shape: [28, 28, 16],
      parameters: 160,
      reads: ['input'],
    },
    {
      name: 'a_convolution_of_a_long_name',
      type: 'conv2d (relu)',
      shape: [28, 28, 16],
      parameters: 2320,
      reads: ['conv2d'],
    },
    {
      name: 'add',
      type: 'add',
      shape: [28, 28, 16],
      parameters: 0,
      reads: ['conv2d', 'a_convolution_of_a_long_name'],
    },
    { name: 'flatten', type: 'flatten', shape: [12544], parameters: 0, reads: ['add'] },
    { name: 'dense', type: 'dense (softmax)', shape: [10], parameters: 125450, reads: ['flatten'] },
  ],
}

const differences: HeatMapFigure = {
  kind: 'heatMap',
  title: 'A heat map of logarithms',
  see: 'One pair differs by far the most.',
  rows: 'backend',
  columns: 'backend',
  rowNames: ['native', 'onnx', 'tfjs'],
  columnNames: ['native', 'onnx', 'tfjs'],
  values: [
    [0, 3e-7, 2e-3],
    [3e-7, 0, 1e-5],
    [2e-3, 1e-5, 0],
  ],
  scale: 'log',
}

const rules: TableFigure = {
  kind: 'table',
  title: 'Rules',
  see: 'Two cover almost everything.',
  wide: true,
  columns: [
    { title: 'if', isText: true },
    { title: 'then', isText: true },
    { title: 'coverage' },
    { title: 'precision' },
  ],
  rows: [
    ['petal length ≤ 2.45', 'setosa', { text: '33 %', share: 0.33 }, { text: '100 %', share: 1 }],
    [
      'petal length > 2.45 and petal width ≤ 1.75',
      'versicolor',
      { text: '36 %', share: 0.36 },
      { text: '91 %', share: 0.91 },
    ],
    ['anything else', 'virginica', { text: '0 %', share: 0 }, '–'],
  ],
}

const layers: WhatIfFigure['layers'] = [
  {
    type: 'scale',
    center: [5.8, 3, 3.8, 1.2],
    factor: [1.2, 2.3, 0.57, 1.3],
    offset: [0, 0, 0, 0],
  },
  {
    type: 'dense',
    units: 6,
    kernel: list(24, (i) => spread(i)),
    bias: list(6, (i) => spread(i, 3)),
  },
  { type: 'activation', name: 'tanh' },
  { type: 'dense', units: 3, kernel: list(18, (i) => 3 * spread(i, 2)), bias: [0.1, 0, -0.1] },
  { type: 'activation', name: 'softmax' },
]
const row = [5.1, 3.5, 1.4, 0.2]
const whatIf: WhatIfFigure = {
  kind: 'whatIf',
  title: 'Sliders',
  see: 'The network runs in the page.',
  wide: true,
  features: flowers.map((name, i) => ({
    name,
    value: row[i]!,
    baseline: [5.8, 3, 3.8, 1.2][i]!,
    ...(i !== 1 && { min: 0, max: 8 }),
  })),
  layers,
  outputNames: species,
  unit: 'probability',
  prediction: runNetwork(layers, row),
  predictedBy: 'the network that it was made from',
}

/** Figures of the kinds that explain, with what is hard to draw. */
export const explanationFigures = [
  forest,
  beeswarm,
  waterfall,
  dependence,
  tree,
  regressionTree,
  attributionMaps,
  network,
  layerBlocks,
  differences,
  rules,
  whatIf,
] as const
