import { describe, expect, test } from 'vitest'
import type { BackendV1 } from '../backend/contract.js'
import type { Dataset, RowSource } from '../data/source.js'
import { interpreter } from '../interpreter/backend.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { dense } from '../layers/dense.js'
import { dropout } from '../layers/dropout.js'
import { normalization } from '../layers/normalization.js'
import { createModel } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import { evaluate } from './evaluate.js'
import { fit } from './fit.js'
import { gradients } from './gradients.js'
import type { FitOptions, Progress } from './options.js'

const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
}
const xorSpec = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})
const xorOptions: FitOptions = {
  backend: interpreter,
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
  optimizer: { name: 'adam', learningRate: 0.05 },
  epochs: 300,
  seed: 7,
}

/** Thirteen rows of a smooth function: no batch size divides them. */
const curve: Dataset = {
  x: Array.from({ length: 13 }, (_, i) => [i / 6 - 1, Math.sin(i)]),
  y: Array.from({ length: 13 }, (_, i) => [Math.cos(i / 3)]),
}
const curveSpec = sequential({
  inputShape: [2],
  layers: [dense({ units: 5, activation: 'tanh' }), dense({ units: 1 })],
})
const curveOptions: FitOptions = {
  backend: interpreter,
  loss: 'meanSquaredError',
  epochs: 6,
  batchSize: 5,
  precision: 'float64',
}

describe('fit', () => {
  test('learns XOR, and says that it is done', async () => {
    const run = await fit(xorSpec, xor, xorOptions)
    const { shape, data } = await run.model.predict(xor.x)
    expect(shape).toEqual([4, 1])
    expect([...data].map(Math.round)).toEqual([0, 1, 1, 0])
    expect(run.history.loss!.length).toBe(300)
    expect(run.history.accuracy!.at(-1)).toBe(1)
    expect(run.stopped).toEqual({
      reason: 'completed',
      epoch: 300,
      step: 300,
      message: 'All 300 epochs are done.',
    })
    expect(run.timing.steps).toBe(300)
  })

  test('is a function of the seed', async () => {
    const [a, b, c] = await Promise.all(
      [7, 7, 8].map((seed) => fit(xorSpec, xor, { ...xorOptions, epochs: 20, seed })),
    )
    expect(a!.history).toEqual(b!.history)
    expect(a!.model.weights()).toEqual(b!.model.weights())
    expect(a!.history.loss).not.toEqual(c!.history.loss)
  })

  test('does not depend on how many steps run at once, nor on where the rows lie', async () => {
    const spec = sequential({
      inputShape: [2],
      layers: [
        dense({ units: 5, activation: 'tanh' }),
        dropout({ rate: 0.3 }),
        dense({ units: 1 }),
      ],
    })
    const plain = await fit(spec, curve, curveOptions)
    const single = await fit(spec, curve, { ...curveOptions, backend: oneStepAtATime })
    const streamed = await fit(spec, curve, { ...curveOptions, residency: 'streamed' })
    expect(single.history).toEqual(plain.history)
    expect(streamed.history).toEqual(plain.history)
    expect(streamed.model.weights()).toEqual(plain.model.weights())
  })

  test('reads a source of rows, asking for no more than a batch', async () => {
    const asked: number[] = []
    const source: RowSource = {
      rows: 13,
      read: (indices) => {
        asked.push(indices.length)
        const pick = (rows: Dataset['x']) => Array.from(indices, (i) => (rows as number[][])[i])
        return { x: pick(curve.x), y: pick(curve.y) }
      },
    }
    const run = await fit(curveSpec, source, curveOptions)
    expect(run.history).toEqual((await fit(curveSpec, curve, curveOptions)).history)
    expect(Math.max(...asked)).toBe(5)
  })

  test('rows of padding do not count: a lone last row trains as a batch of its own', async () => {
    const options = { ...curveOptions, shuffle: false, epochs: 1, optimizer: 'sgd' } as const
    const whole = await fit(
      curveSpec,
      { x: (curve.x as number[][]).slice(0, 6), y: (curve.y as number[][]).slice(0, 6) },
      options,
    )
    const first = await fit(
      curveSpec,
      { x: (curve.x as number[][]).slice(0, 5), y: (curve.y as number[][]).slice(0, 5) },
      options,
    )
    const rest = await fit(
      curveSpec,
      { x: (curve.x as number[][]).slice(5, 6), y: (curve.y as number[][]).slice(5, 6) },
      { ...options, initialWeights: first.model.weights() },
    )
    expect(rest.model.weights()).toEqual(whole.model.weights())
    expect(whole.history.loss![0]).toBeCloseTo(
      (5 * first.history.loss![0]! + rest.history.loss![0]!) / 6,
      14,
    )
  })

  test('sample weights scale the loss of their rows, not the metrics', async () => {
    const zero = { x: xor.x, y: xor.y, sampleWeight: [1, 0, 0, 0] }
    const run = await fit(xorSpec, zero, { ...xorOptions, epochs: 200 })
    expect((await run.model.predict(xor.x)).data.every((p) => p < 0.5)).toBe(true)
    expect(run.history.accuracy!.at(-1)).toBe(0.5)
  })

  test('normalization learns from the training rows and stays in the model', async () => {
    const spec = sequential({ inputShape: [2], layers: [normalization(), dense({ units: 1 })] })
    const x = [
      [1, 100],
      [2, 100],
      [3, 100],
      [6, 100],
    ]
    const run = await fit(
      spec,
      { x, y: [[1], [2], [3], [6]] },
      { ...curveOptions, validationData: { x: [[99, 0]], y: [[0]] } },
    )
    const weights = run.model.weights()
    expect([...weights['normalization/mean']!.data]).toEqual([3, 100])
    expect([...weights['normalization/variance']!.data]).toEqual([3.5, 0])
    expect((await run.model.predict(x)).data.every(Number.isFinite)).toBe(true)
  })

  test('moments of streamed blocks are those of the whole', async () => {
    const spec = sequential({ inputShape: [1], layers: [normalization(), dense({ units: 1 })] })
    const values = Float64Array.from({ length: 5000 }, (_, i) => 1e6 + Math.sin(i))
    const source: RowSource = {
      rows: 5000,
      read: (indices) => ({
        x: Array.from(indices, (i) => [values[i]]),
        y: Array.from(indices, () => [0]),
      }),
    }
    const run = await fit(spec, source, { ...curveOptions, epochs: 1, batchSize: 5000 })
    const mean = values.reduce((sum, v) => sum + v / 5000, 0)
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2 / 5000, 0)
    const weights = run.model.weights()
    expect(weights['normalization/mean']!.data[0]).toBeCloseTo(mean, 8)
    expect(weights['normalization/variance']!.data[0]).toBeCloseTo(variance, 8)
  })

  test('only dropout in training drops: prediction does not', async () => {
    const spec = sequential({
      inputShape: [2],
      layers: [dropout({ rate: 0.9 }), dense({ units: 1 })],
    })
    const model = createModel(spec, {
      backend: interpreter,
      weights: { 'dense/kernel': [[1], [1]] },
    })
    expect([...(await model.predict([[2, 3]])).data]).toEqual([5])
  })
})

