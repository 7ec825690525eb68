import {
  concatenate,
  connect,
  conv2d,
  createModel,
  dense,
  embedding,
  flatten,
  functional,
  input,
  interpreter,
  OptionError,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { explainable } from '../explained/explainable-model.js'
import { parseExplanation } from '../parse-explanation.js'
import {
  convolutionModel,
  denseModel,
  type GoldenGradCam,
  type GoldenGradients,
  readGolden,
} from '../testing/golden-models.js'
import { activations } from './activations.js'
import { expectedGradients } from './expected-gradients.js'
import { gradCam } from './grad-cam.js'
import { integratedGradients } from './integrated-gradients.js'
import { inputTimesGradient, saliency } from './saliency.js'
import { smoothGrad } from './smooth-grad.js'
import { resizeBilinear } from './upsample.js'

const { models, integratedGradients: cases } = readGolden<GoldenGradients>('gradients')
const images = readGolden<GoldenGradCam>('grad-cam')
const iris = () => explainable(denseModel(models.iris_mlp!), { space: 'logit' })
const row = cases[0]!.x
const float64 = { backend: interpreter, precision: 'float64' } as const

describe('integrated gradients', () => {
  const kinked = () =>
    explainable(
      createModel(
        sequential({
          inputShape: [4],
          layers: [dense({ units: 40, activation: 'relu' }), dense({ units: 1 })],
        }),
        { ...float64, seed: 3 },
      ),
    )
  const x = [[3, -2, 1, 2]]

  test('double their steps until the gap is small, and stop at the limit with the gap stated', async () => {
    const rule = 'left'
    const free = await integratedGradients(kinked(), x, { rule })
    expect(free.checks.steps).toBeGreaterThan(16)
    expect(free.checks.relativeGap).toBeLessThanOrEqual(0.01)
    const strict = await integratedGradients(kinked(), x, { rule, tolerance: 1e-9, maxSteps: 50 })
    expect(strict.checks.steps).toBe(50)
    expect(strict.checks.rowsAboveTolerance).toBe(1)
    expect(strict.checks.completenessGap).toBeGreaterThan(1e-9)
    const fixed = await integratedGradients(kinked(), x, { rule, steps: 16 })
    expect(fixed.checks.steps).toBe(16)
    expect(fixed.checks.relativeGap).toBeGreaterThan(0.01)
    // 1 + 1 answers, 16 gradients.
    expect(fixed.checks.evaluations).toBe(18)
  })

  test('of one output are those of all', async () => {
    const all = await integratedGradients(iris(), [row], { baseline: { row: [1, 1, 1, 1] } })
    const one = await integratedGradients(iris(), [row], {
      baseline: { row: [1, 1, 1, 1] },
      outputs: [2],
    })
    expect(one.outputNames).toEqual(['output 2'])
    expect(one.shape).toEqual([1, 4, 1])
    expect(one.values).toEqual(all.values.filter((_, i) => i % 3 === 2))
    expect(one.predictions).toEqual([all.predictions[2]])
  })

  test('go through JSON as they are', async () => {
    for (const found of [
      await integratedGradients(iris(), [row]),
      await smoothGrad(iris(), [row]),
    ]) {
      expect(parseExplanation(JSON.parse(JSON.stringify(found)))).toEqual(found)
    }
  })
})

describe('sampled methods', () => {
  const seeds = Array.from({ length: 24 }, (_, seed) => seed)
  const background = cases.map(({ x }) => x).filter((x) => x.length === 4)
  const sampled = {
    smoothGrad: (seed: number) => smoothGrad(iris(), [row], { seed, samples: 30, noiseLevel: 0.3 }),
    squaredGrad: (seed: number) =>
      smoothGrad(iris(), [row], { seed, samples: 30, noiseLevel: 0.3, variant: 'squaredGrad' }),
    varGrad: (seed: number) =>
      smoothGrad(iris(), [row], { seed, samples: 30, noiseLevel: 0.3, variant: 'varGrad' }),
    expectedGradients: (seed: number) =>
      expectedGradients(iris(), [row], { background, seed, samples: 40 }),
  }

  test.each(Object.keys(sampled) as (keyof typeof sampled)[])(
    '%s: standard errors are the spread over seeds',
    async (name) => {
      const found = await Promise.all(seeds.map(sampled[name]))
      expect((await sampled[name](0)).values).toEqual(found[0]!.values)
      const ratios = found[0]!.values.map((_, i) => {
        const values = found.map(({ values }) => values[i]!)
        const mean = values.reduce((a, b) => a + b) / values.length
        const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)
        const stated =
          found.reduce((sum, one) => sum + one.standardErrors![i]! ** 2, 0) / found.length
        return variance / stated
      })
      const ratio = Math.sqrt(ratios.reduce((a, b) => a + b) / ratios.length)
      // Balanced background rows make expected gradients a little better than they say.
      expect(ratio).toBeGreaterThan(0.4)
      expect(ratio).toBeLessThan(1.5)
    },
  )

  test('expected gradients are integrated gradients averaged over the background', async () => {
    const found = await expectedGradients(iris(), [row], { background, samples: 4000 })
    const each = await Promise.all(
      background.map((start) => integratedGradients(iris(), [row], { baseline: { row: start } })),
    )
    for (const [i, value] of found.values.entries()) {
      const mean = each.reduce((sum, { values }) => sum + values[i]!, 0) / each.length
      expect(Math.abs(value - mean)).toBeLessThan(5 * found.standardErrors![i]! + 0.01)
    }
    const slack = found.standardErrors!.reduce((sum, error) => sum + error, 0)
    expect(found.checks.completenessGap).toBeLessThan(2 * slack)
    expect(found.checks.completenessGap).toBeGreaterThan(0)
  })

  test('without noise SmoothGrad is the gradient', async () => {
    const noise = [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]
    const plain = await saliency(iris(), [row], { absolute: false })
    const found = await smoothGrad(iris(), [row], { noise })
    expect(found.values).toEqual(plain.values)
    expect(found.standardErrors!.every((error) => error === 0)).toBe(true)
  })
})

