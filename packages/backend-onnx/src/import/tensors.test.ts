import { create } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import type { TensorInit } from '../../testing/files.js'
import {
  TensorProto_DataLocation,
  TensorProtoSchema,
  TensorProto_DataType as Type,
} from '../proto/onnx_pb.js'
import { type ReadExternal, readTensor } from './tensors.js'

const read = (tensor: TensorInit, external?: ReadExternal): readonly number[] =>
  readTensor(create(TensorProtoSchema, tensor), 'here', external).data

/** Bytes of elements of so many bits, which are written as the standard shows them, largest first. */
const littleEndian = (...elements: readonly string[]): Uint8Array =>
  Uint8Array.from(elements.flatMap((hex) => [...Buffer.from(hex, 'hex').reverse()]))

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number

/** Bits, as IEEE 754 and two's complement have them, and the numbers that they are. */
const cases: [string, Type, readonly (readonly [string, number])[]][] = [
  [
    'float16',
    Type.FLOAT16,
    [
      ['0000', 0],
      ['8000', -0],
      ['0001', 2 ** -24],
      ['83ff', -1023 * 2 ** -24],
      ['0400', 2 ** -14],
      ['3c00', 1],
      ['3555', 0.333251953125],
      ['c000', -2],
      ['7bff', 65504],
      ['fbff', -65504],
      ['7c00', infinity],
      ['fc00', -infinity],
      ['7e00', nan],
    ],
  ],
  [
    'bfloat16',
    Type.BFLOAT16,
    [
      ['0000', 0],
      ['8000', -0],
      ['0001', 2 ** -133],
      ['3f80', 1],
      ['c040', -3],
      ['4049', 3.140625],
      ['7f80', infinity],
      ['ff80', -infinity],
      ['7fc0', nan],
    ],
  ],
  [
    'float',
    Type.FLOAT,
    [
      ['3e200000', 0.15625],
      ['c0000000', -2],
      ['00000001', 2 ** -149],
    ],
  ],
  [
    'double',
    Type.DOUBLE,
    [
      ['3fd5555555555555', 1 / 3],
      ['c000000000000000', -2],
    ],
  ],
  [
    'int8',
    Type.INT8,
    [
      ['7f', 127],
      ['80', -128],
      ['ff', -1],
    ],
  ],
  [
    'uint8',
    Type.UINT8,
    [
      ['7f', 127],
      ['80', 128],
      ['ff', 255],
    ],
  ],
  [
    'int16',
    Type.INT16,
    [
      ['7fff', 32767],
      ['8000', -32768],
      ['fffe', -2],
    ],
  ],
  [
    'uint16',
    Type.UINT16,
    [
      ['0102', 258],
      ['8000', 32768],
    ],
  ],
  [
    'int32',
    Type.INT32,
    [
      ['7fffffff', 2147483647],
      ['80000000', -2147483648],
      ['fffffffe', -2],
    ],
  ],
  [
    'int64, as far as 32 bits go',
    Type.INT64,
    [
      ['fffffffffffffffe', -2],
      ['000000007fffffff', 2147483647],
      ['0000000080000000', 2147483647],
      ['0000000100000005', 2147483647],
      ['7fffffffffffffff', 2147483647],
      ['ffffffff00000005', -2147483648],
      ['8000000000000000', -2147483648],
    ],
  ],
  [
    'bool',
    Type.BOOL,
    [
      ['00', 0],
      ['01', 1],
      ['02', 1],
    ],
  ],
]

describe('elements as bytes', () => {
  test.each(cases)('%s', (_, dataType, elements) => {
    const dims = [BigInt(elements.length)]
    const rawData = littleEndian(...elements.map(([bits]) => bits))
    expect(read({ dataType, dims, rawData })).toEqual(elements.map(([, value]) => value))
  })
})

test('halves in a list of int32 are their bits', () => {
  const int32Data = [0x0001, 0xc000]
  expect(read({ dataType: Type.FLOAT16, dims: [2n], int32Data })).toEqual([2 ** -24, -2])
  expect(read({ dataType: Type.BFLOAT16, dims: [2n], int32Data })).toEqual([2 ** -133, -2])
})

test('int64 in a list go as far as 32 bits', () => {
  const int64Data = [2n ** 40n + 5n, -(2n ** 63n), -2n]
  const data = read({ dataType: Type.INT64, dims: [3n], int64Data })
  expect(data).toEqual([2147483647, -2147483648, -2])
})

describe('numbers that are kept in another file', () => {
  // 1, 2, 4 and 8 as floats.
  const file = littleEndian('3f800000', '40000000', '40800000', '41000000')
  const kept = (count: number, facts: Readonly<Record<string, string>>): readonly number[] =>
    read(
      {
        dataType: Type.FLOAT,
        dims: [BigInt(count)],
        dataLocation: TensorProto_DataLocation.EXTERNAL,
        externalData: Object.entries({ location: 'weights', ...facts }).map(([key, value]) => ({
          key,
          value,
        })),
      },
      () => file,
    )

  test('are all of it, or the part that is said', () => {
    expect(kept(4, {})).toEqual([1, 2, 4, 8])
    expect(kept(2, { length: '8' })).toEqual([1, 2])
    expect(kept(2, { offset: '4', length: '8' })).toEqual([2, 4])
    expect(kept(1, { offset: '12' })).toEqual([8])
  })

  test.each([{ offset: '8', length: '12' }, { offset: '20' }, { offset: '-4' }, { length: 'x' }])(
    'reach not past its end: %o',
    (facts) => {
      expect(() => kept(1, facts)).toThrow(/its part of 'weights' reaches past the end/)
    },
  )
})

test.each([
  [3, [1, 2, 3]],
  [5, [1, 2, 3, 4, 5]],
])('%i numbers are no matrix of two by two', (count, floatData) => {
  const tensor = { dataType: Type.FLOAT, dims: [2n, 2n], floatData }
  expect(() => read(tensor)).toThrow(
    `more or fewer elements than its shape says (expected 4, of [2,2], got ${count})`,
  )
})
