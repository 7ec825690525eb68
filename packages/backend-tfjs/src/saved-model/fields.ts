import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Writes one field of a protobuf message, or several. */
export type Field = (writer: BinaryWriter) => void

/** A whole number, truth or enum. */
export const whole =
  (number: number, value: number | boolean): Field =>
  (writer) => {
    writer.tag(number, WireType.Varint).int64(Number(value))
  }

export const float =
  (number: number, value: number): Field =>
  (writer) => {
    writer.tag(number, WireType.Bit32).float(value)
  }

export const text =
  (number: number, value: string): Field =>
  (writer) => {
    writer.tag(number, WireType.LengthDelimited).string(value)
  }

export const bytes =
  (number: number, value: Uint8Array): Field =>
  (writer) => {
    writer.tag(number, WireType.LengthDelimited).bytes(value)
  }

export const message =
  (number: number, fields: readonly Field[]): Field =>
  (writer) => {
    writer.tag(number, WireType.LengthDelimited).fork()
    for (const field of fields) field(writer)
    writer.join()
  }

/** A map of text to messages. */
export const entries = (number: number, map: ReadonlyMap<string, readonly Field[]>): Field[] =>
  [...map].map(([key, value]) => message(number, [text(1, key), message(2, value)]))

/** The bytes of a message. */
export function encode(fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter()
  for (const field of fields) field(writer)
  return writer.finish()
}
