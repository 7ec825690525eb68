import { create } from '@bufbuild/protobuf'
import type { DataType, Precision } from '@parallax-ml/core'
import {
  type TensorProto,
  TensorProtoSchema,
  TensorProto_DataType as Type,
} from '../proto/onnx_pb.js'

/** The element types that are written, by the names of ONNX. */
export type ElementType = 'FLOAT' | 'DOUBLE' | 'INT32' | 'INT64' | 'UINT8' | 'UINT32' | 'BOOL'

/** The arrays that hold such elements. */
export type ElementArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint32Array

/** The ONNX type of a value of the graph. */
export function elementTypeOf(dtype: DataType, precision: Precision): ElementType {
  if (dtype === 'int32') return 'INT32'
  if (dtype === 'bool') return 'BOOL'
  return precision === 'float32' ? 'FLOAT' : 'DOUBLE'
}

const arrays = {
  FLOAT: Float32Array,
  DOUBLE: Float64Array,
  INT32: Int32Array,
  UINT8: Uint8Array,
  UINT32: Uint32Array,
  BOOL: Uint8Array,
}

/** The numbers in the array of an element type; int64 must be whole. */
export const elementsOf = (type: ElementType, values: ArrayLike<number>): ElementArray =>
  type === 'INT64'
    ? BigInt64Array.from(Array.from(values, BigInt))
    : arrays[type].from(values as ArrayLike<number>)

/** A tensor of a file, row-major and little-endian, as ONNX has it. */
export const tensorProto = (
  name: string,
  type: ElementType,
  dims: readonly number[],
  data: ElementArray,
): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: Type[type],
    dims: dims.map(BigInt),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  })

/** A tensor of text. */
export const stringTensor = (name: string, values: readonly string[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: Type.STRING,
    dims: [BigInt(values.length)],
    stringData: values.map((text) => new TextEncoder().encode(text)),
  })
