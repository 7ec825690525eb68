import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../data/source.js'
import { interpreter } from '../../interpreter/backend.js'
import { dense } from '../../layers/dense.js'
import { sequential } from '../../spec/sequential.js'
import { fit } from '../../training/fit.js'
import type { FitOptions } from '../../training/options.js'
import { crossValidate } from '../cross-validation/cross-validate.js'
import type { BuiltTrial } from './built-trial.js'
import { choice, logUniform, type SearchSpace } from './distributions.js'
import type { SearchOptions } from './options.js'
import { search } from './search.js'
import type { Trial } from './trial.js'

const x = Array.from({ length: 40 }, (_, i) => [Math.sin(1.7 * i * i), Math.cos(5 * i)])
const y = x.map(([a, b]) => (a! + 0.3 * b! > 0.1 ? 1 : 0))
const rowsOf = (from: number, to: number): Dataset => ({
  x: x.slice(from, to),
  y: y.slice(from, to),
})
const [data, validationData] = [rowsOf(0, 24), rowsOf(24, 40)]
const specOf = (units: number) =>
  sequential({
    inputShape: [2],
    layers: [dense({ units, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
  })
const fitting: FitOptions = {
  backend: interpreter,
  loss: 'binaryCrossentropy',
  metrics: ['accuracy'],
  epochs: 4,
  batchSize: 8,
}
const space = { units: choice([1, 3]), learningRate: logUniform(1e-3, 1) }
const build = ({ units, learningRate }: { units: number; learningRate: number }): BuiltTrial => ({
  spec: specOf(units),
  options: { ...fitting, optimizer: { name: 'sgd', learningRate } },
})
const base = { space, build, data, validationData, trials: 5, seed: 3 } as const

test('a trial is what fit gives for its parameters and the seed of the search', async () => {
  const { trials, best, stopped } = await search(base)
  expect(trials.map(({ trial }) => trial)).toEqual([1, 2, 3, 4, 5])
  for (const { parameters, score, scores, curve, status, epochs } of trials) {
    const { spec, options } = build(parameters)
    const { history } = await fit(spec, data, { ...options, validationData, seed: 3 })
    expect(curve).toEqual(history.valLoss)
    expect(score).toBe(history.valLoss![3])
    expect(scores).toEqual(
      Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values[3]])),
    )
    expect([status, epochs]).toEqual(['completed', 4])
  }
  expect(best!.score).toBe(Math.min(...trials.map((trial) => trial.score!)))
  expect(stopped).toEqual({ reason: 'completed', message: 'All 5 trials are done.' })
})

test('the best is the highest where higher is better, and the score that of restored weights', async () => {
  const { trials, best } = await search({
    ...base,
    space: { units: choice([1, 3]), learningRate: choice([1e-6, 1e-4, 0.5]) },
    strategy: 'grid',
    trials: 6,
    monitor: 'valAccuracy',
    build: (parameters) => {
      const { spec, options } = build(parameters)
      const earlyStopping = { patience: 1, monitor: 'valAccuracy' }
      return { spec, options: { ...options, epochs: 30, earlyStopping } }
    },
  })
  for (const { score, curve, status } of trials) {
    expect(score).toBe(Math.max(...curve))
    expect(status).toBe('completed')
  }
  expect(new Set(trials.map(({ score }) => score)).size).toBeGreaterThan(1)
  expect(best!.score).toBe(Math.max(...trials.map((trial) => trial.score!)))
})

test('the score is that of the weights that early stopping restored', async () => {
  const { trials } = await search({
    ...base,
    space: { units: choice([3]), learningRate: choice([1, 5, 20]) },
    strategy: 'grid',
    build: (parameters) => {
      const { spec, options } = build(parameters)
      return { spec, options: { ...options, epochs: 60, earlyStopping: { patience: 2 } } }
    },
  })
  expect(trials).toHaveLength(3)
  for (const { score, scores, curve } of trials) {
    expect(score).toBe(Math.min(...curve))
    expect(scores.valLoss).toBe(score)
  }
  expect(trials.some(({ score, curve }) => curve.at(-1)! > score!)).toBe(true)
})

