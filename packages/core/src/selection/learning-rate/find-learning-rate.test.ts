import { describe, expect, test } from 'vitest'
import { interpreter } from '../../interpreter/backend.js'
import { dense } from '../../layers/dense.js'
import { sequential } from '../../spec/sequential.js'
import { type FindLearningRateOptions, findLearningRate } from './find-learning-rate.js'
import { rangeRecorder } from './range-recorder.js'
import { suggestRates } from './suggest-rates.js'

// A line through the origin: one weight w that starts at 1, for y = 3 x.
const spec = sequential({
  inputShape: [1],
  layers: [dense({ units: 1, useBias: false, kernelInitializer: 'ones' })],
})
const x = [[1], [2], [-1], [0.5]]
const data = { x, y: x.map(([value]) => [3 * value!]) }
const square = (1 + 4 + 1 + 0.25) / 4
const options: FindLearningRateOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  precision: 'float64',
  optimizer: 'sgd',
}
const run = (changes: Partial<FindLearningRateOptions> = {}) =>
  findLearningRate(spec, data, { ...options, ...changes })

/** What gradient descent does there: w ← w − rate · 2 · mean(x²) · (w − 3), and Smith's test with it. */
function byHand(from: number, to: number, steps: number, smoothing: number) {
  const rates: number[] = []
  const losses: number[] = []
  const smoothed: number[] = []
  let distance = -2
  let average = 0
  for (let i = 0; i < steps; i++) {
    const rate = from * (to / from) ** (i / (steps - 1))
    rates.push(rate)
    losses.push(square * distance ** 2)
    distance -= rate * 2 * square * distance
    average = smoothing * average + (1 - smoothing) * losses[i]!
    smoothed.push(average / (1 - smoothing ** (i + 1)))
    if (smoothed[i]! > 4 * Math.min(...smoothed)) break
  }
  return { rates, losses, smoothed }
}

const expectClose = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-12)
  }
}

test.each([
  [1e-4, 0.1, 40, 0.98],
  [1e-2, 10, 30, 0.9],
  [1e-3, 100, 60, 0],
])(
  'from %d to %d in %d steps, smoothed by %d: the closed form',
  async (from, to, steps, smoothing) => {
    const { rates, losses, smoothed } = byHand(from, to, steps, smoothing)
    const curve = await run({ from, to, steps, smoothing })
    expectClose(curve.learningRates, rates)
    expectClose(curve.losses, losses)
    expectClose(curve.smoothedLosses, smoothed)
    expect(curve.stopped.reason).toBe(losses.length < steps ? 'diverged' : 'completed')
  },
)

test('suggests rates below that at which gradient descent diverges', async () => {
  const { suggestions, caveat, stopped } = await run({ from: 1e-4, to: 10, smoothing: 0.8 })
  // It diverges where |1 − 2 · rate · mean(x²)| > 1.
  expect(suggestions.steepest).toBeLessThan(1 / square)
  expect(suggestions.tenthOfMinimum).toBeLessThan(1 / square)
  expect(suggestions.tenthOfMinimum).toBeGreaterThan(0.001)
  expect([caveat, stopped.reason]).toEqual([undefined, 'diverged'])
})

test('the rate of the optimiser is replaced, a schedule too; the rest of it stays', async () => {
  const steps = { steps: 20, to: 0.01 }
  const plain = await run({ ...steps, optimizer: 'adamW' })
  for (const learningRate of [7, { name: 'cosineDecay', initialLearningRate: 1, decaySteps: 3 }]) {
    const optimizer = { name: 'adamW', learningRate } as FindLearningRateOptions['optimizer'] & {}
    expect(await run({ ...steps, optimizer })).toEqual(plain)
  }
  const decaying = await run({ ...steps, optimizer: { name: 'adamW', weightDecay: 5 } })
  expect(decaying.losses).not.toEqual(plain.losses)
})

