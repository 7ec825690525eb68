import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { createModel, interpreter, isParallaxError, murmur3 } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { importOnnx } from '../index.js'
import {
  AttributeProto_AttributeType,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from '../proto/onnx_pb.js'

const fixtures = join(import.meta.dirname, '../../testing/fixtures')
const names = ['keras-conv', 'mlp-with-scaler', 'logistic-regression', 'keras-two-inputs']
const whole = names.map((name) => new Uint8Array(readFileSync(join(fixtures, `${name}.onnx`))))

/** Imports and predicts; every error must be a typed one. Whether there was an error. */
async function isRefused(bytes: Uint8Array): Promise<boolean> {
  try {
    const { spec, inputShapes } = importOnnx(bytes)
    const model = createModel(spec, { backend: interpreter })
    const sizes = Object.values(inputShapes).map((shape) => shape.reduce((a, b) => a * b, 1))
    const rows = Object.entries(model.architecture.inputs).map(([name, shape], i) => [
      name,
      { shape: [1, ...shape], data: new Float64Array(sizes[i]!) },
    ])
    await model.predictAll(Object.fromEntries(rows))
    return false
  } catch (error) {
    if (isParallaxError(error)) return true
    throw error
  }
}

const decode = (bytes: Uint8Array): ModelProto => fromBinary(ModelProtoSchema, bytes)
const altered = (i: number, alter: (model: ModelProto) => void): Uint8Array => {
  const model = decode(whole[i]!)
  alter(model)
  return toBinary(ModelProtoSchema, model)
}

test('the files as they are are taken', async () => {
  for (const bytes of whole) expect(await isRefused(bytes)).toBe(false)
})

describe('damaged files end in typed errors, or are whole enough', () => {
  test('cut short, at 200 places', async () => {
    let refused = 0
    for (let i = 0; i < 200; i++) {
      const bytes = whole[i % whole.length]!
      const end = Math.floor((bytes.length * i) / 200)
      if (await isRefused(bytes.subarray(0, end))) refused++
    }
    expect(refused).toBeGreaterThan(190)
  })

  test('with flipped bytes, 400 times', async () => {
    let refused = 0
    for (let i = 0; i < 400; i++) {
      const bytes = whole[i % whole.length]!.slice()
      const at = (murmur3(7, [i]) >>> 0) % bytes.length
      bytes[at]! ^= 1 + ((murmur3(8, [i]) >>> 0) % 255)
      if (await isRefused(bytes)) refused++
    }
    expect(refused).toBeGreaterThan(50)
  }, 60_000)

  test('filled with noise, 100 times', async () => {
    for (let i = 0; i < 100; i++) {
      const noise = Uint8Array.from({ length: 1 + i * 7 }, (_, j) => murmur3(i, [j]) & 255)
      expect(await isRefused(noise)).toBe(true)
    }
  })
})

describe('hostile files are refused', () => {
  const cases: [string, RegExp, Uint8Array][] = [
    ['empty', /there is no graph/, new Uint8Array(0)],
    [
      'huge sizes',
      /it is too large|a size of its shape is impossible/,
      altered(0, ({ graph }) => {
        graph!.initializer[0]!.dims = [2n ** 40n, 2n ** 40n]
      }),
    ],
    [
      'sizes whose product is huge',
      /it is too large/,
      altered(0, ({ graph }) => {
        graph!.initializer[0]!.dims = [2n ** 30n, 2n ** 30n]
      }),
    ],
    [
      'negative sizes',
      /a size of its shape is impossible/,
      altered(0, ({ graph }) => {
        graph!.initializer[0]!.dims = [-1n]
      }),
    ],
    [
      'a cycle',
      /which only a later node makes, or the node itself/,
      altered(0, ({ graph }) => {
        graph!.node[0]!.input[0] = graph!.node.at(-1)!.output[0]!
      }),
    ],
    [
      'a value from nowhere',
      /which nothing makes/,
      altered(0, ({ graph }) => {
        graph!.node[1]!.input[0] = 'nowhere'
      }),
    ],
    [
      'a value made twice',
      /which is there already/,
      altered(0, ({ graph }) => {
        graph!.node[1]!.output[0] = graph!.node[0]!.output[0]!
      }),
    ],
    [
      'numbers outside the folder',
      /kept outside the folder/,
      altered(0, ({ graph }) => external(graph!, '../secret')),
    ],
    [
      'numbers at an absolute path',
      /kept outside the folder/,
      altered(0, ({ graph }) => external(graph!, '/etc/passwd')),
    ],
    [
      'an unknown operation',
      /node 'magic': its operation Magic is not known/,
      altered(0, ({ graph }) => {
        const last = graph!.node.at(-1)!
        const value = last.output[0]!
        last.output[0] = 'before'
        graph!.node.push(
          create(NodeProtoSchema, {
            name: 'magic',
            opType: 'Magic',
            input: ['before'],
            output: [value],
          }),
        )
      }),
    ],
    [
      'a branch',
      /its attribute 'then_branch' is of a kind that is not known: GRAPH/,
      altered(0, ({ graph }) => {
        graph!.node[0]!.attribute.push({
          ...graph!.node[1]!.attribute[0]!,
          name: 'then_branch',
          type: AttributeProto_AttributeType.GRAPH,
        })
      }),
    ],
    [
      'a value that is too large',
      /which is too large/,
      altered(0, ({ graph }) => {
        const last = graph!.node.at(-1)!
        const value = last.output[0]!
        last.output[0] = 'before'
        const times = { name: 'times', dataType: 7, dims: [2n], int64Data: [1n << 20n, 1n << 20n] }
        graph!.initializer.push(create(TensorProtoSchema, times))
        const inputs = ['before', 'times']
        graph!.node.push(
          create(NodeProtoSchema, { opType: 'Tile', input: inputs, output: [value] }),
        )
      }),
    ],
    [
      'an unknown version',
      /opset 7 to 27/,
      altered(0, (model) => {
        for (const each of model.opsetImport) each.version = 1000n
      }),
    ],
  ]
  test.each(cases)('%s', (_, message, bytes) => {
    const readExternal = (): Uint8Array => new Uint8Array(0)
    expect(() => importOnnx(bytes, { readExternal })).toThrow(message)
  })
})

function external(graph: NonNullable<ModelProto['graph']>, location: string): void {
  const tensor = graph.initializer[0]!
  tensor.dataLocation = TensorProto_DataLocation.EXTERNAL
  tensor.externalData = [
    { $typeName: 'onnx.StringStringEntryProto', key: 'location', value: location },
  ]
}
