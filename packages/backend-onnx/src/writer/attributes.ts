import { create } from '@bufbuild/protobuf'
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  AttributeProto_AttributeType as Type,
} from '../proto/onnx_pb.js'

/** The value of an attribute: whole numbers, texts, lists, branches. */
export type AttributeValue = number | string | readonly number[] | GraphProto

/** Attributes by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>

/** The attributes of a node as ONNX has them. */
export const attributeProtos = (attributes: Attributes): AttributeProto[] =>
  Object.entries(attributes).map(([name, value]) =>
    create(AttributeProtoSchema, { name, ...contentOf(value) }),
  )

function contentOf(value: AttributeValue) {
  if (typeof value === 'number') return { type: Type.INT, i: BigInt(value) }
  if (typeof value === 'string') return { type: Type.STRING, s: new TextEncoder().encode(value) }
  if (isList(value)) return { type: Type.INTS, ints: value.map(BigInt) }
  return { type: Type.GRAPH, g: value }
}

const isList = (value: AttributeValue): value is readonly number[] => Array.isArray(value)
