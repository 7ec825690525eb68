import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  type FunctionProtoSchema,
  type GraphProtoSchema,
  ModelProtoSchema,
  type TensorProtoSchema,
  TensorProto_DataType as Type,
  type ValueInfoProtoSchema,
} from '../src/proto/onnx_pb.js'

export type GraphInit = MessageInitShape<typeof GraphProtoSchema>
export type TensorInit = MessageInitShape<typeof TensorProtoSchema>
type ValueInit = MessageInitShape<typeof ValueInfoProtoSchema>
interface FileInit {
  readonly irVersion?: bigint
  readonly functions?: MessageInitShape<typeof FunctionProtoSchema>[]
}

/** A file of that graph. */
export const fileOf = (
  graph: GraphInit,
  { irVersion = 10n, functions = [] }: FileInit = {},
): Uint8Array =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion,
      opsetImport: [
        { domain: '', version: 21n },
        { domain: 'ai.onnx.ml', version: 5n },
      ],
      functions,
      graph,
    }),
  )

/** An input or output of floats; −1 is the axis of rows, or a size that is left open. */
export const floats = (name: string, ...sizes: readonly number[]): ValueInit => ({
  name,
  type: {
    value: {
      case: 'tensorType',
      value: {
        elemType: Type.FLOAT,
        shape: {
          dim: sizes.map((size, axis) => ({
            value:
              size < 0
                ? { case: 'dimParam', value: `size${axis}` }
                : { case: 'dimValue', value: BigInt(size) },
          })),
        },
      },
    },
  },
})

/** An initialiser of floats. */
export const weight = (
  name: string,
  shape: readonly number[],
  floatData: readonly number[],
): TensorInit => ({
  name,
  dataType: Type.FLOAT,
  dims: shape.map(BigInt),
  floatData: [...floatData],
})