describe('a search that goes on', () => {
  const terminating = { ...base, trials: 6, earlyTermination: 'successiveHalving' } as const

  test('gives what it would have in one go, from JSON, and does no trial twice', async () => {
    const whole = await search(terminating)
    expect(await search(terminating)).toEqual(whole)
    for (const count of [2, 6]) {
      const done = JSON.parse(JSON.stringify(whole.trials.slice(0, count)))
      const fresh: number[] = []
      const onTrial = ({ trial }: { trial: number }) => void fresh.push(trial)
      expect(await search({ ...terminating, done, onTrial })).toEqual(whole)
      expect(fresh).toEqual([1, 2, 3, 4, 5, 6].slice(count))
    }
  })

  test('after the signal ended it', async () => {
    const whole = await search(base)
    const controller = new AbortController()
    const cut = await search({
      ...base,
      signal: controller.signal,
      onTrial: ({ trial }) => {
        if (trial === 2) controller.abort()
      },
    })
    expect(cut.trials).toEqual(whole.trials.slice(0, 2))
    expect(cut.stopped.message).toBe('The signal aborted it after 2 of 5 trials.')
    expect(await search({ ...base, done: cut.trials })).toEqual(whole)
  })

  test('drops the trial at work', async () => {
    const controller = new AbortController()
    const { trials } = await search({
      ...base,
      signal: controller.signal,
      build: (parameters) => {
        const { spec, options } = build(parameters)
        const stop = { name: 'stop', begin: () => ({ onEpochEnd: () => controller.abort() }) }
        return { spec, options: { ...options, callbacks: [stop] } }
      },
    })
    expect(trials).toEqual([])
  })

  test('refuses trials of another search', async () => {
    const { trials: done } = await search({ ...base, trials: 1 })
    await expect(search({ ...base, seed: 4, done })).rejects.toThrow(/trial 1 is of another search/)
    await expect(
      search({
        ...base,
        strategy: 'grid',
        space: { units: choice([1]) },
        done: done as never,
        build: () => build({ units: 1, learningRate: 1 }),
      }),
    ).rejects.toThrow(/another search/)
  })
})

describe('trials that come to nothing', () => {
  const outcomes = async (spaceOfOne: SearchSpace, change: (value: number) => BuiltTrial) => {
    const options: SearchOptions<SearchSpace> = {
      ...base,
      space: spaceOfOne,
      build: ({ value }) => change(value as number),
      strategy: 'grid',
    }
    return search(options)
  }

  test('say so: typed errors fail, and are not the end of the search', async () => {
    const { trials, best } = await outcomes({ value: choice([0, 2]) }, (units) =>
      build({ units, learningRate: 0.1 }),
    )
    expect(trials[0]).toMatchObject({ status: 'failed', code: 'INVALID_SPEC', epochs: 0 })
    expect(trials[0]!.message).toMatch(/units/)
    expect(trials[0]).not.toHaveProperty('score')
    expect(best).toBe(trials[1])
  })

  test('say so: numbers that diverge, with nothing in them that JSON cannot hold', async () => {
    const { trials, best } = await outcomes({ value: choice([1e30, 0.01]) }, (learningRate) => ({
      spec: sequential({ inputShape: [2], layers: [dense({ units: 1 })] }),
      options: { ...fitting, loss: 'meanSquaredError', optimizer: { name: 'sgd', learningRate } },
    }))
    expect(trials[0]!.status).toBe('diverged')
    expect(trials[0]!.message).toMatch(/The loss became/)
    expect(trials[0]).not.toHaveProperty('score')
    expect(JSON.parse(JSON.stringify(trials))).toEqual(trials)
    expect(best).toBe(trials[1])
  })

  test('say so: a score that is not finite although training was', async () => {
    const { trials } = await search({
      ...base,
      trials: 1,
      validationData: { x: [[1e30, 1e30]], y: [0] },
      build: () => ({
        spec: sequential({ inputShape: [2], layers: [dense({ units: 1 })] }),
        options: { ...fitting, loss: 'meanSquaredError' },
      }),
    })
    expect(trials[0]).toMatchObject({ status: 'diverged', curve: [], epochs: 4 })
    expect(trials[0]!.message).toMatch(/^valLoss is Infinity\./)
    expect(Object.keys(trials[0]!.scores)).toEqual(['loss', 'accuracy', 'valAccuracy'])
    expect(JSON.parse(JSON.stringify(trials))).toEqual(trials)
  })

  test('any other error ends the search', async () => {
    const broken = search({
      ...base,
      build: () => {
        throw new RangeError('a mistake in the caller')
      },
    })
    await expect(broken).rejects.toThrow(RangeError)
  })

  test('without a completed trial there is no best', async () => {
    const result = await outcomes({ value: choice([0]) }, (units) =>
      build({ units, learningRate: 1 }),
    )
    expect(result).not.toHaveProperty('best')
  })
})

