import {
  type BackendV1,
  createProgram,
  dense,
  type FitOptions,
  fit,
  GraphBuilder,
  sequential,
} from '@parallax-ml/core'
import * as ort from 'onnxruntime-node'
import { describe, expect, test, vi } from 'vitest'
import { createOnnxBackend } from './index.js'
import { GraphWriter } from './writer/graph-writer.js'
import { modelBytes } from './writer/model.js'

const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})
const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
}
const train = (backend: BackendV1, options: Partial<FitOptions> = {}) =>
  fit(spec, xor, {
    backend,
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.05 },
    epochs: 100,
    seed: 7,
    ...options,
  })

type Session = Awaited<ReturnType<typeof ort.InferenceSession.create>>

/** ONNX Runtime, changed in how it loads models. */
const engineWith = (create: (model: Uint8Array, options: object) => Promise<unknown>) => ({
  env: ort.env,
  Tensor: ort.Tensor,
  InferenceSession: { create },
})

describe('options', () => {
  test.each([
    [{ thread: 2 }, /unknown option 'thread'. Did you mean 'threads'/],
    [{ threads: 0 }, /threads: too small/],
    [{ executionProviders: [] }, /executionProviders: too small/],
    [{ graphOptimization: 'most' }, /graphOptimization: unknown value/],
    [{ engine: {} }, /engine: not an ONNX Runtime/],
  ])('%o', (options, message) => {
    expect(() => createOnnxBackend(options as never)).toThrow(message)
  })

  test('reach the engine', async () => {
    const asked: Record<string, unknown>[] = []
    const engine = engineWith((model, options) => {
      asked.push(options as Record<string, unknown>)
      return ort.InferenceSession.create(model, options)
    })
    const backend = createOnnxBackend({
      engine,
      threads: 2,
      graphOptimization: 'basic',
      allowSpinning: false,
    })
    expect(await backend.info()).toMatchObject({ threads: 2, device: 'cpu', path: 'onnx scan' })
    expect(asked[0]).toMatchObject({
      intraOpNumThreads: 2,
      graphOptimizationLevel: 'basic',
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
  })
})

describe('the engine', () => {
  test('that is missing is an error that says what to install', async () => {
    vi.doMock('onnxruntime-node', () => {
      throw new Error('cannot find it')
    })
    const backend = createOnnxBackend()
    await expect(backend.info()).rejects.toThrow(
      /backend onnx: its engine onnxruntime-node cannot be loaded: .*npm install onnxruntime-node/,
    )
    vi.doUnmock('onnxruntime-node')
    expect((await backend.info()).engine.name).toBe('onnxruntime') // once it is there
  })

  test('takes the first execution provider that works, and says which', async () => {
    const engine = engineWith(async (model, options) => {
      const { executionProviders } = options as { executionProviders: string[] }
      if (executionProviders[0] === 'cuda') throw new Error('no such library')
      return ort.InferenceSession.create(model, options)
    })
    const executionProviders = ['cuda', { name: 'cpu' }]
    const backend = createOnnxBackend({ engine, executionProviders })
    expect((await backend.info()).device).toBe('cpu')
    await expect(
      createOnnxBackend({ engine, executionProviders: ['cuda'] }).info(),
    ).rejects.toThrow(/no execution provider works here: cuda: no such library/)
  })

  test('may keep its results in memory of its own', async () => {
    const engine = engineWith(async (model, options) => {
      const session: Session = await ort.InferenceSession.create(model, options)
      const run = (feeds: Session['inputNames'] & object, fetches: object) =>
        session.run(feeds as never, Array.isArray(fetches) ? fetches : Object.keys(fetches))
      return { run, release: () => session.release() }
    })
    const own = await train(createOnnxBackend({ engine }))
    expect(own.history).toEqual((await train(createOnnxBackend())).history)
  })

  test('has no erf of float64, which is why that is refused', async () => {
    const graph = new GraphWriter('erf')
    graph.input('x', 'DOUBLE', [1])
    graph.node('Erf', ['x'], {}, 'y')
    graph.output('y', 'DOUBLE', [1])
    await expect(ort.InferenceSession.create(modelBytes(graph))).rejects.toThrow(
      /Could not find an implementation for Erf/,
    )
  })
})

describe('sessions of the engine', () => {
  test('are shared by equal programs, kept a while and then released', async () => {
    let [loaded, released] = [0, 0]
    const engine = engineWith(async (model, options) => {
      const session = await ort.InferenceSession.create(model, options)
      loaded++
      return {
        run: session.run.bind(session),
        release() {
          released++
          return session.release()
        },
      }
    })
    const backend = createOnnxBackend({ engine })
    for (let i = 0; i < 3; i++) await train(backend, { epochs: 2 })
    expect([loaded, released]).toEqual([2, 1]) // the probe, and one for all three fits
    for (let size = 1; size <= 20; size++) {
      const b = new GraphBuilder()
      const x = b.input({ name: 'x', source: 'feed', shape: [size], dtype: 'float' })
      const session = await backend.open({ precision: 'float32' })
      await session.compile(createProgram(b, { outputs: { twice: b.mul(x, 2) } }))
      await session.dispose()
    }
    expect(loaded - released).toBeLessThanOrEqual(8)
  })
})

/** x · factor, so that every factor is a model of its own. */
function times(factor: number) {
  const b = new GraphBuilder()
  const x = b.input({ name: 'x', source: 'feed', shape: [2], dtype: 'float' })
  const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
  return createProgram(b, { outputs: { y: b.mul(x, factor) }, updates: { a: b.add(a, factor) } })
}

describe('when loading fails or is overtaken', () => {
  /** Counts models; those of the sessions after the probe fail while `isFailing`. */
  function counting() {
    const seen = { loaded: 0, released: 0, isFailing: false }
    const engine = engineWith(async (model, options) => {
      if (seen.isFailing) throw new Error('out of memory')
      const session = await ort.InferenceSession.create(model, options)
      seen.loaded++
      return {
        run: session.run.bind(session),
        async release() {
          seen.released++
          await session.release()
        },
      }
    })
    return { seen, backend: createOnnxBackend({ engine }) }
  }
  const open = (backend: BackendV1) => backend.open({ precision: 'float32' })

  test('a session that is disposed of while it compiles gives its model back', async () => {
    const { seen, backend } = counting()
    for (let i = 0; i < 20; i++) {
      const session = await open(backend)
      const compiling = session.compile(times(i))
      compiling.catch(() => {})
      await session.dispose()
      await expect(compiling).rejects.toMatchObject({ code: 'DISPOSED' })
    }
    expect(seen.loaded).toBe(21)
    expect(seen.loaded - seen.released).toBeLessThanOrEqual(8)
  })

  test('a compile that fails leaves no state', async () => {
    const { seen, backend } = counting()
    const session = await open(backend)
    seen.isFailing = true
    await expect(session.compile(times(2))).rejects.toThrow('out of memory')
    expect(await session.readState()).toEqual({})
  })

  test('two that fail at once forget no model that works', async () => {
    const { seen, backend } = counting()
    const sessions = await Promise.all([1, 2, 3].map(() => open(backend)))
    await sessions[0]!.compile(times(3))
    const { loaded } = seen
    seen.isFailing = true
    const failing = sessions.slice(1).map((session) => session.compile(times(4)))
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ])
    await sessions[1]!.compile(times(3)) // is still there, or would have to be loaded
    expect(seen.loaded).toBe(loaded)
  })

  test('a model that is asked for again is not released', async () => {
    const { backend } = counting()
    const factors = Array.from({ length: 12 }, (_, i) => i + 1)
    for (let round = 0; round < 5; round++) {
      const answers = factors.map(async (factor) => {
        const session = await open(backend)
        const { y } = await (await session.compile(times(factor))).run({ x: Float32Array.of(1, 2) })
        await session.dispose()
        return y![1]! / 2
      })
      expect(await Promise.all(answers)).toEqual(factors)
    }
  })
})

