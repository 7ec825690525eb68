import {
  initialSlots,
  interpreter,
  optimizerProgram,
  type ResolvedOptimizer,
  resolveOptimizer,
  sizeOfSlot,
  variablesOf,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { rounded, withSession } from '../execute.js'
import { everyOptimizer } from './every-optimizer.js'
import { type OptimizerGolden, optimizerChoice, optimizerGolden } from './golden-cases.js'
import { severalWeightsCases } from './several-weights.js'
import { follow, type Trajectory } from './trajectory.js'
import { boundFor, compareWeights, exact } from './vectors.js'

/**
 * Every optimiser along given gradients: golden values, published ones, and what follows alone.
 * `change` puts another in the place of a resolved one, for tests of the cases themselves.
 */
export const optimizerCases = (
  change: (optimizer: ResolvedOptimizer) => ResolvedOptimizer = (optimizer) => optimizer,
): ConformanceCase[] => [
  ...optimizerGolden('optimizers').taken.map((golden) => goldenCase(golden, 'golden', change)),
  ...optimizerGolden('optimizers-published').taken.map((golden) =>
    goldenCase(golden, 'published', change),
  ),
  ...severalWeightsCases(change),
  ...everyOptimizer.flatMap(([name, choice]) => [
    firstSlotsCase(name, choice),
    ...(stirs.weights.includes(name) ? [] : [weightDecayCase(name, choice)]),
    chunksCase(name, choice),
  ]),
]

/** Weights a hundred times smaller than the sums they come from, whose rounding they inherit. */
const beyondFloat32 = ['ftrl other arguments, 100 steps']

const goldenCase = (
  golden: OptimizerGolden,
  from: string,
  change: (optimizer: ResolvedOptimizer) => ResolvedOptimizer,
): ConformanceCase => ({
  level: 'optimizers',
  name: `${from}: ${golden.name}`,
  ...(beyondFloat32.includes(golden.name) && { precisions: ['float64'] }),
  run: async (context) => {
    const { start, gradients, steps } = golden
    const round = (values: ArrayLike<number>) => rounded(values, context.precision)
    const trajectory = {
      optimizer: change(resolveOptimizer(optimizerChoice(golden))),
      weights: { weights: golden.shape },
      start: round(start),
      gradients: gradients.map(round),
      steps,
    }
    await checkTrajectory(context, trajectory, golden.computed ?? golden.weights)
    if (golden.tolerance !== undefined) await checkPublished(context, trajectory, golden)
  },
})

/** In float64 the golden weights, in float32 what float64 makes of the rounded numbers. */
async function checkTrajectory(
  context: CaseContext,
  trajectory: Trajectory,
  golden: readonly (readonly number[])[],
): Promise<void> {
  const { backend, precision, compare } = context
  const { steps } = trajectory
  const states = await follow(backend, precision, trajectory)
  const arbiter = await follow(interpreter, 'float64', trajectory)
  for (const [i, step] of steps.entries()) {
    const actual = states[i]!.trainable!.data
    if (precision === 'float64') {
      compare(actual, golden[i]!, boundFor(precision, 0, 1e-12), `weights after step ${step}`)
      continue
    }
    for (const [name, { data }] of Object.entries(arbiter[i]!)) {
      const size = step <= 5 ? 1e-6 : 1e-5
      if (name === 'trainable') compareWeights(context, actual, data, size, `step ${step}`)
      else compare(states[i]![name]!.data, data, boundFor(precision, 1e-5, 0), `${name} ${step}`)
    }
  }
}

async function checkPublished(
  { backend, precision, compare }: CaseContext,
  trajectory: Trajectory,
  { weights, steps, tolerance }: OptimizerGolden,
): Promise<void> {
  const states = await follow(backend, precision, trajectory)
  const bound = { absolute: tolerance!, relative: 0 }
  for (const [i, step] of steps.entries()) {
    compare(states[i]!.trainable!.data, weights[i]!, bound, `published weights after step ${step}`)
  }
}

const firstSlotsCase = (name: string, choice: object): ConformanceCase => ({
  level: 'optimizers',
  name: `${name}: slots start as declared, as zeros without more`,
  run: async ({ backend, precision, compare }) => {
    const optimizer = resolveOptimizer(choice)
    const { definition, options } = optimizer
    const program = optimizerProgram(optimizer, 3)
    const state = await withSession(backend, precision, program, async (session) => {
      await session.writeState(initialSlots(optimizer, vectorOf3))
      await session.compile(program)
      return session.readState()
    })
    for (const slot of definition.slots(options)) {
      const size = sizeOfSlot(slot, vectorOf3)
      if (size === 0) continue
      const expected = rounded(new Array(size).fill(slot.initialValue ?? 0), precision)
      compare(state[`optimizer/${slot.name}`]?.data ?? [], expected, exact, `slot ${slot.name}`)
    }
  },
})

const vectorOf3 = variablesOf({ weights: [3] })

/**
 * What a gradient of zeros changes: Ftrl's weights follow from its sums, an average is of the past,
 * and Adafactor adds an epsilon.
 */
const stirs = { weights: ['ftrl', 'adam moving average'], slots: ['adafactor'] }

/** Without a gradient, weights shrink by 1 − weightDecay · learningRate a step, and slots stay. */
const weightDecayCase = (name: string, choice: object): ConformanceCase => ({
  level: 'optimizers',
  name: `${name}: weight decay alone`,
  run: async ({ backend, precision, compare }) => {
    const optimizer = resolveOptimizer({ ...choice, learningRate: 0.5, weightDecay: 0.004 })
    const slots = optimizer.definition.slots(optimizer.options)
    const start = [2, -3, 0.5]
    const steps = [1, 2, 3, 100]
    const gradients = Array.from({ length: 100 }, () => [0, 0, 0])
    const states = await follow(backend, precision, { optimizer, start, gradients, steps })
    for (const [i, step] of steps.entries()) {
      const expected = start.map((weight) => weight * (1 - 0.002) ** step)
      const bound = boundFor(precision, step < 5 ? 1e-6 : 1e-5, 1e-13)
      compare(states[i]!.trainable!.data, expected, bound, `weights after step ${step}`)
      if (stirs.slots.includes(name)) continue
      for (const { name: slot, initialValue = 0 } of slots) {
        compare(
          states[i]![`optimizer/${slot}`]!.data,
          rounded(new Array(3).fill(initialValue), precision),
          exact,
          `slot ${slot}`,
        )
      }
    }
  },
})

const chunksCase = (name: string, choice: object): ConformanceCase => ({
  level: 'optimizers',
  name: `${name}: steps at once and one by one give the same bits`,
  run: async ({ backend, precision, compare }) => {
    const optimizer = resolveOptimizer(choice)
    const gradients = Array.from({ length: 30 }, (_, i) => [Math.sin(i), 1 / (i + 1), 1e-4 * i])
    const each = gradients.map((_, i) => i + 1)
    const run = { optimizer, start: [0.5, -1, 3], gradients, steps: each }
    const one = (await follow(backend, precision, run)).at(-1)!
    const [all] = await follow(backend, precision, { ...run, steps: [30] })
    for (const [state, { data }] of Object.entries(one)) {
      compare(all![state]!.data, data, exact, state)
    }
  },
})
