import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { type BackendV1, createModel, fit, interpreter, type Model } from '@parallax-ml/core'
import {
  type Attribution,
  activations,
  compareExplanations,
  type ExplainableModel,
  expectedGradients,
  explainable,
  gradCam,
  inputTimesGradient,
  integratedGradients,
  saliency,
  smoothGrad,
} from '@parallax-ml/interpret'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breastCancerTask } from './tasks/breast-cancer.js'
import { digitsCnnTask } from './tasks/digits-cnn.js'
import { irisTask } from './tasks/iris.js'
import { wineTask } from './tasks/wine.js'

/** The methods that differentiate, each the same on every backend. */
const methods: Record<
  string,
  (explained: ExplainableModel, rows: number[][], background: number[][]) => Promise<Attribution>
> = {
  gradient: (explained, rows) => saliency(explained, rows, { absolute: false }),
  'input × gradient': (explained, rows) => inputTimesGradient(explained, rows),
  'integrated gradients': (explained, rows, background) =>
    integratedGradients(explained, rows, { baseline: { mean: background }, steps: 16 }),
  SmoothGrad: (explained, rows, background) =>
    smoothGrad(explained, rows, { samples: 8, scales: deviationsOf(background) }),
  'expected gradients': (explained, rows, background) =>
    expectedGradients(explained, rows, { background, samples: 16 }),
}

const cam: (typeof methods)[string] = (explained, rows) => gradCam(explained, rows)

/** The standard deviation of every column. */
const deviationsOf = (rows: readonly number[][]): number[] =>
  rows[0]!.map((_, c) => {
    const mean = rows.reduce((sum, row) => sum + row[c]!, 0) / rows.length
    return Math.sqrt(rows.reduce((sum, row) => sum + (row[c]! - mean) ** 2, 0) / rows.length)
  })

describe.each([irisTask, wineTask, breastCancerTask, digitsCnnTask])('$name', (task) => {
  const { train } = task.data(1)
  const background = train.x.slice(0, 20) as number[][]
  const rows = train.x.slice(20, 24) as number[][]
  let trained: Model
  beforeAll(async () => {
    const epochs = Math.min(3, task.training.epochs)
    trained = (await fit(task.spec, train, { ...task.training, backend: native, epochs })).model
  })
  afterAll(() => trained.dispose())

  /** The trained network in float64 on the interpreter, or in float32 elsewhere. */
  const on = (backend: BackendV1): ExplainableModel => {
    const precision = backend === interpreter ? 'float64' : 'float32'
    const weights = trained.weights()
    return explainable(createModel(trained.spec, { backend, precision, weights }), {
      space: 'logit',
    })
  }

  test.each([
    ['native', native],
    ['onnx', onnx],
  ] as const)('explains on %s as in float64 on the interpreter', async (_, backend) => {
    const all = { ...methods, ...(task === digitsCnnTask && { 'Grad-CAM': cam }) }
    const [theirs, ours] = [on(backend), on(interpreter)]
    for (const [name, explain] of Object.entries(all)) {
      const found = await explain(theirs, rows, background)
      const right = await explain(ours, rows, background)
      const [agreement] = compareExplanations([found, right])
      expect(agreement, name).toMatchObject({ verdict: 'equal', signFlips: 0 })
      // Nor is it small only because all values are.
      const largest = Math.max(...right.values.map(Math.abs))
      expect(agreement!.maxDifference, name).toBeLessThan(1e-5 * Math.min(1, 10 * largest))
    }
    const [a, b] = await Promise.all([theirs, ours].map((one) => activations(one, rows)))
    for (const [i, { values, name }] of a!.layers.entries()) {
      const right = b!.layers[i]!.values
      const scale = Math.max(1, ...right.map(Math.abs))
      const worst = Math.max(...values.map((value, j) => Math.abs(value - right[j]!)))
      expect(worst, name).toBeLessThan(1e-5 * scale)
    }
    for (const one of [theirs, ours]) {
      await one.dispose()
      await one.model.dispose()
    }
  })
})
