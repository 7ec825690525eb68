import { type DataType, FileError } from '@parallax-ml/core'
import {
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType as Type,
} from '../proto/onnx_pb.js'
import type { HostTensor } from './network.js'

/** Reads what a file keeps beside itself: bytes of a file in the same folder, by its name. */
export type ReadExternal = (location: string) => Uint8Array

/** Larger tensors are taken for damage. */
const mostElements = 2 ** 31 - 1

interface ElementKind {
  readonly dtype: DataType
  readonly bytes: number
  read(view: DataView, at: number): number
}

const kinds: Partial<Record<Type, ElementKind>> = {
  [Type.FLOAT]: { dtype: 'float', bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  [Type.DOUBLE]: { dtype: 'float', bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  [Type.FLOAT16]: { dtype: 'float', bytes: 2, read: (view, at) => half(view.getUint16(at, true)) },
  [Type.BFLOAT16]: {
    dtype: 'float',
    bytes: 2,
    read: (view, at) => brain(view.getUint16(at, true)),
  },
  [Type.INT8]: { dtype: 'int32', bytes: 1, read: (view, at) => view.getInt8(at) },
  [Type.UINT8]: { dtype: 'int32', bytes: 1, read: (view, at) => view.getUint8(at) },
  [Type.INT16]: { dtype: 'int32', bytes: 2, read: (view, at) => view.getInt16(at, true) },
  [Type.UINT16]: { dtype: 'int32', bytes: 2, read: (view, at) => view.getUint16(at, true) },
  [Type.INT32]: { dtype: 'int32', bytes: 4, read: (view, at) => view.getInt32(at, true) },
  [Type.INT64]: { dtype: 'int32', bytes: 8, read: (view, at) => clamp(view.getBigInt64(at, true)) },
  [Type.BOOL]: { dtype: 'bool', bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
}

/** The type of core that holds such elements, or undefined. */
export const dtypeOf = (type: number): DataType | undefined => kinds[type as Type]?.dtype

/** The name of an element type. */
export const typeName = (type: number): string => Type[type] ?? String(type)

/** 64-bit numbers as far as 32 bits go: larger ones only mean "to the end". */
const clamp = (value: bigint): number =>
  Number(value < -0x80000000n ? -0x80000000n : value > 0x7fffffffn ? 0x7fffffffn : value)

function half(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function brain(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits << 16)
  return view.getFloat32(0)
}

/**
 * The numbers of a tensor of a file.
 * @throws {FileError} if their type is not known, or there are more or fewer than its shape says.
 */
export function readTensor(
  tensor: TensorProto,
  where: string,
  external?: ReadExternal,
): HostTensor {
  const kind = kinds[tensor.dataType as Type]
  if (kind === undefined) {
    throw new FileError({
      where,
      problem: `elements of type ${typeName(tensor.dataType)} are not known`,
    })
  }
  const shape = shapeOf(tensor, where)
  const size = shape.reduce((product, axis) => product * axis, 1)
  if (size > mostElements) {
    throw new FileError({ where, problem: 'it is too large', received: `[${shape}]` })
  }
  const data = numbersOf(tensor, kind, where, external)
  if (data.length === size) return { shape, dtype: kind.dtype, data }
  throw new FileError({
    where,
    problem: 'it has more or fewer elements than its shape says',
    expected: `${size}, of [${shape}]`,
    received: String(data.length),
  })
}

function shapeOf({ dims }: TensorProto, where: string): number[] {
  return dims.map((size) => {
    if (size >= 0n && size <= BigInt(mostElements)) return Number(size)
    throw new FileError({
      where,
      problem: 'a size of its shape is impossible',
      received: String(size),
    })
  })
}

function numbersOf(
  tensor: TensorProto,
  { dtype, bytes, read }: ElementKind,
  where: string,
  external?: ReadExternal,
): number[] {
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    return fromBytes(externalBytes(tensor, where, external), bytes, read, where)
  }
  if (tensor.rawData.length > 0) return fromBytes(tensor.rawData, bytes, read, where)
  const lists: (readonly (number | bigint)[])[] = [
    tensor.floatData,
    tensor.doubleData,
    tensor.int32Data,
    tensor.int64Data,
    tensor.uint64Data,
  ]
  const list = lists.find(({ length }) => length > 0) ?? []
  const isHalf = dtype === 'float' && bytes === 2
  if (isHalf) return list.map((bits) => read(new DataView(Uint16Array.of(Number(bits)).buffer), 0))
  return list.map((value) => (typeof value === 'bigint' ? clamp(value) : value))
}

function fromBytes(
  raw: Uint8Array,
  bytes: number,
  read: ElementKind['read'],
  where: string,
): number[] {
  if (raw.length % bytes !== 0) {
    throw new FileError({ where, problem: 'its bytes are no whole number of elements' })
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  return Array.from({ length: raw.length / bytes }, (_, i) => read(view, i * bytes))
}

function externalBytes(tensor: TensorProto, where: string, external?: ReadExternal): Uint8Array {
  const facts = new Map(tensor.externalData.map(({ key, value }) => [key, value]))
  const location = facts.get('location') ?? ''
  if (external === undefined) {
    throw new FileError({
      where,
      problem: `its numbers are kept in another file, '${location}'`,
      hint: 'Pass readExternal, or read the file with readOnnxFile().',
    })
  }
  const isOutside =
    location === '' || /^([/\\]|[A-Za-z]:)/.test(location) || location.split(/[/\\]/).includes('..')
  if (isOutside) {
    throw new FileError({
      where,
      problem: 'its numbers are kept outside the folder of the file',
      expected: 'a path within that folder',
      received: `'${location}'`,
    })
  }
  const file = external(location)
  const offset = Number(facts.get('offset') ?? 0)
  const length = Number(facts.get('length') ?? file.length - offset)
  const fits =
    [offset, length].every((n) => Number.isSafeInteger(n) && n >= 0) &&
    offset + length <= file.length
  if (fits) return file.subarray(offset, offset + length)
  throw new FileError({
    where,
    problem: `its part of '${location}' reaches past the end of that file`,
    expected: `at most ${file.length} bytes`,
    received: `${length} from ${offset}`,
  })
}
