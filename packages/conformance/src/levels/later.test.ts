import {
  architectureOf,
  parseSpec,
  resolveLoss,
  resolveMetrics,
  resolveOptimizer,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { readGolden } from '../golden.js'
import { everyOptimizer } from './every-optimizer.js'
import {
  layerGolden,
  lossGolden,
  metricGolden,
  optimizerChoice,
  optimizerGolden,
  type Selection,
} from './golden-cases.js'
import { later } from './later.js'
import { trainingModels } from './training-models.js'

const optimizers = optimizerGolden('optimizers')
const published = optimizerGolden('optimizers-published')
const layers = layerGolden('layers')
const moreLayers = layerGolden('layers-later')
const activations = layerGolden('activations-later')
const losses = lossGolden()
const metrics = metricGolden()

const counts: readonly [string, Selection<unknown>, number, number][] = [
  ['optimizers', optimizers, 21, 65],
  ['optimizers-published', published, 8, 30],
  ['layers', layers, 52, 4],
  ['layers-later', moreLayers, 27, 79],
  ['activations-later', activations, 3, 64],
  ['losses', losses, 47, 81],
  ['metrics', metrics, 28, 101],
]

describe('golden values', () => {
  test.each(counts)(
    '%s: those taken and those left for later are all',
    (file, selection, taken, left) => {
      expect([selection.taken.length, selection.left.length]).toEqual([taken, left])
      expect(taken + left).toBe(readGolden(file).length)
    },
  )

  test('every line of the list leaves something out', () => {
    const all = [...optimizers.left, ...published.left]
    const found = {
      optimizers: new Set(all.map(({ kerasClass }) => kerasClass)),
      optimizerOptions: new Set(all.flatMap(({ options }) => Object.keys(options))),
      losses: new Set(losses.left.map(({ loss }) => loss)),
      lossOptions: new Set(losses.left.flatMap(({ options }) => Object.keys(options))),
      metrics: new Set(metrics.left.map(({ metric }) => metric)),
      layerTypes: new Set([
        ...moreLayers.left.map(({ layer }) => `layers-later: ${layer}`),
        ...activations.left.map(({ layer }) => `activations-later: ${layer}`),
      ]),
      layers: new Set(layers.left.map(({ layer, name }) => `${layer}: ${name}`)),
    }
    for (const [kind, names] of Object.entries(later)) {
      for (const name of names) expect(found[kind as keyof typeof found], kind).toContain(name)
    }
  })

  test('core does not have what is left for later', () => {
    for (const golden of [...optimizers.left, ...published.left]) {
      expect(() => resolveOptimizer(optimizerChoice(golden)), golden.name).toThrow()
    }
    for (const { loss, options, name } of losses.left) {
      expect(() => resolveLoss({ name: loss, ...options }), name).toThrow()
    }
    for (const { metric, options, name } of metrics.left) {
      const choice = { name: metric, ...options }
      const resolve = () => resolveMetrics([choice], resolveLoss('meanSquaredError'), [1])
      expect(resolve, name).toThrow()
    }
    for (const { layer, options, input, name } of [...layers.left, ...moreLayers.left]) {
      const spec = { layers: [{ type: layer, ...options }], inputShape: input.shape.slice(1) }
      const parse = () => architectureOf(parseSpec({ version: 1, kind: 'sequential', ...spec }))
      expect(parse, name).toThrow()
    }
  })

  test('what has golden values is also trained with', () => {
    const names = everyOptimizer.map(([, { name }]) => name)
    for (const golden of optimizers.taken) {
      expect(names).toContain((optimizerChoice(golden) as { name: string }).name)
    }
    const types = trainingModels.flatMap(({ spec }) => spec.layers.map(({ type }) => type))
    const taken = [...layers.taken, ...moreLayers.taken, ...activations.taken]
    for (const { layer } of taken) expect(types).toContain(layer)
    const trained = trainingModels.map(({ loss }) => (typeof loss === 'string' ? loss : loss.name))
    for (const { loss } of losses.taken) expect(trained).toContain(loss)
  })
})