test('noise is in units of the row’s range, or of every feature’s scale', async () => {
  const seen: number[][] = []
  const explained = iris()
  const spy = {
    ...explained,
    gradients: (...[points, cotangents]: Parameters<typeof explained.gradients>) => {
      for (let r = 0; r < points.rows; r++) seen.push([...points.values.subarray(r * 4, r * 4 + 4)])
      return explained.gradients(points, cotangents)
    },
  }
  const deviations = async (options: object) => {
    seen.length = 0
    await smoothGrad(spy, [[0, 0, 0, 10]], { samples: 400, outputs: [0], ...options })
    return [0, 1, 2, 3].map((f) => {
      const squares = seen.map((point) => (point[f]! - (f === 3 ? 10 : 0)) ** 2)
      return Math.sqrt(squares.reduce((a, b) => a + b) / squares.length)
    })
  }
  for (const found of await deviations({ noiseLevel: 0.2 }))
    expect(Math.abs(found - 2)).toBeLessThan(0.3)
  const scales = [1, 2, 3, 4]
  for (const [f, found] of (await deviations({ scales, noiseLevel: 0.5 })).entries()) {
    expect(Math.abs(found / scales[f]! - 0.5)).toBeLessThan(0.075)
  }
})

describe('Grad-CAM', () => {
  test('is 0 everywhere where all channels speak against the output', async () => {
    const against = images.dense.map((weights) => weights.map((w) => -Math.abs(w)))
    const explained = explainable(convolutionModel({ ...images, dense: against }), {
      space: 'logit',
    })
    const { values } = await gradCam(explained, [images.cases[0]!.x])
    expect(values.every((value) => value === 0)).toBe(true)
  })

  test('has pixels as features, whatever the channels, and refuses what is no image', async () => {
    const colours = createModel(
      sequential({
        inputShape: [5, 4, 3],
        layers: [conv2d({ filters: 2, kernelSize: 3 }), flatten(), dense({ units: 2 })],
      }),
      float64,
    )
    const x = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i))
    const found = await gradCam(explainable(colours), [x])
    expect(found.shape).toEqual([1, 20, 2])
    expect(found.featureNames.slice(0, 5)).toEqual(['0, 0', '0, 1', '0, 2', '0, 3', '1, 0'])
    expect(found.data[0]).toBeCloseTo((x[0]! + x[1]! + x[2]!) / 3, 12)
    await expect(gradCam(iris(), [row])).rejects.toThrow('does not take one image')
    const layer = 'flatten'
    await expect(gradCam(explainable(colours), [x], { layer })).rejects.toThrow('Those are: conv2d')
  })

  test('makes maps larger between the middles of pixels', () => {
    const map = { rows: 1, columns: 2, values: Float64Array.of(0, 4) }
    expect([...resizeBilinear(map, 1, 4).values]).toEqual([0, 1, 3, 4])
    expect([...resizeBilinear(map, 3, 2).values]).toEqual([0, 4, 0, 4, 0, 4])
  })
})

