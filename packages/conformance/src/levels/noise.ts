import {
  alphaDropout,
  architectureOf,
  createProgram,
  differentiate,
  GraphBuilder,
  gaussianDropout,
  gaussianNoise,
  lowerModel,
  randomKey,
  sequential,
  spatialDropout1d,
  spatialDropout2d,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Execution, execute } from '../execute.js'
import { randomRows } from './random-rows.js'
import { boundFor, exact } from './vectors.js'

/** A layer that draws, what it is applied to, and the moments that it gives to elements of value 1. */
interface Noise {
  readonly name: string
  readonly layer: object
  readonly shape: readonly number[]
  readonly mean: number
  readonly deviation: number
  /** Elements that share a draw. */
  readonly share?: number
}

const alphaOfSelu = 1.6732632423543772 * 1.0507009873554805

/** Alpha dropout of ones: a line between the two values that an element can take. */
function alphaMoments(rate: number): Pick<Noise, 'mean' | 'deviation'> {
  const factor = ((1 - rate) * (1 + rate * alphaOfSelu ** 2)) ** -0.5
  const shift = factor * alphaOfSelu * rate
  return {
    mean: factor * (1 - rate - rate * alphaOfSelu) + shift,
    deviation: factor * (1 + alphaOfSelu) * Math.sqrt(rate * (1 - rate)),
  }
}

const noises: readonly Noise[] = [
  {
    name: 'gaussianNoise',
    layer: gaussianNoise({ stddev: 0.5 }),
    shape: [100],
    mean: 1,
    deviation: 0.5,
  },
  {
    name: 'gaussianDropout',
    layer: gaussianDropout({ rate: 0.2 }),
    shape: [100],
    mean: 1,
    deviation: 0.5,
  },
  {
    name: 'alphaDropout',
    layer: alphaDropout({ rate: 0.3 }),
    shape: [100],
    ...alphaMoments(0.3),
  },
  {
    name: 'spatialDropout1d',
    layer: spatialDropout1d({ rate: 0.5 }),
    shape: [3, 60],
    mean: 1,
    deviation: 1,
    share: 3,
  },
  {
    name: 'spatialDropout2d',
    layer: spatialDropout2d({ rate: 0.2 }),
    shape: [2, 3, 60],
    mean: 1,
    deviation: 0.5,
    share: 6,
  },
]

const rows = 40

/** Layers of noise while training, which golden values cannot know. */
export const noiseCases: readonly ConformanceCase[] = noises.flatMap((noise) => [
  {
    level: 'layers, losses and metrics',
    name: `layer ${noise.name}: while training`,
    run: (context) => checkAgainstArbiter(context, noise),
  },
  {
    level: 'layers, losses and metrics',
    name: `layer ${noise.name}: moments of its noise`,
    run: (context) => checkMoments(context, noise),
  },
])

async function checkAgainstArbiter(
  { backend, precision, compare }: CaseContext,
  noise: Noise,
): Promise<void> {
  const execution = executionOf(noise, randomRows(60, rows, ...noise.shape).data)
  const { outputs } = await execute(backend, precision, execution)
  const expected = (await arbitrate(execution)).outputs
  for (const name of ['output', 'gradient']) {
    compare(outputs[name]!, expected[name]!, boundFor(precision, 2e-6, 1e-12), name)
  }
}

/** Of ones; within five standard errors. */
async function checkMoments(
  { backend, precision, compare }: CaseContext,
  { share = 1, ...noise }: Noise,
): Promise<void> {
  const ones = new Float64Array(rows * noise.shape.reduce((a, c) => a * c, 1)).fill(1)
  const { outputs } = await execute(backend, precision, executionOf(noise, ones))
  const output = Array.from(outputs.output!)
  const mean = output.reduce((sum, x) => sum + x, 0) / output.length
  const square = output.reduce((sum, x) => sum + (x - mean) ** 2, 0) / output.length
  const error = 5 / Math.sqrt(output.length / share)
  const bound = { absolute: noise.deviation * error, relative: 0 }
  compare([mean], [noise.mean], bound, 'mean')
  compare([Math.sqrt(square)], [noise.deviation], bound, 'standard deviation')
  const channels = noise.shape.at(-1)!
  const ofFirstPlace = output.map((_, i) => {
    const row = i - (i % (share * channels))
    return output[row + (i % channels)]!
  })
  if (share > 1) compare(output, ofFirstPlace, exact, 'the same draw for a whole channel')
}

function executionOf({ layer, shape }: Noise, x: Float64Array): Execution {
  const architecture = architectureOf(sequential({ inputShape: shape, layers: [layer] }))
  const b = new GraphBuilder()
  const full = [rows, ...shape]
  const input = b.input({ name: 'x', source: 'feed', shape: full, dtype: 'float' })
  const key = b.input({ name: 'key', source: 'feed', shape: [2], dtype: 'int32' })
  const inputs = { input }
  const lowering = { builder: b, architecture, weights: {}, inputs, training: true, key }
  const output = lowerModel(lowering).outputs.output!
  const [gradient] = differentiate(b, output, [input])
  return {
    program: createProgram(b, { outputs: { output, gradient: gradient! } }),
    feeds: { x, key: Int32Array.from(randomKey(2, 'step', 0)) },
  }
}