describe('ending', () => {
  const noisy: Dataset = {
    x: [
      [0, 0],
      [1, 1],
      [0, 1],
    ],
    y: [[1], [1], [0]],
  }

  test('early stopping ends when validation gets worse, and restores the best epoch', async () => {
    const options: FitOptions = {
      ...xorOptions,
      validationData: noisy,
      earlyStopping: { patience: 5 },
      epochs: 1000,
    }
    const run = await fit(xorSpec, xor, options)
    const losses = run.history.valLoss!
    expect(run.stopped.reason).toBe('earlyStopping')
    expect(run.stopped.epoch).toBe(run.stopped.bestEpoch! + 5)
    expect(losses[run.stopped.bestEpoch! - 1]).toBe(Math.min(...losses))
    const scores = await evaluate(run.model, noisy, { loss: 'binaryCrossentropy' })
    expect(scores.loss).toBeCloseTo(Math.min(...losses), 6)
    expect(run.stopped.message).toMatch(/No better valLoss than .* which epoch \d+ had/)
  })

  test('a metric is watched upwards, and without restoring the last weights stay', async () => {
    const run = await fit(xorSpec, xor, {
      ...xorOptions,
      earlyStopping: { monitor: 'accuracy', patience: 3, restoreBestWeights: false },
      epochs: 2000,
    })
    expect(run.stopped.reason).toBe('earlyStopping')
    expect(run.stopped.bestEpoch).toBeUndefined()
    expect(run.history.accuracy!.length).toBe(run.stopped.epoch)
  })

  test('a signal ends training between chunks, and what is done is kept', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    const run = await fit(xorSpec, xor, {
      ...xorOptions,
      epochs: 10_000_000,
      signal: controller.signal,
    })
    expect(run.stopped.reason).toBe('aborted')
    expect(run.stopped.step).toBeGreaterThan(0)
    expect(run.history.loss!.length).toBe(run.stopped.epoch)
  })

  test('a loss that is no number ends training and names the step', async () => {
    const run = await fit(curveSpec, curve, {
      ...curveOptions,
      epochs: 500,
      optimizer: { name: 'sgd', learningRate: 1e6 },
    })
    expect(run.stopped).toMatchObject({ reason: 'nonFiniteLoss' })
    const { nonFinite, message } = run.stopped
    expect(message).toMatch(/The loss became .* in step \d+: .*\. Try a smaller learning rate/)
    expect(nonFinite!.step).toBeGreaterThan(1)
  })

  test('progress comes with rate and time left', async () => {
    const seen: Progress[] = []
    await fit(xorSpec, xor, { ...xorOptions, onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toMatchObject({
      epoch: 300,
      epochs: 300,
      step: 300,
      steps: 300,
      secondsLeft: 0,
    })
    expect(seen.every(({ stepsPerSecond }) => stepsPerSecond > 0)).toBe(true)
  })

  test('a failing step closes the session', async () => {
    let open = 0
    const failing: BackendV1 = {
      ...interpreter,
      open: async (options) => {
        const session = await interpreter.open(options)
        open++
        return {
          ...session,
          compile: async () => {
            throw new Error('out of memory')
          },
          dispose: async () => {
            open--
            await session.dispose()
          },
        }
      },
    }
    await expect(fit(xorSpec, xor, { ...xorOptions, backend: failing })).rejects.toThrow(
      'out of memory',
    )
    expect(open).toBe(0)
  })
})

describe('evaluate, predict and gradients', () => {
  test('evaluate gives means over the rows, whatever the batches', async () => {
    const model = createModel(curveSpec, { backend: interpreter, precision: 'float64', seed: 3 })
    const rows = Array.from({ length: 600 }, (_, i) => i)
    const data = { x: rows.map((i) => [i / 600, 1]), y: rows.map((i) => [i % 7]) }
    const { loss } = await evaluate(model, data, { loss: 'meanSquaredError' })
    const outputs = (await model.predict(data.x)).data
    const expected = rows.reduce((sum, i) => sum + (outputs[i]! - (i % 7)) ** 2 / 600, 0)
    expect(loss).toBeCloseTo(expected, 12)
  })

  test('a row predicts the same alone and among others', async () => {
    const model = createModel(curveSpec, { backend: interpreter, seed: 3 })
    const x = Array.from({ length: 300 }, (_, i) => [Math.sin(i), Math.cos(i)])
    const all = (await model.predict(x)).data
    expect((await model.predict([x[299]!])).data[0]).toBe(all[299])
    expect((await model.predict(x.slice(0, 7))).data).toEqual(all.slice(0, 7))
  })

  test('gradients of the loss agree with differences', async () => {
    const model = createModel(xorSpec, { backend: interpreter, precision: 'float64', seed: 1 })
    const { value, weights, inputs } = await gradients(model, xor.x, {
      loss: 'binaryCrossentropy',
      y: xor.y,
    })
    const lossAt = async (h: number) => {
      const kernel = model.weights()['dense/kernel']!
      const data = (kernel.data as Float64Array).with(3, kernel.data[3]! + h)
      const moved = createModel(xorSpec, {
        backend: interpreter,
        precision: 'float64',
        weights: { ...model.weights(), 'dense/kernel': { ...kernel, data } },
      })
      return (await evaluate(moved, xor, { loss: 'binaryCrossentropy' })).loss
    }
    expect(value).toBeCloseTo(await lossAt(0), 12)
    const difference = ((await lossAt(1e-5)) - (await lossAt(-1e-5))) / 2e-5
    expect(weights['dense/kernel']!.data[3]).toBeCloseTo(difference, 8)
    expect(inputs.input!.shape).toEqual([4, 2])
  })

  test('gradients of an output belong to each row alone', async () => {
    const model = createModel(xorSpec, { backend: interpreter, seed: 1 })
    const together = await gradients(model, xor.x, { output: 0 })
    const alone = await gradients(model, [xor.x[2]!], { output: 0 })
    expect(together.inputs.input!.data.slice(4, 6)).toEqual(alone.inputs.input!.data)
  })

  test('a disposed model says so', async () => {
    const model = createModel(xorSpec, { backend: interpreter })
    await model.predict(xor.x)
    await model.dispose()
    await model.dispose()
    await expect(model.predict(xor.x)).rejects.toThrow(/model: it was used after dispose/)
  })
})

/** Runs every chunk as single steps. */
const oneStepAtATime: BackendV1 = {
  ...interpreter,
  open: async (options) => {
    const session = await interpreter.open(options)
    return {
      ...session,
      async compile(program) {
        const compiled = await session.compile(program)
        return {
          ...compiled,
          async runSteps(feeds, steps) {
            const results: Record<string, NumberArray>[] = []
            for (let i = 0; i < steps; i++) {
              const part = Object.entries(feeds).map(([name, values]) => {
                const width = values.length / steps
                return [name, values.slice(i * width, (i + 1) * width)]
              })
              results.push(await compiled.run(Object.fromEntries(part)))
            }
            return Object.fromEntries(
              Object.keys(results[0]!).map((name) => [
                name,
                Float64Array.from(results.flatMap((result) => [...result[name]!])),
              ]),
            )
          },
        }
      },
    }
  },
}
