import { type ResolvedOptimizer, resolveOptimizer, resolveSchedule } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { everyOptimizer } from './every-optimizer.js'
import { follow, type Trajectory } from './trajectory.js'
import { boundFor } from './vectors.js'

type Change = (optimizer: ResolvedOptimizer) => ResolvedOptimizer

const weights = {
  'dense/kernel': [2, 3],
  'dense/bias': [3],
  'embedding/table': [2, 2],
  'last/kernel': [3, 1],
} as const
const sizes = [6, 3, 4, 3]
const start = [1, -2, 3, 0.5, 0.25, -1, 0.5, -0.5, 0.125, 2, 1, -1, 0.5, 0, 0, 0]

/** A different gradient in each step; the second weight's is 0, the others' norms lie around 1. */
const gradients = Array.from({ length: 6 }, (_, step) =>
  start.map((_, i) => (i >= 6 && i < 9 ? 0 : Math.round(64 * Math.sin(3 * i + step + 1)) / 64)),
)

/** What belongs to each of the weights. */
const split = (flat: ArrayLike<number>): number[][] => {
  let offset = 0
  return sizes.map((size) => {
    offset += size
    return Array.from(flat).slice(offset - size, offset)
  })
}

const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0))

/** What the options of all optimisers do to several weights, in plain loops beside gradient descent. */
export const severalWeightsCases = (change: Change): ConformanceCase[] => [
  stepCase('clipValue', { clipValue: 0.25 }, change, (part) =>
    part.map((value) => Math.max(-0.25, Math.min(0.25, value))),
  ),
  stepCase('clipNorm, of each weight', { clipNorm: 0.5 }, change, (part) =>
    norm(part) <= 0.5 ? part : part.map((value) => (0.5 * value) / norm(part)),
  ),
  stepCase('globalClipNorm, of all weights', { globalClipNorm: 0.5 }, change, (part, all) =>
    norm(all) <= 0.5 ? part : part.map((value) => (0.5 * value) / norm(all)),
  ),
  stepCase('globalClipNorm beyond the norm', { globalClipNorm: 100 }, change, (part) => part),
  infiniteCase(change),
  decayCase('of every weight', [], change, [true, true, true, true]),
  decayCase('not of biases', ['bias$'], change, [true, false, true, true]),
  decayCase('not of two layers', ['^dense/', 'table'], change, [false, false, false, true]),
  scheduleCase(change),
  zeroWeightsCase(change),
  ...everyOptimizer
    .filter(([, options]) => !('globalClipNorm' in options))
    .map(([name, choice]) => apartCase(name, choice, change)),
]

/** LAMB scales by no norm that is 0: a first step from zeros is Adam's, g / (|g| + epsilon). */
const zeroWeightsCase = (change: Change): ConformanceCase => ({
  level: 'optimizers',
  name: 'lamb from weights of 0',
  run: async ({ backend, precision, compare }) => {
    const gradient = [0.5, -0.25, 2]
    const optimizer = change(resolveOptimizer({ name: 'lamb', learningRate: 0.125 }))
    const trajectory = { optimizer, start: [0, 0, 0], gradients: [gradient], steps: [1] }
    const [state] = await follow(backend, precision, trajectory)
    const expected = gradient.map((g) => (-0.125 * g) / (Math.abs(g) + 1e-7))
    compare(state!.trainable!.data, expected, boundFor(precision, 1e-6, 1e-12), 'weights')
  },
})

/** Runs gradient descent and the same by hand. */
const descentCase = (
  name: string,
  options: object,
  change: Change,
  next: (part: number[], gradient: number[], all: number[], step: number, i: number) => number[],
): ConformanceCase => ({
  level: 'optimizers',
  name: `several weights: ${name}`,
  run: async ({ backend, precision, compare }) => {
    const optimizer = change(resolveOptimizer({ name: 'sgd', learningRate: 0.5, ...options }))
    const steps = [1, 2, 6]
    const states = await follow(backend, precision, {
      ...{ optimizer, weights, start, gradients, steps },
    })
    let expected = split(start)
    for (const [step, gradient] of gradients.entries()) {
      const parts = split(gradient)
      expected = expected.map((part, i) => next(part, parts[i]!, gradient, step, i))
      const at = steps.indexOf(step + 1)
      if (at < 0) continue
      const bound = boundFor(precision, 2e-6, 1e-14)
      compare(states[at]!.trainable!.data, expected.flat(), bound, `weights after ${step + 1}`)
    }
  },
})

const stepCase = (
  name: string,
  options: object,
  change: Change,
  clip: (part: number[], all: number[]) => number[],
): ConformanceCase =>
  descentCase(name, options, change, (part, gradient, all) => {
    const clipped = clip(gradient, all)
    return part.map((weight, i) => weight - 0.5 * clipped[i]!)
  })

const decayCase = (
  name: string,
  weightDecayExclude: readonly string[],
  change: Change,
  decays: readonly boolean[],
): ConformanceCase =>
  descentCase(
    `weight decay ${name}`,
    { weightDecay: 0.1, weightDecayExclude },
    change,
    (part, gradient, _, __, which) =>
      part.map((weight, i) => weight * (decays[which] ? 0.95 : 1) - 0.5 * gradient[i]!),
  )

const scheduleCase = (change: Change): ConformanceCase => {
  const learningRate = { name: 'cosineDecay', initialLearningRate: 0.5, decaySteps: 5 }
  const rate = resolveSchedule(learningRate)
  return descentCase(
    'steps and decay follow a schedule',
    { learningRate, weightDecay: 0.1 },
    change,
    (part, gradient, _, step) =>
      part.map((weight, i) => weight * (1 - 0.1 * rate(step)) - rate(step) * gradient[i]!),
  )
}

/** An overflow must show, which a scale of 0 would hide. */
const infiniteCase = (change: Change): ConformanceCase => ({
  level: 'optimizers',
  name: 'several weights: an infinite norm makes everything NaN',
  run: async ({ backend, precision, compare }) => {
    const optimizer = change(resolveOptimizer({ name: 'sgd', globalClipNorm: 1 }))
    const infinite = start.map((_, i) => (i === 1 ? Number.POSITIVE_INFINITY : 1))
    const trajectory = { optimizer, weights, start, gradients: [infinite], steps: [1] }
    const [state] = await follow(backend, precision, trajectory)
    const all = start.map(() => Number.NaN)
    compare(state!.trainable!.data, all, boundFor(precision, 0, 0), 'weights')
  },
})

/** Weights beside one another do not know of each other. */
const apartCase = (name: string, choice: object, change: Change): ConformanceCase => ({
  level: 'optimizers',
  name: `${name}: several weights at once as each by itself`,
  run: async ({ backend, precision, compare }) => {
    const optimizer = change(resolveOptimizer(choice))
    const run = async (trajectory: Omit<Trajectory, 'optimizer' | 'steps'>) => {
      const [state] = await follow(backend, precision, { ...trajectory, optimizer, steps: [6] })
      return state!.trainable!.data
    }
    const together = split(await run({ weights, start, gradients }))
    const starts = split(start)
    const parts = gradients.map(split)
    for (const [i, [path, shape]] of Object.entries(weights).entries()) {
      const each = parts.map((part) => part[i]!)
      const alone = await run({ weights: { [path]: shape }, start: starts[i]!, gradients: each })
      compare(together[i]!, alone, boundFor(precision, 1e-6, 1e-14), path)
    }
  },
})
