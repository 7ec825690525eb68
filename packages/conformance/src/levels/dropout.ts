import {
  architectureOf,
  createProgram,
  differentiate,
  dropout,
  GraphBuilder,
  lowerModel,
  randomKey,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Execution, execute } from '../execute.js'
import { boundFor, exact } from './vectors.js'

const rows = 40
const features = 100

/** Dropout while training, which golden values cannot know: its random bits are this library's. */
export const dropoutCases: readonly ConformanceCase[] = [
  ...[0.1, 0.5, 0.9].map(
    (rate): ConformanceCase => ({
      level: 'layers, losses and metrics',
      name: `layer dropout: rate ${rate} while training`,
      run: (context) => checkDropout(context, [rate]),
    }),
  ),
  {
    level: 'layers, losses and metrics',
    name: 'layer dropout: two layers drop independently',
    run: (context) => checkDropout(context, [0.5, 0.3]),
  },
]

async function checkDropout(context: CaseContext, rates: readonly number[]): Promise<void> {
  const { backend, precision, compare } = context
  const execution = executionOf(rates)
  const share = rates.reduce((product, rate) => product * (1 - rate), 1)
  const { outputs } = await execute(backend, precision, execution)
  const arbiter = (await arbitrate(execution)).outputs
  const kept = Array.from(outputs.output!, (value) => (value === 0 ? 0 : 1))
  const arbiterKept = Array.from(arbiter.output!, (value) => (value === 0 ? 0 : 1))
  compare(kept, arbiterKept, exact, 'which elements are kept')
  const size = rows * features
  const fiveSigma = 5 * Math.sqrt((share * (1 - share)) / size)
  for (const [step, found] of sharesOf(kept, size).entries()) {
    compare([found], [share], { absolute: fiveSigma, relative: 0 }, `share of step ${step}`)
  }
  const both = kept.slice(0, size).filter((one, i) => one === 1 && kept[size + i] === 1).length
  compare([both / size], [share ** 2], { absolute: 0.05, relative: 0 }, 'kept in both steps')
  const expected = kept.map((one) => one / share)
  const bound = boundFor(precision, 4e-7, 1e-15)
  compare(outputs.output!, expected, bound, 'output of ones')
  compare(outputs.gradient!, expected, bound, 'gradient')
}

/** The share of ones in each step. */
const sharesOf = (kept: readonly number[], size: number): number[] =>
  Array.from({ length: kept.length / size }, (_, step) => {
    const part = kept.slice(step * size, (step + 1) * size)
    return part.reduce((sum, one) => sum + one, 0) / size
  })

/** Two training steps with keys of their own on rows of ones. */
function executionOf(rates: readonly number[]): Execution {
  const architecture = architectureOf(
    sequential({ inputShape: [features], layers: rates.map((rate) => dropout({ rate })) }),
  )
  const b = new GraphBuilder()
  const input = b.input({ name: 'x', source: 'feed', shape: [rows, features], dtype: 'float' })
  const key = b.input({ name: 'key', source: 'feed', shape: [2], dtype: 'int32' })
  const lowering = {
    builder: b,
    architecture,
    weights: {},
    inputs: { input },
    training: true,
    key,
  }
  const output = lowerModel(lowering).outputs.output!
  const [gradient] = differentiate(b, output, [input])
  return {
    program: createProgram(b, { outputs: { output, gradient: gradient! } }),
    feeds: {
      x: new Float64Array(2 * rows * features).fill(1),
      key: Int32Array.from([0, 1].flatMap((step) => randomKey(1, 'step', step))),
    },
    steps: 2,
  }
}