test('with gradient accumulation every update has a rate, and the loss is a mean over its steps', async () => {
  const one = await run({ steps: 15, to: 0.1 })
  const two = await run({
    steps: 15,
    to: 0.1,
    batchSize: 2,
    shuffle: false,
    optimizer: { name: 'sgd', gradientAccumulationSteps: 2 },
  })
  expectClose(two.learningRates, one.learningRates)
  expectClose(two.losses, one.losses)
})

test('an aborted test has what it did until then', async () => {
  const { learningRates, suggestions, caveat, stopped } = await run({ signal: AbortSignal.abort() })
  expect([learningRates, suggestions, stopped.reason]).toEqual([[], {}, 'aborted'])
  expect(caveat).toMatch(/after 0 rates/)
})

test('a first step that is not finite gives a caveat', async () => {
  const huge = { x: [[1e200]], y: [[0]] }
  const { caveat, stopped } = await findLearningRate(spec, huge, options)
  expect(caveat).toMatch(/too few to suggest one/)
  expect(stopped).toMatchObject({ reason: 'diverged' })
  expect(stopped.message).toMatch(/The loss became Infinity in step 1/)
})

test.each([
  [[1, 4, 4.01, 1], 3],
  [[-1, 2, 2.01, 1], 3],
  [[0.5, 1, 1.9, 2, 2.1], 5],
])('losses %j exceed four times the best in step %d', (losses, end) => {
  const recorded = { learningRates: [], losses: [], smoothedLosses: [] }
  const options = { steps: 9, stepsPerRate: 1, smoothing: 0, divergence: 4 }
  const stops: string[] = []
  const { onTrainBegin, logStep } = rangeRecorder(recorded, options).begin({} as never)
  void onTrainBegin!({ stop: (reason: string) => stops.push(reason) } as never)
  for (const [i, loss] of losses.entries()) {
    logStep!({ step: i + 1, epoch: 1, loss, learningRate: 1 })
  }
  expect([recorded.losses.length, stops]).toEqual([end, ['diverged']])
})

describe('suggestRates', () => {
  const steps = 200
  const rates = Array.from({ length: steps }, (_, i) => 1e-6 * 1e6 ** (i / (steps - 1)))
  /** Falls by a logistic curve around a rate, and grows beyond another. */
  const curveOf = (middle: number, end: number) =>
    rates.map((rate) => 1 / (1 + (rate / middle) ** 3) + (rate / end) ** 4)

  test('finds the steepest descent and the minimum of a known curve', () => {
    const curve = curveOf(1e-3, 1)
    const { suggestions, caveat } = suggestRates(rates, curve, curve, true)
    // The logistic curve is steepest in its middle; the minimum solves 3 m³ / r³ ≈ 4 r⁴.
    expect(Math.log10(suggestions.steepest!)).toBeCloseTo(-3, 1)
    const minimum = ((3 / 4) * 1e-9) ** (1 / 7)
    expect(Math.log10(suggestions.tenthOfMinimum!)).toBeCloseTo(Math.log10(minimum / 10), 1)
    expect(caveat).toBeUndefined()
  })

  test('says that a curve falls to its end', () => {
    const curve = curveOf(1e-2, 1e9)
    const { suggestions, caveat } = suggestRates(rates, curve, curve, true)
    expect(suggestions.tenthOfMinimum).toBeCloseTo(0.1, 12)
    expect(caveat).toMatch(/still fell at the highest rate/)
  })

  test.each([
    ['grows', rates.map((_, i) => 1 + i / 100)],
    ['stays', rates.map(() => 1)],
    ['only varies', rates.map((_, i) => 1 + 0.1 * Math.sin(7 * i))],
    ['falls less than it varies', rates.map((_, i) => (i > 30 ? 0.99 : 1) + 0.1 * Math.sin(7 * i))],
  ])('suggests nothing where the loss %s', (_, curve) => {
    let sum = 0
    const smoothed = curve.map((loss, i) => {
      sum += loss
      return sum / (i + 1)
    })
    const { suggestions, caveat } = suggestRates(rates, curve, smoothed, true)
    expect(suggestions).toEqual({})
    expect(caveat).toMatch(/did not fall at any rate/)
  })
})
