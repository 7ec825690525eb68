import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { type BackendV1, createModel, fit, interpreter, type Model } from '@parallax-ml/core'
import {
  ablationImportance,
  accumulatedLocalEffects,
  type Explainable,
  type ExplainableModel,
  exactShapley,
  explainable,
  friedmanH2,
  kernelShap,
  lime,
  occlusion,
  partialDependence,
  permutationImportance,
  permutationShapley,
  shapleyInteractions,
  sparseCounterfactuals,
} from '@parallax-ml/interpret'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breastCancerTask } from './tasks/breast-cancer.js'
import { digitsTask } from './tasks/digits.js'
import { irisTask } from './tasks/iris.js'

type Rows = readonly number[][]
interface Given {
  readonly rows: Rows
  readonly background: Rows
  readonly data: Rows
  readonly classes: readonly number[]
}
type Explain = (
  explained: Explainable,
  given: Given,
) => Promise<{ readonly values: readonly number[] }>

/** The methods that need only answers, each the same on every backend. */
const methods: Readonly<Record<string, Explain>> = {
  kernelShap: (e, { rows, background }) => kernelShap(e, rows, { background, samples: 200 }),
  permutationShapley: (e, { rows, background }) =>
    permutationShapley(e, rows, { background, permutations: 2 }),
  lime: (e, { rows, data }) => lime(e, rows, { background: data, samples: 200 }),
  occlusion: (e, { rows, data }) => occlusion(e, rows, { fill: meansOf(data) }),
  permutationImportance: (e, { data, classes }) =>
    permutationImportance(e, data, classes, { score: 'logLoss', repeats: 1 }),
  ablationImportance: (e, { data, classes }) =>
    ablationImportance(e, data, classes, { score: 'logLoss' }),
  partialDependence: (e, { data }) => partialDependence(e, data, { features: [2, 3], points: 4 }),
  accumulatedLocalEffects: (e, { data }) => accumulatedLocalEffects(e, data, { feature: 2 }),
}
const fewFeatures: Readonly<Record<string, Explain>> = {
  exactShapley: (e, { rows, background }) => exactShapley(e, rows, { background }),
  shapleyInteractions: (e, { rows, background }) =>
    shapleyInteractions(e, rows, { background, index: 'SII' }),
}

const meansOf = (rows: Rows): number[] =>
  rows[0]!.map((_, c) => rows.reduce((sum, row) => sum + row[c]!, 0) / rows.length)

describe.each([irisTask, breastCancerTask, digitsTask])('$name', (task) => {
  const { train } = task.data(1)
  const data = (train.x as number[][]).slice(0, 100)
  const classes = Array.from(train.y as ArrayLike<number>).slice(0, 100)
  const given = { rows: data.slice(0, 2), background: data.slice(50, 60), data, classes }
  const isSmall = data[0]!.length <= 14
  let trained: Model
  beforeAll(async () => {
    const epochs = Math.min(5, task.training.epochs)
    trained = (await fit(task.spec, train, { ...task.training, backend: native, epochs })).model
  })
  afterAll(() => trained.dispose())

  /** The trained network in float64 on the interpreter, or in float32 elsewhere. */
  const on = (backend: BackendV1): ExplainableModel => {
    const precision = backend === interpreter ? 'float64' : 'float32'
    return explainable(createModel(task.spec, { backend, precision, weights: trained.weights() }))
  }

  test.each(Object.entries({ ...methods, ...(isSmall && fewFeatures) }))(
    '%s is the same within 1e-5 on native and on onnx as in float64',
    async (_, explain) => {
      const expected = await explain(on(interpreter), given)
      for (const backend of [native, onnx]) {
        const { values } = await explain(on(backend), given)
        const gaps = values.map((value, i) => Math.abs(value - expected.values[i]!))
        expect(Math.max(...gaps), backend.name).toBeLessThanOrEqual(1e-5)
      }
    },
  )

  test('a counterfactual that one backend finds is of that class on all', async () => {
    for (const backend of [native, onnx]) {
      const { found, target } = await sparseCounterfactuals(on(backend), data[0]!, {
        candidates: data,
        valuesPerFeature: 10,
      })
      expect(found.length).toBeGreaterThan(0)
      const values = Float64Array.from(found.flatMap(({ row }) => row))
      const rows = { rows: found.length, columns: data[0]!.length, values }
      for (const judge of [interpreter, native, onnx]) {
        const answers = await on(judge).predict(rows)
        for (let r = 0; r < rows.rows; r++) {
          const answer = answers.values.subarray(r * answers.columns, (r + 1) * answers.columns)
          const winner =
            answer.length === 1 ? Number(answer[0]! > 0.5) : answer.indexOf(Math.max(...answer))
          expect(winner, `${backend.name} judged by ${judge.name}`).toBe(target)
        }
      }
    }
  })

  if (isSmall) {
    test("Friedman's H² is the same within a thousandth", async () => {
      const expected = await friedmanH2(on(interpreter), data, { sample: 30 })
      for (const backend of [native, onnx]) {
        const { values } = await friedmanH2(on(backend), data, { sample: 30 })
        const gaps = values.map((value, i) => Math.abs(value - expected.values[i]!))
        expect(Math.max(...gaps), backend.name).toBeLessThanOrEqual(1e-3)
      }
    })
  }
})
