import {
  connect,
  createModel,
  createProgram,
  dense,
  embedding,
  fit,
  flatten,
  functional,
  GraphBuilder,
  input,
  interpreter,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test, vi } from 'vitest'
import { compileModel, createNativeBackend, createSyncModel, native } from './index.js'

const spec = sequential({
  inputShape: [4],
  layers: [dense({ units: 16, activation: 'tanh' }), dense({ units: 3, activation: 'softmax' })],
})
const row = [5.1, 3.5, 1.4, 0.2]

describe('paths', () => {
  test('info says that programs are compiled', async () => {
    expect((await native.info()).path).toBe('webassembly')
  })

  test('the interpreter, if it is asked for', async () => {
    const backend = createNativeBackend({ path: 'interpreter' })
    expect((await backend.info()).path).toBe('interpreter')
    const model = createModel(spec, { backend })
    expect((await model.predict([row])).data).toHaveLength(3)
  })

  test('the interpreter, where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    try {
      const backend = createNativeBackend()
      expect((await backend.info()).path).toBe('interpreter')
      expect(() => createSyncModel(createModel(spec, { backend }))).toThrow(/model.predict/)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('modules compiled before find their programs, and nothing else runs', async () => {
    const modules = compileModel(spec, { rows: [1] }).map(
      ({ bytes }) => new WebAssembly.Module(bytes),
    )
    const backend = createNativeBackend({ modules, path: 'imported' })
    expect((await backend.info()).path).toBe('webassembly, imported')
    const [imported, compiled] = [backend, native].map((each) =>
      createModel(spec, { backend: each, seed: 5 }),
    )
    const answer = await imported!.predict([row])
    expect(answer).toEqual(await compiled!.predict([row]))
    await expect(imported!.predict([row, row])).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    const wider = sequential({ inputShape: [4], layers: [dense({ units: 5 })] })
    await expect(createModel(wider, { backend }).predict([row])).rejects.toThrow(
      /none of the 1 imported modules is this program/,
    )
  })

  test('a module as long as that of the program is not taken for it', async () => {
    const sloped = (negativeSlope: number) =>
      sequential({
        inputShape: [4],
        layers: [dense({ units: 3, activation: { name: 'leakyRelu', negativeSlope } })],
      })
    const [gentle, steep] = [0.1, 0.3].map((slope) => {
      const [compiled] = compileModel(sloped(slope), { rows: [1] })
      return new WebAssembly.Module(compiled!.bytes)
    })
    const lengthOf = (module: WebAssembly.Module) => {
      const [key] = WebAssembly.Module.customSections(module, 'parallax')
      return new TextDecoder().decode(key).split('-')[0]
    }
    expect(lengthOf(steep!)).toBe(lengthOf(gentle!))
    const backend = createNativeBackend({ modules: [gentle!], path: 'imported' })
    await createModel(sloped(0.1), { backend }).predict([row])
    await expect(createModel(sloped(0.3), { backend }).predict([row])).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    })
  })

  test('wrong options are named', () => {
    expect(() => createNativeBackend({ pth: 'interpreter' } as object)).toThrow(/'pth'.*path/)
    expect(() => createNativeBackend({ path: 'wasm' as 'webassembly' })).toThrow(/no such path/)
    expect(() => createNativeBackend({ path: 'imported' })).toThrow(/needs modules/)
    expect(() => createNativeBackend({ modules: [1] as never })).toThrow(/not a list of modules/)
  })
})

test('kernels that differ in the sign of a zero are told apart', async () => {
  const b = new GraphBuilder()
  const x = b.input({ name: 'x', source: 'feed', shape: [1], dtype: 'float' })
  const mask = b.input({ name: 'mask', source: 'feed', shape: [1], dtype: 'bool' })
  const [plus, minus] = [b.select(mask, 0, x), b.select(mask, -0, x)]
  const session = await native.open({ precision: 'float64' })
  const program = await session.compile(createProgram(b, { outputs: { plus, minus } }))
  const zeros = await program.run({ x: Float64Array.of(1), mask: Uint8Array.of(1) })
  expect([zeros.plus![0], zeros.minus![0]]).toEqual([0, -0])
  await session.dispose()
})

