import { describe, expect, test } from 'vitest'
import { FileError } from '../errors/parallax-error.js'
import { interpreter } from '../interpreter/backend.js'
import { defineLayer } from '../layers/define-layer.js'
import { dense } from '../layers/dense.js'
import { normalization } from '../layers/normalization.js'
import { createModel, withDetails } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import { evaluate } from '../training/evaluate.js'
import { fit } from '../training/fit.js'
import { crc32c } from './crc32c.js'
import { matchWeights } from './match-weights.js'
import { loadModel, saveModel } from './model-file.js'
import { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.js'
import { readSealed, writeSealed } from './sealed-file.js'

const data = {
  x: [
    [0, 100],
    [1, 200],
    [2, 300],
  ],
  y: [[0], [1], [4]],
}
const spec = sequential({ inputShape: [2], layers: [normalization(), dense({ units: 1 })] })
const backend = interpreter

async function trained(precision: 'float32' | 'float64' = 'float32') {
  const options = { backend, precision, loss: 'meanSquaredError', epochs: 5 } as const
  return (await fit(spec, data, options)).model
}

describe('a model file', () => {
  test.each(['float32', 'float64'] as const)(
    'brings back the same predictions (%s)',
    async (precision) => {
      const model = await trained(precision)
      const loaded = loadModel(saveModel(model), { backend })
      expect(loaded.precision).toBe(precision)
      expect(loaded.spec).toEqual(model.spec)
      expect((await loaded.predict(data.x)).data).toEqual((await model.predict(data.x)).data)
      expect(await evaluate(loaded, data)).toEqual(await evaluate(model, data))
    },
  )

  test('needs the definitions of custom layers again', async () => {
    const twice = defineLayer({
      type: 'twice',
      lower: (_, { builder, input }) => builder.mul(input, 2),
    })
    const custom = sequential({ inputShape: [1], layers: [twice(), dense({ units: 1 })] })
    const bytes = saveModel(createModel(custom, { backend, weights: { 'dense/kernel': [[3]] } }))
    expect(() => loadModel(bytes, { backend })).toThrow(/unknown type of layer 'twice'/)
    const loaded = loadModel(bytes, { backend, customLayers: [twice.definition] })
    expect([...(await loaded.predict([[1]])).data]).toEqual([6])
  })

  test('keeps class names and preprocessing', async () => {
    const details = { classNames: ['no', 'yes'], preprocessing: { columns: [{ name: 'age' }] } }
    const model = withDetails(await trained(), details)
    expect(loadModel(saveModel(model), { backend }).details).toEqual(details)
    expect(withDetails(model, { classNames: ['a', 'b'] }).details!.preprocessing).toEqual(
      details.preprocessing,
    )
    expect(() => withDetails(model, { classNames: ['a'] })).toThrow(/expected 2 names, got 1/)
    expect(() => withDetails(model, { classNames: { other: ['a', 'b'] } })).toThrow(
      /no output 'other'/,
    )
    expect(() => withDetails(model, { preprocessing: new Date() as never })).toThrow(/plain data/)
  })

  test('is refused when it is of another kind, or lacks a weight', async () => {
    const { tensors, metadata } = readSafetensors(saveModel(await trained()))
    const load = (weights: typeof tensors, metadata: Map<string, string>, kind = {}) => {
      const format = { format: 'parallax-model', version: 1, migrations: {}, ...kind }
      return loadModel(writeSealed(format, { tensors: weights, metadata }, 'float32'), { backend })
    }
    const own = new Map([...metadata].slice(3))
    expect(load(tensors, own).weights()).toEqual((await trained()).weights())
    expect(() => load(new Map([...tensors].slice(1)), own)).toThrow(
      /weight 'normalization\/mean': it is missing/,
    )
    expect(() => load(tensors, own, { format: 'something' })).toThrow(/of another kind/)
    expect(() => load(tensors, own, { version: 2 })).toThrow(/newer version/)
    expect(() => load(tensors, own, { version: 'x' })).toThrow(/of another kind/)
    const unsealed = writeSafetensors({ tensors, metadata: own }, 'float32')
    expect(() => loadModel(unsealed, { backend })).toThrow(/no checksum/)
  })

  test('is refused with a typed error wherever it is cut or flipped', async () => {
    const bytes = saveModel(await trained())
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => loadModel(bytes.slice(0, length), { backend })).toThrow(FileError)
    }
    for (let i = 0; i < bytes.length; i++) {
      const flipped = bytes.slice()
      flipped[i]! ^= 1 << (i % 8)
      expect(() => loadModel(flipped, { backend }), `byte ${i}`).toThrow(FileError)
    }
  })
})

