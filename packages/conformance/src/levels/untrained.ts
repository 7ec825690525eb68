import {
  alphaDropout,
  createModel,
  dense,
  embedding,
  evaluate,
  gaussianDropout,
  gaussianNoise,
  gradients,
  permute,
  sequential,
  spatialDropout1d,
  unitNormalization,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { requireError } from './lifecycle.js'
import { bound, ones, times, zeros } from './one-weight.js'
import { randomRows } from './random-rows.js'
import { boundFor, exact } from './vectors.js'

const level = 'training'

/** What follows by hand without any training: scores, and layers that hardly compute. */
export const untrainedCases: readonly ConformanceCase[] = [
  { level, name: 'by hand: ranks over more rows than a batch', run: checkRanks },
  { level, name: 'by hand: kappa by the distance of classes', run: checkKappa },
  { level, name: 'by hand: metrics of certain mistakes and constant targets', run: checkEdges },
  { level, name: 'by hand: permute by a cycle', run: checkPermute },
  { level, name: 'by hand: unit normalization of zeros has gradient 0', run: checkUnitOfZeros },
  { level, name: 'by hand: noise leaves predictions alone', run: checkNoise },
  { level, name: 'an index that is the number of embeddings is refused', run: checkIndices },
]

/** Shares of the pairs of a target 1 and a target 0 that are in order, ties half. */
async function checkRanks(context: CaseContext): Promise<void> {
  const { backend, precision, compare } = context
  const rows = Array.from({ length: 300 }, (_, i) => ({
    x: (i * 7) % 20,
    y: i % 3 === 0 || i > 270 ? 1 : 0,
    weight: 1 + (i % 4),
  }))
  const share = (weightOf: (row: (typeof rows)[number]) => number): number => {
    let [ordered, all] = [0, 0]
    for (const yes of rows.filter(({ y }) => y === 1)) {
      for (const no of rows.filter(({ y }) => y === 0)) {
        const pair = weightOf(yes) * weightOf(no)
        ordered += pair * (yes.x > no.x ? 1 : yes.x === no.x ? 0.5 : 0)
        all += pair
      }
    }
    return ordered / all
  }
  const spec = sequential({ inputShape: [1], layers: [times(1)] })
  const model = createModel(spec, { backend, precision })
  const data = {
    x: rows.map(({ x }) => [x]),
    y: rows.map(({ y }) => [y]),
    sampleWeight: rows.map(({ weight }) => weight),
  }
  const choices = { metrics: ['auc'], weightedMetrics: ['auc'] } as const
  const scores = await evaluate(model, data, { loss: 'meanSquaredError', ...choices })
  await model.dispose()
  compare([scores.auc], [share(() => 1)], bound(context), 'auc')
  compare([scores.weightedAuc], [share(({ weight }) => weight)], bound(context), 'weighted auc')
}

/** Predicted 0, 1, 2, 0 where 2, 1, 2, 0 are right: one mistake, two classes apart. */
async function checkKappa({ backend, precision, compare }: CaseContext): Promise<void> {
  const layer = dense({ units: 3, kernelInitializer: 'identity' })
  const spec = sequential({ inputShape: [3], layers: [layer] })
  const model = createModel(spec, { backend, precision })
  const x = [0, 1, 2, 0].map((guess) => [0, 1, 2].map((k) => (k === guess ? 1 : 0)))
  const loss = { name: 'sparseCategoricalCrossentropy', fromLogits: true } as const
  const kappa = async (weights: 'linear' | 'quadratic' | null): Promise<number> => {
    const metrics = [{ name: 'cohensKappa', weights }] as const
    const scores = await evaluate(model, { x, y: [2, 1, 2, 0] }, { loss, metrics })
    return scores.cohensKappa
  }
  const found = [await kappa(null), await kappa('linear'), await kappa('quadratic')]
  await model.dispose()
  const expected = [1 - 4 / 11, 1 - 8 / 16, 1 - 16 / 26]
  compare(found, expected, boundFor(precision, 1e-6, 1e-12), 'unweighted, linear, quadratic')
}

/** The probability 0 of what happened counts as 2^−52; targets that do not vary are met or not. */
async function checkEdges(context: CaseContext): Promise<void> {
  const { backend, precision, compare } = context
  const spec = sequential({ inputShape: [1], layers: [times(1)] })
  const model = createModel(spec, { backend, precision })
  const score = async (x: number[][], y: number[][], metric: 'logLoss' | 'r2Score') => {
    const scores = await evaluate(model, { x, y }, { loss: 'meanSquaredError', metrics: [metric] })
    return scores[metric]!
  }
  const logLoss = await score([[0], [1]], ones(2), 'logLoss')
  compare([logLoss], [26 * Math.LN2], bound(context), 'logLoss')
  const r2 = [await score(ones(2), ones(2), 'r2Score'), await score(zeros(2), ones(2), 'r2Score')]
  await model.dispose()
  compare(r2, [1, 0], exact, 'r2Score')
}

async function checkPermute({ backend, precision, compare }: CaseContext): Promise<void> {
  const spec = sequential({ inputShape: [2, 3, 4], layers: [permute({ dims: [2, 3, 1] })] })
  const model = createModel(spec, { backend, precision })
  const x = Float64Array.from({ length: 24 }, (_, i) => i)
  const { shape, data } = await model.predict({ shape: [1, 2, 3, 4], data: x })
  await model.dispose()
  compare(shape, [1, 3, 4, 2], exact, 'shape')
  const expected = Array.from({ length: 24 }, (_, i) => 12 * (i % 2) + Math.floor(i / 2))
  compare(data, expected, exact, 'values')
}

async function checkUnitOfZeros({ backend, precision, compare }: CaseContext): Promise<void> {
  const spec = sequential({ inputShape: [2], layers: [unitNormalization()] })
  const model = createModel(spec, { backend, precision })
  const { value, inputs } = await gradients(model, [[0, 0]], { output: 0 })
  await model.dispose()
  compare([value, ...inputs.input!.data], [0, 0, 0], exact, 'value and gradient')
}

async function checkNoise({ backend, precision, compare }: CaseContext): Promise<void> {
  const layers = [
    gaussianNoise({ stddev: 2 }),
    gaussianDropout({ rate: 0.5 }),
    alphaDropout({ rate: 0.5 }),
    spatialDropout1d({ rate: 0.5 }),
  ]
  const model = createModel(sequential({ inputShape: [3, 4], layers }), { backend, precision })
  const x = randomRows(82, 5, 3, 4)
  const { data } = await model.predict(x)
  await model.dispose()
  compare(data, x.data, exact, 'predictions')
}

async function checkIndices({ backend, precision }: CaseContext): Promise<void> {
  const layers = [embedding({ inputDim: 3, outputDim: 2 })]
  const model = createModel(sequential({ inputShape: [1], layers }), { backend, precision })
  await model.predict([[2]])
  await requireError('INVALID_DATA', 'predict of index 3', () => model.predict([[3]]))
  await model.dispose()
}
