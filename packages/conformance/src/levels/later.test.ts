import {
  architectureOf,
  parseSpec,
  resolveLoss,
  resolveMetrics,
  resolveOptimizer,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { decodeTensor, readGolden } from '../golden.js'
import { everyOptimizer } from './every-optimizer.js'
import {
  type LayerGolden,
  layerFiles,
  layerGolden,
  layerOptions,
  lossGolden,
  metricGolden,
  optimizerChoice,
  optimizerGolden,
  refutedGolden,
  type Selection,
} from './golden-cases.js'
import { later, refuted } from './later.js'
import { trainingModels } from './training-models.js'

const optimizers = optimizerGolden('optimizers')
const published = optimizerGolden('optimizers-published')
const layers = ofFiles(layerFiles.map(layerGolden))
const losses = lossGolden()
const metrics = metricGolden()

function ofFiles(selections: readonly Selection<LayerGolden>[]): Selection<LayerGolden> {
  return {
    taken: selections.flatMap(({ taken }) => taken),
    left: selections.flatMap(({ left }) => left),
  }
}

const counts: readonly [string, Selection<unknown>, number, number][] = [
  ['optimizers', optimizers, 88, 0],
  ['optimizers-published', published, 38, 0],
  ['layers', layerGolden('layers'), 52, 4],
  ['layers-later', layerGolden('layers-later'), 106, 0],
  ['activations-later', layerGolden('activations-later'), 65, 0],
  ['losses', losses, 135, 2],
  ['metrics', metrics, 275, 4],
]

describe('golden values', () => {
  test.each(counts)(
    '%s: those taken and those left for later are all',
    (file, selection, taken, left) => {
      expect([selection.taken.length, selection.left.length]).toEqual([taken, left])
      const wrong = file === 'activations-later' ? refuted.length : 0
      expect(taken + left + wrong).toBe(readGolden(file).length)
    },
  )

  test('those called wrong are: a row of sparsemax does not add up to 1', () => {
    expect(refutedGolden()).toHaveLength(refuted.length)
    for (const { output } of refutedGolden()) {
      const [rows, size] = output.shape as [number, number]
      const { data } = decodeTensor(output)
      const sums = Array.from({ length: rows }, (_, row) =>
        Array.from(data.subarray(row * size, (row + 1) * size)).reduce((sum, share) => sum + share),
      )
      expect(sums.some((sum) => Math.abs(sum - 1) > 5e-4)).toBe(true)
    }
  })

  test('every line of the list leaves something out', () => {
    const all = [...optimizers.left, ...published.left]
    const found = {
      optimizers: new Set(all.map(({ kerasClass }) => kerasClass)),
      optimizerOptions: new Set(all.flatMap(({ options }) => Object.keys(options))),
      losses: new Set(losses.left.map(({ loss }) => loss)),
      lossOptions: new Set(losses.left.flatMap(({ options }) => Object.keys(options))),
      metrics: new Set(metrics.left.map(({ metric }) => metric)),
      metricCases: new Set(metrics.left.map(({ metric, name }) => `${metric}: ${name}`)),
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
    for (const { metric, options, outputs, name } of metrics.left) {
      const choice = { name: metric, ...options }
      const loss = resolveLoss('meanSquaredError')
      const setting = { loss, outputShape: outputs.shape.slice(1), weighted: false }
      const resolve = () => resolveMetrics([choice], setting)
      expect(resolve, name).toThrow()
    }
    for (const golden of layers.left) {
      const spec = {
        layers: [{ type: golden.layer, ...layerOptions(golden) }],
        inputShape: golden.input.shape.slice(1),
      }
      const parse = () => architectureOf(parseSpec({ version: 1, kind: 'sequential', ...spec }))
      expect(parse, golden.name).toThrow()
    }
  })

  test('what has golden values is also trained with', () => {
    const names = everyOptimizer.map(([, { name }]) => name)
    for (const golden of optimizers.taken) {
      expect(names).toContain((optimizerChoice(golden) as { name: string }).name)
    }
    const types = trainingModels.flatMap(({ spec }) => spec.layers.map(({ type }) => type))
    for (const { layer } of layers.taken) expect(types).toContain(layer)
    const trained = trainingModels.map(({ loss }) => (typeof loss === 'string' ? loss : loss.name))
    for (const { loss } of losses.taken) expect(trained).toContain(loss)
  })
})
