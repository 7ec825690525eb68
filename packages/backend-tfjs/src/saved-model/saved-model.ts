import { tensorflowVersion } from '../engine/versions.js'
import { encode, entries, type Field, message, text, whole } from './fields.js'
import type { Ref, Scope } from './scope.js'
import { typeNumbers } from './values.js'

/** The tag and the signature under which a program is saved. */
export const tag = 'serve'
export const signatureName = 'run'

/** Version of the graph format, from TensorFlow's `version.h` of 2.15. */
const producer = 1645

const unknownRank = whole(3, true)

const tensors = (number: number, refs: Readonly<Record<string, Ref>>): Field[] =>
  entries(
    number,
    new Map(
      Object.entries(refs).map(([key, { edge, type }]) => [
        key,
        [text(1, edge), whole(2, typeNumbers[type]), message(3, [unknownRank])],
      ]),
    ),
  )

/**
 * The bytes of `saved_model.pb`: one graph and one signature, without variables
 * (`saved_model.proto`, `meta_graph.proto` and `graph.proto` of TensorFlow).
 */
export function savedModel(
  graph: Scope,
  inputs: Readonly<Record<string, Ref>>,
  outputs: Readonly<Record<string, Ref>>,
): Uint8Array {
  const library = graph.functions.map(({ fields }) => message(1, fields))
  const graphFields = [
    ...graph.nodeFields(1),
    message(2, library),
    message(4, [whole(1, producer)]),
  ]
  const signature = [...tensors(1, inputs), ...tensors(2, outputs)]
  return encode([
    whole(1, 1),
    message(2, [
      message(1, [text(4, tag), text(5, tensorflowVersion)]),
      message(2, graphFields),
      ...entries(5, new Map([[signatureName, signature]])),
    ]),
  ])
}