test('a file of an older version is migrated step by step', () => {
  const tensors = new Map()
  const rename = (from: string, to: string) => (file: Safetensors) => ({
    ...file,
    metadata: new Map([...file.metadata].map(([name, text]) => [name === from ? to : name, text])),
  })
  const first = { format: 'sample', version: 1, migrations: {} }
  const third = { ...first, version: 3, migrations: { 1: rename('a', 'b'), 2: rename('b', 'c') } }
  const old = writeSealed(first, { tensors, metadata: new Map([['a', 'text']]) }, 'float32')
  expect(readSealed(third, old).metadata.get('c')).toBe('text')
  const current = writeSealed(third, { tensors, metadata: new Map([['c', 'text']]) }, 'float32')
  expect(readSealed(third, current).metadata.get('c')).toBe('text')
})

describe('matchWeights', () => {
  const layers = [dense({ units: 3, name: 'body' }), dense({ units: 2, name: 'head' })]
  const old = saveModel(createModel(sequential({ inputShape: [2], layers }), { backend, seed: 5 }))
  const changed = sequential({
    inputShape: [2],
    layers: [layers[0]!, dense({ units: 4, name: 'head' }), dense({ units: 1, name: 'top' })],
  })

  test('gives what matches, and says what does not', () => {
    expect(matchWeights(changed, old, { partly: true })).toMatchObject({
      missing: ['top/kernel', 'top/bias'],
      unexpected: [],
      mismatched: [
        { path: 'head/kernel', expected: [3, 4], received: [3, 2] },
        { path: 'head/bias', expected: [4], received: [2] },
      ],
      report:
        '2 of 6 weights match; missing: top/kernel, top/bias; of another shape: ' +
        'head/kernel ([3, 2], the model has [3, 4]), head/bias ([2], the model has [4])',
    })
    const { weights } = matchWeights(changed, old, { partly: true })
    const model = createModel(changed, { backend, weights })
    expect(model.weights()['body/kernel']).toEqual(
      loadModel(old, { backend }).weights()['body/kernel'],
    )
  })

  test('is an error unless that is right', () => {
    expect(() => matchWeights(changed, old)).toThrow(/does not match the model: 2 of 6/)
  })

  test('renames', () => {
    const rename = (name: string): string => name.replace('head', 'tail')
    const { unexpected } = matchWeights(changed, old, { partly: true, rename })
    expect(unexpected).toEqual(['tail/kernel', 'tail/bias'])
  })
})

test('CRC-32C is that of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
})

describe('safetensors', () => {
  const file = (header: unknown, size: number): Uint8Array => {
    const text = new TextEncoder().encode(
      typeof header === 'string' ? header : JSON.stringify(header),
    )
    const bytes = new Uint8Array(8 + text.length + size)
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
    bytes.set(text, 8)
    return bytes
  }
  const tensor = (shape: number[], begin: number, end: number, dtype = 'F32') => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  })
  const hostile: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /too short/],
    [
      'a header longer than the file',
      new Uint8Array(8).fill(255),
      /header is longer than the file/,
    ],
    ['no JSON', file('{', 0), /not JSON/],
    ['a list', file([], 0), /no object/],
    ['a type it does not know', file({ a: tensor([1], 0, 2, 'F16') }, 2), /other than F32 or F64/],
    [
      'a shape that overflows',
      file({ a: tensor([2 ** 40, 2 ** 40], 0, 4) }, 4),
      /do not fit its shape/,
    ],
    ['a negative shape', file({ a: tensor([-1], 0, 4) }, 4), /no shape/],
    ['offsets outside', file({ a: tensor([2], 0, 8) }, 4), /end elsewhere/],
    ['an overlap', file({ a: tensor([2], 0, 8), b: tensor([1], 4, 8) }, 8), /overlaps/],
    ['a hole', file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12), /hole/],
    ['bytes behind the end', file({ a: tensor([1], 0, 4) }, 8), /end elsewhere/],
    ['metadata that are no text', file({ __metadata__: { a: 1 } }, 0), /no text/],
  ]
  test.each(hostile)('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
    expect(() => readSafetensors(bytes)).toThrow(FileError)
  })

  test('a name of __proto__ is only a name', () => {
    const bytes = file(`{"__proto__":${JSON.stringify(tensor([1], 0, 4))}}`, 4)
    const { tensors } = readSafetensors(bytes)
    expect([...tensors.keys()]).toEqual(['__proto__'])
    expect(({} as { dtype?: unknown }).dtype).toBeUndefined()
  })
})
