import { existsSync, readdirSync } from 'node:fs'
import {
  conv2d,
  createModel,
  dense,
  fit,
  flatten,
  maxPooling2d,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test, vi } from 'vitest'
import { call, forBetween, get, i32, when } from '../assembler/instructions.js'
import { assemble, FunctionBuilder, importsName } from '../assembler/module.js'
import { createNativeBackend } from '../index.js'
import { Heap, sharedPages } from '../run/heap.js'
import { barrierFunction } from './barrier.js'
import { Team } from './team.js'
import { startThread } from './thread.js'

const wave = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * i))

const networks = {
  dense: {
    spec: sequential({
      inputShape: [201],
      layers: [
        dense({ units: 263, activation: 'tanh' }),
        dense({ units: 130, activation: 'relu' }),
        dense({ units: 5, activation: 'softmax' }),
      ],
    }),
    x: { shape: [150, 201], data: wave(150 * 201) },
    rows: 150,
  },
  convolutional: {
    spec: sequential({
      inputShape: [28, 28, 1],
      layers: [
        conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
        maxPooling2d(),
        conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
        maxPooling2d(),
        flatten(),
        dense({ units: 5, activation: 'softmax' }),
      ],
    }),
    x: { shape: [50, 28, 28, 1], data: wave(50 * 784) },
    rows: 50,
  },
}

describe.each(['float32', 'float64'] as const)('threads, %s', (precision) => {
  test.each(Object.entries(networks))(
    '%s: the same numbers from 1, 2 and 3',
    async (_, network) => {
      const { spec, x, rows } = network
      const y = Int32Array.from({ length: rows }, (_, i) => i % 5)
      const train = async (threads: number) => {
        const backend = createNativeBackend({ threads })
        expect((await backend.info()).threads).toBe(threads)
        const { history, model } = await fit(
          spec,
          { x, y },
          {
            backend,
            precision,
            loss: 'sparseCategoricalCrossentropy',
            epochs: 4,
            batchSize: rows,
            seed: 3,
          },
        )
        const answers = (await model.predict(x)).data
        await model.dispose()
        return { history, answers, weights: model.weights() }
      }
      const expected = await train(1)
      for (const threads of [2, 3]) expect(await train(threads)).toEqual(expected)
    },
  )
})

test('predictions that do not wait for one another are as they are alone', async () => {
  const { spec, x } = networks.dense
  const backend = createNativeBackend({ threads: 2 })
  const model = createModel(spec, { backend })
  const asked = [1, 0.5, -1].map((factor) => ({ ...x, data: x.data.map((v) => factor * v) }))
  const alone = []
  for (const rows of asked) alone.push(await model.predict(rows))
  const atOnce = asked.map((rows) => model.predict(rows))
  expect(await Promise.all(atOnce)).toEqual(alone)
  const interrupted = asked.map((rows) => model.predict(rows))
  const ends = Promise.allSettled(interrupted)
  await model.dispose()
  for (const end of await ends) {
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'DISPOSED' })
  }
})

/** A module whose threads meet, `rounds` times, after which thread 1 does something of its own. */
function meetingModule(threads: number, rest: FunctionBuilder['body']): WebAssembly.Module {
  const run = new FunctionBuilder(['i32', 'i32'])
  const round = run.local('i32')
  run.body = [
    forBetween(round, i32.const(0), get(0), call(0)),
    when(i32.eq(get(1), i32.const(1)), rest),
    call(0),
  ]
  const functions = [barrierFunction(0, threads), run]
  const bytes = assemble({ functions, exports: { run: 1 }, globals: ['barrier'], sharedPages })
  return new WebAssembly.Module(bytes)
}

const importsOf = (heap: Heap): WebAssembly.Imports => ({
  [importsName]: { memory: heap.memory, barrier: heap.take(16) },
})

describe('a team', () => {
  test('meets many times, and goes on with the next run', async () => {
    const team = new Team(3)
    const program = await team.load(meetingModule(3, []), importsOf(new Heap('float32', true)))
    for (const meetings of [1, 1000, 20_000]) await program.run(meetings)
    team.dispose()
  })

  test('an error in one worker reaches the caller, though the others wait for it', async () => {
    const team = new Team(3)
    const unreachable = 0x00
    const heap = new Heap('float32', true)
    const program = await team.load(meetingModule(3, unreachable), importsOf(heap))
    const failed = /a thread: it failed: RuntimeError: unreachable/
    await expect(program.run(10)).rejects.toThrow(failed)
    await expect(program.run(10)).rejects.toThrow(failed)
    await program.unload()
  })

  test('a thread that ends tells so', async () => {
    const reason = await new Promise((resolve) => {
      startThread({ onAnswer: () => {}, onFailure: resolve }).stop()
    })
    expect(reason).toMatch(/it ended with code/)
  })

  test('a module that cannot be loaded is an error, not a wait', async () => {
    const team = new Team(2)
    await expect(team.load(meetingModule(2, []), {})).rejects.toThrow(/it failed: TypeError/)
  })

  test('what still runs when it is disposed of is told so', async () => {
    const team = new Team(2)
    const heap = new Heap('float32', true)
    const forever = [[0x03, 0x40], [0x0c, 0], 0x0b]
    const program = await team.load(meetingModule(2, forever), importsOf(heap))
    const running = program.run(1)
    team.dispose()
    await expect(running).rejects.toMatchObject({ code: 'DISPOSED' })
  })

  test.runIf(existsSync('/proc/self/task'))('no thread is left behind', async () => {
    const threadsNow = () => readdirSync('/proc/self/task').length
    const before = threadsNow()
    const teams = Array.from({ length: 3 }, () => new Team(3))
    for (const team of teams) {
      await team.load(meetingModule(3, []), importsOf(new Heap('float32', true)))
    }
    expect(threadsNow()).toBeGreaterThan(before + 5)
    for (const team of teams) team.dispose()
    await vi.waitFor(() => expect(threadsNow()).toBeLessThanOrEqual(before + 1), 10_000)
  })
})

describe('where threads cannot be', () => {
  test('without shared memory the backend refuses, and info says that there is one thread', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    try {
      const backend = createNativeBackend({ threads: 2 })
      expect((await backend.info()).threads).toBe(1)
      expect(backend.supports({} as never, { precision: 'float32' })).toEqual({
        supported: false,
        reasons: ['2 threads cannot share memory here: there is no SharedArrayBuffer'],
      })
      await expect(backend.open({ precision: 'float32' })).rejects.toMatchObject({
        code: 'UNSUPPORTED',
      })
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('wrong options are named', () => {
    for (const threads of [0, 1.5, 65]) {
      expect(() => createNativeBackend({ threads })).toThrow(`1 to 64, got ${threads}`)
    }
    expect(() => createNativeBackend({ threads: 2, path: 'interpreter' })).toThrow(/one thread/)
    expect(() => createNativeBackend({ thread: 2 } as object)).toThrow(/'thread'.*threads/)
  })
})
