import { describe, expect, test } from 'vitest'
import { FileError } from '../errors/parallax-error.js'
import { interpreter } from '../interpreter/backend.js'
import { defineLayer } from '../layers/define-layer.js'
import { dense } from '../layers/dense.js'
import { normalization } from '../layers/normalization.js'
import { createModel } from '../model/model.js'
import { sequential } from '../spec/sequential.js'
import { evaluate } from '../training/evaluate.js'
import { fit } from '../training/fit.js'
import { loadModel, saveModel } from './model-file.js'
import { readSafetensors, writeSafetensors } from './safetensors.js'

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

  test('is refused when it is of another kind, or lacks a weight', async () => {
    const bytes = saveModel(await trained())
    const { tensors, metadata } = readSafetensors(bytes)
    const without = new Map([...tensors].slice(1))
    const other = new Map([...metadata, ['format', 'something'] as const])
    const write = (file: Parameters<typeof writeSafetensors>[0]) =>
      writeSafetensors(file, 'float32')
    expect(() => loadModel(write({ tensors: without, metadata }), { backend })).toThrow(
      /weight 'normalization\/mean': it is missing/,
    )
    expect(() => loadModel(write({ tensors, metadata: other }), { backend })).toThrow(
      /not a model of this format/,
    )
  })

  test('is refused with a typed error wherever it is cut or flipped', async () => {
    const bytes = saveModel(await trained())
    const isSafe = (damaged: Uint8Array): boolean => {
      try {
        loadModel(damaged, { backend })
        return true // a flipped bit in a weight is a weight
      } catch (error) {
        return typeof (error as { code?: unknown }).code === 'string'
      }
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => loadModel(bytes.slice(0, length), { backend })).toThrow(FileError)
    }
    for (let i = 0; i < bytes.length; i += 3) {
      const flipped = bytes.slice()
      flipped[i]! ^= 1 << (i % 8)
      expect(isSafe(flipped), `bit ${i % 8} of byte ${i}`).toBe(true)
    }
  })
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