describe('in a worker thread', () => {
  const pretend = () =>
    vi
      .spyOn(process, 'getBuiltinModule')
      .mockImplementation((() => ({ isMainThread: false })) as never)

  test('machine code is refused, because terminating the thread would end the process', async () => {
    const spy = pretend()
    try {
      await expect(createOnnxBackend().info()).rejects.toMatchObject({ code: 'UNSUPPORTED' })
      await expect(createOnnxBackend().open({ precision: 'float32' })).rejects.toThrow(
        /aborts the whole process.*child process.*allowWorkerThreads/,
      )
    } finally {
      spy.mockRestore()
    }
  })

  test('it runs with leave, and so does an engine in WebAssembly', async () => {
    const spy = pretend()
    try {
      await createOnnxBackend({ allowWorkerThreads: true }).info()
      const { Tensor, InferenceSession } = ort
      await createOnnxBackend({
        engine: { Tensor, InferenceSession, env: { versions: {} } },
      }).info()
    } finally {
      spy.mockRestore()
    }
  })
})

test('a state that gets another shape between two programs gets other memory', async () => {
  const session = await createOnnxBackend().open({ precision: 'float32' })
  for (const size of [2, 3, 1]) {
    const b = new GraphBuilder()
    const a = b.input({ name: 'a', source: 'state', shape: [size], dtype: 'float' })
    await session.writeState({
      a: { shape: [size], dtype: 'float', data: new Float32Array(size).fill(size) },
    })
    const program = await session.compile(createProgram(b, { updates: { a: b.add(a, 1) } }))
    await program.run({})
    await program.run({})
    const { a: after } = await session.readState()
    expect([...after!.data]).toEqual(new Array(size).fill(size + 2))
    await program.dispose()
  }
  await session.dispose()
})

