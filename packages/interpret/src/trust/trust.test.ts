import {
  createModel,
  dense,
  fit,
  interpreter,
  randomKey,
  sequential,
  uniforms,
} from '@parallax-ml/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ExplainableModel, explainable } from '../explained/explainable-model.js'
import type { Attribution } from '../explanation.js'
import { integratedGradients } from '../gradients/integrated-gradients.js'
import { inputTimesGradient, saliency } from '../gradients/saliency.js'
import { smoothGrad } from '../gradients/smooth-grad.js'
import { denseModel, type GoldenGradients, readGolden } from '../testing/golden-models.js'
import { modelOf, networkOf, tableOf } from '../testing/random-models.js'
import { infidelity } from './infidelity.js'
import { maxSensitivity } from './max-sensitivity.js'
import { perturbationCurves } from './perturbation-curves.js'
import { randomizedWeights } from './randomized-weights.js'
import { seedStability } from './seed-stability.js'

const golden = readGolden<GoldenGradients>('gradients')
const iris = () => explainable(denseModel(golden.models.iris_mlp!), { space: 'logit' })
const rows = golden.integratedGradients.filter(({ x }) => x.length === 4).map(({ x }) => x)
const weights = [3, -2, 1, 0.5, -0.25]
/** 0.7 + weights · x */
const linear = (): ExplainableModel =>
  explainable(
    modelOf({ activation: 'linear', layers: [{ kernel: weights.map((w) => [w]), bias: [0.7] }] }),
  )
const x = [
  [1, 1, 1, 1, 1],
  [0.5, -1, 2, 0.1, 3],
]
const f = (row: readonly number[]) => weights.reduce((sum, w, i) => sum + w * row[i]!, 0.7)
const changed = (attribution: Attribution, values: readonly number[]): Attribution => ({
  ...attribution,
  values,
})

describe('deletion and insertion', () => {
  test('of a linear model follow its contributions, from the prediction to the base', async () => {
    const exact = await integratedGradients(linear(), x)
    const { fractions, deletion, insertion } = await perturbationCurves(linear(), exact)
    expect(fractions).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    const contributions = x.map((row) => row.map((v, i) => v * weights[i]!).sort((a, b) => b - a))
    for (const [m] of fractions.entries()) {
      const mean = (of: (parts: readonly number[], prediction: number) => number) =>
        contributions.reduce((sum, parts, r) => sum + of(parts, f(x[r]!)), 0) / x.length
      const sum = (parts: readonly number[]) => parts.reduce((a, b) => a + b, 0)
      expect(deletion.values[m]).toBeCloseTo(
        mean((parts, prediction) => prediction - sum(parts.slice(0, m))),
        12,
      )
      expect(insertion.values[m]).toBeCloseTo(
        mean((parts) => 0.7 + sum(parts.slice(0, m))),
        12,
      )
    }
    const curve = deletion.values
    const area = curve.slice(1).reduce((sum, v, i) => sum + (0.2 * (v + curve[i]!)) / 2, 0)
    expect(deletion.area).toBeCloseTo(area, 12)
    expect(deletion.areas.reduce((a, b) => a + b) / 2).toBeCloseTo(deletion.area, 12)
  })

  test('tell a right order from random ones, and a wrong one too', async () => {
    const right = await integratedGradients(iris(), rows)
    const options = { baseline: { mean: rows } }
    const good = await perturbationCurves(iris(), right, options)
    expect(good.deletion.verdict).toBe('better than random')
    expect(good.insertion.verdict).toBe('better than random')
    expect(good.random.areas).toHaveLength(39)
    const bad = await perturbationCurves(
      iris(),
      changed(
        right,
        right.values.map((value) => -value),
      ),
      options,
    )
    expect(bad.deletion.verdict).toBe('no better than random')
    expect(bad.deletion.pValue).toBe(1)
    expect(bad.random).toEqual(good.random)
    // Every row at 5 points in 2 + 39 orders.
    const evaluations = rows.length * 5 * 41
    expect(good.checks.evaluations).toBe(evaluations)
    const budget = evaluations - 1
    await expect(perturbationCurves(iris(), right, { budget })).rejects.toThrow('option budget')
  })

  test('of a random order it says so about nineteen times in twenty', async () => {
    const explained = iris()
    const some = rows.slice(0, 4)
    const base = await integratedGradients(explained, some, { steps: 1 })
    let found = 0
    for (let seed = 0; seed < 60; seed++) {
      const values = [...uniforms(randomKey(seed, 'order'), base.values.length)]
      const { deletion } = await perturbationCurves(explained, changed(base, values), {
        seed,
        randomOrders: 19,
      })
      if (deletion.verdict === 'better than random') found++
    }
    expect(found).toBeLessThanOrEqual(8)
  })

  test('refuse an attribution of another model', async () => {
    const other = await saliency(iris(), rows)
    await expect(perturbationCurves(linear(), other)).rejects.toThrow('features of the model')
    await expect(perturbationCurves(iris(), other, { output: 3 })).rejects.toThrow('0 to 2')
  })
})

