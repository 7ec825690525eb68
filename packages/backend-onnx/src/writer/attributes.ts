import { create } from '@bufbuild/protobuf'
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  AttributeProto_AttributeType as Type,
} from '../proto/onnx_pb.js'

/** The value of an attribute: whole numbers are ints, other numbers are wrapped in {@link float}. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | GraphProto

/** Attributes by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>

/** A number that is a float even where it is whole. */
export const float = (value: number): AttributeValue => ({ float: value })

/** The attributes of a node as ONNX has them. */
export const attributeProtos = (attributes: Attributes): AttributeProto[] =>
  Object.entries(attributes).map(([name, value]) =>
    create(AttributeProtoSchema, { name, ...contentOf(value) }),
  )

function contentOf(value: AttributeValue) {
  if (typeof value === 'number') return { type: Type.INT, i: BigInt(value) }
  if (typeof value === 'string') return { type: Type.STRING, s: new TextEncoder().encode(value) }
  if (isList(value)) return { type: Type.INTS, ints: value.map(BigInt) }
  if ('float' in value) return { type: Type.FLOAT, f: value.float }
  return { type: Type.GRAPH, g: value }
}

const isList = (value: AttributeValue): value is readonly number[] => Array.isArray(value)