test('early termination ends trials where the rule says, judged by their own earlier trials', async () => {
  // Of ever smaller rates each is worse than those before it after every epoch.
  const rates = choice([0.5, 0.4, 0.3, 0.2, 0.1, 0.01])
  const options = {
    ...base,
    space: { learningRate: rates },
    strategy: 'grid',
    build: ({ learningRate }: { learningRate: number }) => {
      const { spec, options: own } = build({ units: 3, learningRate })
      return { spec, options: { ...own, epochs: 9 } }
    },
  } as const
  const statuses = ({ trials }: { trials: readonly Trial<unknown>[] }) =>
    trials.map(({ status, epochs }) => `${status} ${epochs}`)
  const plain = await search({ ...options, trials: 6 })
  expect(new Set(statuses(plain))).toEqual(new Set(['completed 9']))
  const scores = plain.trials.map(({ curve }) => curve[2]!)
  expect(scores).toEqual(scores.toSorted((a, b) => a - b))

  const medianStopping = { name: 'medianStopping', minEpochs: 3, minTrials: 2 } as const
  const stopped = await search({ ...options, trials: 6, earlyTermination: medianStopping })
  expect(statuses(stopped).at(-1)).toBe('terminated 3')
  expect(stopped.trials.at(-1)!.score).toBe(scores.at(-1))
  expect(stopped.trials.at(-1)!.message).toMatch(/worse than the median of \d completed trials/)

  const halving = await search({ ...options, trials: 6, earlyTermination: 'successiveHalving' })
  // The first has no rivals; all others are worse than those before.
  expect(statuses(halving)).toEqual(['completed 9', ...new Array(5).fill('terminated 1')])
})

test('early termination knows when higher is better, and judges no last epoch', async () => {
  const options = {
    ...base,
    space: { learningRate: choice([1e-6, 2, 1e-6]) },
    strategy: 'grid',
    monitor: 'valAccuracy',
    earlyTermination: 'successiveHalving',
    build: ({ learningRate }: { learningRate: number }) => build({ units: 3, learningRate }),
  } as const
  const { trials } = await search(options)
  const [worse, better] = trials.map(({ curve }) => curve[0]!)
  expect(better).toBeGreaterThan(worse!)
  expect(trials.map(({ status }) => status)).toEqual(['completed', 'completed', 'terminated'])
  const short = await search({
    ...options,
    build: (parameters) => {
      const { spec, options: own } = options.build(parameters)
      return { spec, options: { ...own, epochs: 1 } }
    },
  })
  expect(new Set(short.trials.map(({ status }) => status))).toEqual(new Set(['completed']))
})

test('cross-validated trials have the means over the folds', async () => {
  const all = rowsOf(0, 24)
  const { space: _, validationData: __, data: ___, ...rest } = base
  const { trials } = await search({
    ...rest,
    space,
    data: all,
    crossValidation: { folds: 3, stratify: true },
    trials: 2,
    monitor: 'valAccuracy',
  })
  for (const { parameters, score, scores, epochs } of trials) {
    const { spec, options } = build(parameters)
    const judged = await crossValidate(spec, all, { ...options, folds: 3, stratify: true, seed: 3 })
    expect(score).toBe(judged.scores.accuracy!.mean)
    expect(scores.valLoss).toBe(judged.scores.loss!.mean)
    expect(scores.loss).toBe(judged.trainScores.loss!.mean)
    expect(epochs).toBe(4)
  }
})