describe('infidelity', () => {
  test('of exact attributions of a linear model is 0, as contributions and as slopes', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1e6), async (seed) => {
        const [at, from] = [tableOf(seed, 'rows', 2, 3), tableOf(seed, 'baselines', 2, 3)]
        const explained = explainable(modelOf(networkOf(seed, 3, 2, ['linear'])))
        const baseline = { rows: from }
        const parts = await integratedGradients(explained, at, { baseline, steps: 1 })
        const slopes = await saliency(explained, at, { absolute: false })
        for (const exact of [parts, slopes]) {
          const found = await infidelity(explained, exact, { baseline, samples: 20 })
          expect(found.mean).toBeLessThan(1e-20)
        }
      }),
      { numRuns: 15 },
    ))

  test('is the square of what attributions are off by, and 1 for foretelling nothing', async () => {
    const exact = await integratedGradients(linear(), x)
    const all = [
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1],
    ]
    const off = changed(
      exact,
      exact.values.map((v, i) => (i % 5 === 1 ? v + 0.3 : v)),
    )
    const found = await infidelity(linear(), off, { removals: all })
    for (const value of found.values) expect(value).toBeCloseTo(0.09, 12)
    const removals = [
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0.5, 1, 0, 0],
      [0, 0, 0, 1, 1],
    ]
    const some = await infidelity(linear(), off, { removals })
    for (const value of some.values) expect(value).toBeCloseTo((0.09 + 0.0225) / 4, 12)
    const none = await infidelity(
      linear(),
      changed(
        exact,
        exact.values.map(() => 0),
      ),
    )
    for (const value of none.relative) expect(value).toBeCloseTo(1, 12)
    const sized = await saliency(linear(), x)
    await expect(infidelity(linear(), sized)).rejects.toThrow('in which direction')
  })

  test('ranks integrated gradients before input × gradient on a network', async () => {
    const integrated = await infidelity(iris(), await integratedGradients(iris(), rows))
    const product = await infidelity(iris(), await inputTimesGradient(iris(), rows))
    expect(integrated.mean).toBeLessThan(product.mean)
    expect(integrated.standardErrors.every((error) => error > 0)).toBe(true)
    expect(integrated.checks.evaluations).toBe(rows.length * 201)
  })
})

describe('max-sensitivity', () => {
  test('is 0 for slopes of a linear model, and bounded by the radius for its contributions', async () => {
    const slopes = await maxSensitivity((at) => saliency(linear(), at), x)
    expect(slopes.max).toBe(0)
    const radius = 0.1
    const found = await maxSensitivity((at) => inputTimesGradient(linear(), at), x, {
      radius,
      samples: 200,
    })
    const length = Math.hypot(...weights)
    for (const [r, value] of found.values.entries()) {
      const bound = (radius * length) / Math.hypot(...weights.map((w, i) => w * x[r]![i]!))
      expect(value).toBeLessThanOrEqual(bound)
      expect(value).toBeGreaterThan(0.7 * bound)
    }
    expect(found.max).toBe(Math.max(...found.values))
  })
})

