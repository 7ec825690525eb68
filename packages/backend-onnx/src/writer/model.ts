import { create, toBinary } from '@bufbuild/protobuf'
import { version } from '@parallax-ml/core'
import { ModelProtoSchema } from '../proto/onnx_pb.js'
import type { GraphWriter } from './graph-writer.js'

/** The version of ONNX's operations that is written. */
const opset = 21

/** The version of the file format that belongs to it. */
const irVersion = 10n

/** The bytes of an ONNX file. */
export function modelBytes(
  graph: GraphWriter,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'parallax',
    producerVersion: version,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: graph.toProto(),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  })
  return toBinary(ModelProtoSchema, model)
}