describe('a synchronous model', () => {
  test('gives what predict gives, in both precisions', async () => {
    for (const precision of ['float32', 'float64'] as const) {
      const model = createModel(spec, { backend: native, seed: 3, precision })
      const sync = createSyncModel(model)
      expect(sync.predict(row)).toEqual((await model.predict([row])).data)
      // Another number of rows adds up in another order.
      const two = createSyncModel(model, { rows: 2 }).predict([...row, ...row])
      for (const [i, value] of two.entries())
        expect(value).toBeCloseTo(sync.predict(row)[i % 3]!, 6)
      sync.dispose()
      expect(() => sync.predict(row)).toThrow(/dispose/)
    }
  })

  test('refuses what does not fit', () => {
    const sync = createSyncModel(createModel(spec, { backend: native }))
    expect(() => sync.predict([1, 2])).toThrow(/4 numbers/)
    expect(() => sync.predictAll({ inptu: row })).toThrow(/no such input.*input/)
    const words = sequential({
      inputShape: [2],
      layers: [embedding({ inputDim: 3, outputDim: 2 }), flatten()],
    })
    const looked = createSyncModel(createModel(words, { backend: interpreter }))
    expect(() => looked.predict([0, 3])).toThrow(/out of range/)
    const model = createModel(spec, { backend: native })
    for (const rows of [0, 1.5])
      expect(() => createSyncModel(model, { rows })).toThrow(/number of rows/)
  })

  test('gives several outputs by name, and refuses to choose one of them', async () => {
    const x = input('x', [4])
    const twoOutputs = functional({
      outputs: { left: connect(x, dense({ units: 1 })), right: connect(x, dense({ units: 2 })) },
    })
    const sync = createSyncModel(createModel(twoOutputs, { backend: native }))
    expect(sync.predictAll({ x: row })).toMatchObject({ left: { length: 1 }, right: { length: 2 } })
    expect(() => sync.predict(row)).toThrow(/predictAll/)
  })
})

describe('long runs', () => {
  test('memory and numbers stay as they are over many compiles and steps', async () => {
    const b = new GraphBuilder()
    const s = b.input({ name: 's', source: 'state', shape: [64], dtype: 'float' })
    const x = b.input({ name: 'x', source: 'feed', shape: [64], dtype: 'float' })
    const next = b.tanh(b.add(s, x))
    const program = createProgram(b, { outputs: { sum: b.sum(next) }, updates: { s: next } })
    const session = await native.open({ precision: 'float32' })
    const feeds = { x: new Float64Array(64 * 100).fill(0.01) }
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow')
    for (let i = 0; i < 200; i++) {
      // A session that kept the memory of disposed programs would need more again and again.
      if (i === 1) grow.mockClear()
      const compiled = await session.compile(program)
      await compiled.runSteps(feeds, 100)
      await compiled.dispose()
    }
    expect(grow).not.toHaveBeenCalled()
    grow.mockRestore()
    await session.dispose()
  })

  test('units that die do not leave numbers too small to be fast', async () => {
    const layers = [dense({ units: 8, activation: 'relu' }), dense({ units: 1 })]
    const run = await fit(
      sequential({ inputShape: [2], layers }),
      {
        x: [
          [0, 0],
          [1, 1],
          [0, 1],
        ],
        y: [[0], [1], [0]],
      },
      {
        backend: native,
        loss: 'meanSquaredError',
        optimizer: { name: 'adam', learningRate: 0.5 },
        epochs: 2000,
        shuffle: false,
      },
    )
    for (const { data } of Object.values(run.model.weights())) {
      for (const value of data) expect(value === 0 || Math.abs(value) >= 2 ** -126).toBe(true)
    }
  })

  test('the same run gives the same bits', async () => {
    const data = {
      x: [row, row.toReversed()],
      y: [
        [1, 0, 0],
        [0, 0, 1],
      ],
    }
    const options = { backend: native, loss: 'categoricalCrossentropy', epochs: 137 } as const
    const [first, second] = [await fit(spec, data, options), await fit(spec, data, options)]
    expect(first.history).toEqual(second.history)
  })
})
