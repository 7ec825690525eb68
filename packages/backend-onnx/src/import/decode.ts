import { fromBinary } from '@bufbuild/protobuf'
import { FileError } from '@parallax-ml/core'
import { type GraphProto, type ModelProto, ModelProtoSchema } from '../proto/onnx_pb.js'

/** The newest version of ONNX's operations that is known. */
const newestOpset = 27
const oldestOpset = 7

/** A file that is well formed, as far as a look at its frame shows. */
export interface DecodedModel {
  readonly graph: GraphProto
  readonly opset: number
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Decodes the bytes of a file.
 * @throws {FileError} if they are damaged, or no ONNX file of a version that is known.
 */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const model = decode(bytes)
  const { graph } = model
  if (graph === undefined) {
    throw new FileError({ where: 'onnx file', problem: 'there is no graph in it' })
  }
  if (model.functions.length > 0) {
    const names = model.functions.map(({ name }) => name).join(', ')
    throw new FileError({
      where: 'onnx file',
      problem: `it defines functions of its own: ${names}`,
      hint: 'Inline them: onnx.inliner.inline_local_functions(model).',
    })
  }
  return {
    graph,
    opset: opsetOf(model),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  }
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes)
  } catch (cause) {
    throw new FileError({
      where: 'onnx file',
      problem: `its bytes are damaged: ${(cause as Error).message}`,
      cause,
    })
  }
}

function opsetOf({ opsetImport }: ModelProto): number {
  const version = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version
  const opset = Number(version ?? Number.NaN)
  if (opset >= oldestOpset && opset <= newestOpset) return opset
  throw new FileError({
    where: 'onnx file',
    problem: 'its version of the operations is not known',
    expected: `opset ${oldestOpset} to ${newestOpset}`,
    received: version === undefined ? 'none' : String(version),
    hint: 'Convert it: onnx.version_converter.convert_version(model, 21).',
  })
}