describe('a long run', () => {
  /** Something to do for a while: products of matrices. */
  async function open() {
    const b = new GraphBuilder()
    const a = b.input({ name: 'a', source: 'state', shape: [96, 96], dtype: 'float' })
    const program = createProgram(b, { updates: { a: b.tanh(b.matmul(a, a)) } })
    const session = await createOnnxBackend().open({ precision: 'float32' })
    return { session, program: await session.compile(program) }
  }

  test('lets timers have their turn', async () => {
    const { session, program } = await open()
    await program.runSteps({}, 50) // so that it knows how long a step takes
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await program.runSteps({}, 10_000)
    clearInterval(timer)
    // A turn every 25 ms is aimed at: about twenty on a fast machine, and more on a slow one.
    expect(turns).toBeGreaterThan(5)
    await session.dispose()
  })

  test('ends when its session is disposed of', async () => {
    const { session, program } = await open()
    const run = program.runSteps({}, 1_000_000)
    setTimeout(() => session.dispose(), 20)
    await expect(run).rejects.toThrow(/used after dispose/)
  })

  test('of fit ends by its signal', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const { stopped } = await train(createOnnxBackend(), {
      epochs: 1_000_000,
      signal: controller.signal,
    })
    expect(stopped.reason).toBe('aborted')
  })
})

test('int32 divided by 0, or beyond 32 bits, ends no run', async () => {
  const b = new GraphBuilder()
  const [x, y] = ['x', 'y'].map((name) =>
    b.input({ name, source: 'feed', shape: [3], dtype: 'int32' }),
  )
  const session = await createOnnxBackend().open({ precision: 'float32' })
  const program = await session.compile(createProgram(b, { outputs: { quotient: b.div(x!, y!) } }))
  const feeds = { x: Int32Array.of(-(2 ** 31), 7, 9), y: Int32Array.of(-1, 0, 2) }
  const { quotient } = await program.run(feeds)
  expect(quotient![2]).toBe(4)
  await session.dispose()
})