describe('random weights', () => {
  const features = 16
  /** Rows whose class is the sign of the first three features, and a network that learned it. */
  const trained = async () => {
    const values = uniforms(randomKey(1, 'rows'), 200 * features).map((u) => 2 * u - 1)
    const table = Array.from({ length: 200 }, (_, r) => [
      ...values.subarray(r * features, (r + 1) * features),
    ])
    const y = table.map((row) => [row[0]! + row[1]! - row[2]! > 0 ? 1 : 0])
    const spec = sequential({
      inputShape: [features],
      layers: [
        dense({ units: 8, activation: 'tanh', name: 'hidden' }),
        dense({ units: 1, activation: 'sigmoid', name: 'answer' }),
      ],
    })
    const { model } = await fit(
      spec,
      { x: table, y },
      { backend: interpreter, loss: 'binaryCrossentropy', epochs: 40 },
    )
    return { explained: explainable(model), some: table.slice(0, 8) }
  }

  test('change the gradient, but not what shows the row alone', async () => {
    const { explained, some } = await trained()
    const gradient = await randomizedWeights(explained, (model) => saliency(model, some))
    expect(gradient.verdict).toBe('depends on the weights')
    expect(gradient.similarities).toHaveLength(20)
    expect(gradient.mean).toBeLessThan(0.3)
    expect(gradient.amongRandom.largest).toBeLessThan(0.9)
    const rowItself = await randomizedWeights(explained, async (model) => {
      const found = await saliency(model, some)
      return changed(found, found.data)
    })
    expect(rowItself.verdict).toBe('hardly depends on the weights')
    expect(rowItself.mean).toBeCloseTo(1, 12)
    expect(rowItself.amongRandom.mean).toBeCloseTo(1, 12)
    // With the layers below as they were, the gradient is still much alike.
    const top = await randomizedWeights(explained, (model) => saliency(model, some), {
      layers: ['answer'],
    })
    expect(top.mean).toBeGreaterThan(gradient.mean)
    expect(await randomizedWeights(explained, (model) => saliency(model, some))).toEqual(gradient)
    await expect(
      randomizedWeights(explained, (model) => saliency(model, some), { layers: ['hiden'] }),
    ).rejects.toThrow("'hidden'")
    const few = await randomizedWeights(explained, (model) => saliency(model, some), {
      networks: 5,
    })
    expect(few.verdict).toBe('not assessable')
    expect(few.reason).toContain('20 are needed')
  })

  test('are not judged on few features', async () => {
    const check = await randomizedWeights(iris(), (model) => saliency(model, rows))
    expect(check.verdict).toBe('not assessable')
    expect(check.reason).toContain('16 are needed')
    expect(check.similarities).toHaveLength(20)
  })
})

describe('stability over seeds', () => {
  test('of SmoothGrad: stable, and about as its standard errors say', async () => {
    const check = await seedStability(
      (seed) => smoothGrad(iris(), rows, { seed, samples: 100, noiseLevel: 0.05 }),
      { seeds: 8 },
    )
    expect(check.verdict).toBe('stable')
    expect(check.observedOverStated).toBeGreaterThan(0.6)
    expect(check.observedOverStated).toBeLessThan(1.6)
    expect(check.largest).toBe(Math.max(...check.standardDeviations))
  })

  test('of what is drawn at random: none', async () => {
    const features = 20
    const model = createModel(
      sequential({ inputShape: [features], layers: [dense({ units: 1 })] }),
      {
        backend: interpreter,
      },
    )
    const plain = await saliency(explainable(model), [Array(features).fill(1)])
    const check = await seedStability(async (seed) =>
      changed(plain, [...uniforms(randomKey(seed, 'anything'), features)]),
    )
    expect(check.verdict).toBe('depends on the seed')
    expect(check.leastTopAgreement).toBeLessThan(2 / 3)
    expect(check.observedOverStated).toBeUndefined()
  })

  test('of a method without chance: all the same', async () => {
    const check = await seedStability(() => saliency(iris(), rows))
    expect(check).toMatchObject({ verdict: 'stable', leastTopAgreement: 1 })
    expect(check.largest).toBeLessThan(1e-14)
    expect(check.leastSpearman).toBeCloseTo(1, 12)
  })
})
