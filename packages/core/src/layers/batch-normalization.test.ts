import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram } from '../graph/program.js'
import type { GraphNode } from '../graph/types.js'
import { interpreter } from '../interpreter/backend.js'
import { architectureOf } from '../model/architecture.js'
import { type Lowering, lowerModel, weightInputs } from '../model/lower.js'
import { createModel } from '../model/model.js'
import { weightState } from '../model/weights.js'
import { connect, functional, input } from '../spec/functional.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { sequential } from '../spec/sequential.js'
import { countParameters } from '../spec/summary.js'
import { fit } from '../training/fit.js'
import { batchNormalization } from './batch-normalization.js'
import { dense } from './dense.js'

/** Outputs and statistics of a training step on one column of numbers for each input. */
async function step(
  spec: ModelSpec,
  columns: Readonly<Record<string, readonly number[]>>,
  mask?: readonly number[],
) {
  const architecture = architectureOf(spec)
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const inputs = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      b.constants(values, [values.length, 1]),
    ]),
  )
  const masked = mask && b.constants(mask, [mask.length])
  const training: Lowering = { builder: b, architecture, weights, inputs, training: true }
  const lowered = lowerModel({ ...training, mask: masked })
  const outputs: Record<string, GraphNode> = { ...lowered.outputs }
  if (lowered.statistics) outputs.statistics = lowered.statistics
  const session = await interpreter.open({ precision: 'float64' })
  const model = createModel(spec, { backend: interpreter, precision: 'float64' })
  const first = model.weights()
  const flat = { trainable: [] as number[], frozen: [] as number[], statistics: [] as number[] }
  for (const { path, role } of architecture.layout.entries) flat[role].push(...first[path]!.data)
  await session.writeState(
    weightState({
      trainable: Float64Array.from(flat.trainable),
      frozen: Float64Array.from(flat.frozen),
      statistics: Float64Array.from(flat.statistics),
    }),
  )
  const program = await session.compile(createProgram(b, { outputs }))
  const results = await program.run({})
  return Object.fromEntries(
    Object.entries(results).map(([name, values]) => [name, Array.from(values)]),
  )
}

const one = (options: Parameters<typeof batchNormalization>[0]) =>
  sequential({ inputShape: [1], layers: [batchNormalization(options)] })

describe('batchNormalization', () => {
  test('of 1, 3, 5 in closed form: mean 3, biased variance 8/3', async () => {
    const spec = one({ momentum: 0.75, epsilon: 1 / 3 })
    const { output, statistics } = await step(spec, { input: [1, 3, 5] })
    const root = Math.sqrt(3)
    for (const [i, value] of [-2 / root, 0, 2 / root].entries()) {
      expect(output![i]).toBeCloseTo(value, 14)
    }
    expect(statistics![0]).toBeCloseTo(0.75, 14)
    expect(statistics![1]).toBeCloseTo(0.75 + 0.25 * (8 / 3), 14)
  })

  test('leaves padding out, whatever it holds', async () => {
    const spec = one({})
    const rows = await step(spec, { input: [1, 3, 5] }, [1, 1, 1])
    const padded = await step(spec, { input: [1, 3, 5, Number.NaN, 1e300] }, [1, 1, 1, 0, 0])
    expect(padded.statistics).toEqual(rows.statistics)
    expect(padded.output!.slice(0, 3)).toEqual(rows.output)
  })

  test('called twice in a step, moves its statistics in the order of the calls', async () => {
    const shared = batchNormalization({ momentum: 0.5 })
    const spec = functional({
      outputs: {
        first: connect(input('a', [1]), shared),
        second: connect(input('b', [1]), shared),
      },
    })
    const { statistics } = await step(spec, { a: [0, 2], b: [8, 16] })
    expect(statistics).toEqual([0.5 * (0.5 * 0 + 0.5 * 1) + 0.5 * 12, 0.5 * (0.5 + 0.5) + 0.5 * 16])
  })

  test('with trainable false, takes its statistics in training as well, and keeps them', async () => {
    const { output, statistics } = await step(one({ trainable: false }), { input: [1, 3] })
    expect(statistics).toBeUndefined()
    expect(output).toEqual([1, 3].map((x) => x * (1 / Math.sqrt(1 + 1e-3))))
  })

  test('has a gamma and a beta to train, and two statistics', () => {
    const spec = sequential({ inputShape: [2, 5], layers: [batchNormalization()] })
    expect(countParameters(spec)).toEqual({ total: 20, trainable: 10 })
    const plain = batchNormalization({ center: false, scale: false, axis: 1 })
    expect(countParameters(sequential({ inputShape: [2, 5], layers: [plain] }))).toEqual({
      total: 4,
      trainable: 0,
    })
  })

  test('leaves its statistics among the weights of the model', async () => {
    const spec = sequential({
      inputShape: [1],
      layers: [batchNormalization(), dense({ units: 1 })],
    })
    const { model } = await fit(
      spec,
      { x: [[1], [3]], y: [[0], [1]] },
      { backend: interpreter, precision: 'float64', loss: 'meanSquaredError', epochs: 1 },
    )
    const weights = model.weights()
    expect(weights['batchNormalization/movingMean']!.data[0]).toBeCloseTo(0.02, 14)
    expect(weights['batchNormalization/movingVariance']!.data[0]).toBeCloseTo(1, 14)
    await model.dispose()
  })
})