test('activations are what the layers give', async () => {
  const explained = iris()
  const { layers } = await activations(explained, [row, row])
  expect(layers.map(({ name, shape }) => [name, shape])).toEqual([
    ['layer_0:0', [2, 8]],
    ['layer_1:0', [2, 3]],
  ])
  const { kernel, bias } = models.iris_mlp!.layers[0]!
  for (const [u, value] of layers[0]!.values.slice(0, 8).entries()) {
    const sum = row.reduce((total, x, f) => total + x * kernel[f]![u]!, bias[u]!)
    expect(value).toBeCloseTo(Math.tanh(sum), 12)
  }
  await expect(activations(explained, [row], { layers: ['layer_9'] })).rejects.toThrow('layer_')
})

test('gradients of several inputs are one row of features, in the order of the inputs', async () => {
  const [a, b] = [input('a', [2]), input('b', [1])]
  const y = connect([a, b], concatenate(), dense({ units: 1, name: 'y' }))
  const weights = { 'y/kernel': [[2], [3], [5]] }
  const model = createModel(functional({ outputs: { y } }), { ...float64, weights })
  const found = await inputTimesGradient(explainable(model), [
    [1, 1, 1],
    [1, 2, 3],
  ])
  expect(found.values).toEqual([2, 3, 5, 2, 6, 15])
  expect(found.featureNames).toEqual(['a 0', 'a 1', 'b 0'])
})

test('what cannot be explained by gradients is refused with the reason', async () => {
  const words = createModel(
    sequential({
      inputShape: [3],
      layers: [embedding({ inputDim: 9, outputDim: 2 }), flatten(), dense({ units: 1 })],
    }),
    float64,
  )
  await expect(saliency(explainable(words), [[1, 2, 3]])).rejects.toThrow('holds indices')
  const explained = iris()
  await expect(saliency(explained, [row], { outputs: [3] })).rejects.toThrow('0 to 2')
  await expect(saliency(explained, [row], { output: [1] } as never)).rejects.toThrow("'outputs'")
  await expect(saliency(explained, [[1, 2]])).rejects.toThrow('expected 4 numbers')
  await expect(integratedGradients(explained, [row], { baseline: 'one' } as never)).rejects.toThrow(
    OptionError,
  )
  await expect(
    integratedGradients(explained, [row], { baseline: { rows: [row, row] } }),
  ).rejects.toThrow('not a baseline for every row')
  await expect(expectedGradients(explained, [row], {} as never)).rejects.toThrow('background')
  const points = [{ row: 1, share: 0 }]
  await expect(expectedGradients(explained, [row], { background: [row], points })).rejects.toThrow(
    'no such row',
  )
  const aborted = AbortSignal.abort(new Error('enough'))
  await expect(saliency(explained, [row], { signal: aborted })).rejects.toThrow('enough')
})

test('budget, progress and signal hold for answers and gradients together', async () => {
  const explained = iris()
  const told: object[] = []
  const limits = { steps: 300, onProgress: (progress: object) => told.push(progress) }
  // 2 rows, 1 baseline, 2 · 300 · 3 gradients.
  await integratedGradients(explained, [row, row], { ...limits, budget: 1803 })
  expect(told).toEqual([
    { evaluations: 2, expected: 1803 },
    { evaluations: 3, expected: 1803 },
    { evaluations: 1027, expected: 1803 },
    { evaluations: 1803, expected: 1803 },
  ])
  told.length = 0
  const refused = integratedGradients(explained, [row, row], { ...limits, budget: 1802 })
  await expect(refused).rejects.toThrow('expected at least 1803, got 1802')
  expect(told).toEqual([])
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 0)
  const long = saliency(explained, Array(2000).fill(row), { signal: controller.signal })
  await expect(long).rejects.toThrow('enough')
})
