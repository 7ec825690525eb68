/**
 * The few kinds of fields that TensorBoard's events need, in the wire format of Protocol Buffers:
 * a tag of number and kind, then the value.
 */
const varint = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}

const kinds = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const
const tag = (field: number, kind: keyof typeof kinds): number[] => varint(field * 8 + kinds[kind])

/** A field of a whole number of at least 0. */
export const wholeField = (field: number, value: number): number[] => [
  ...tag(field, 'varint'),
  ...varint(value),
]

/** A field of a double. */
export const doubleField = (field: number, value: number): number[] => [
  ...tag(field, 'fixed64'),
  ...new Uint8Array(Float64Array.of(value).buffer),
]

/** A field of a float. */
export const floatField = (field: number, value: number): number[] => [
  ...tag(field, 'fixed32'),
  ...new Uint8Array(Float32Array.of(value).buffer),
]

/** A field of text, or of another message's bytes. */
export function bytesField(field: number, value: string | readonly number[]): number[] {
  const bytes = typeof value === 'string' ? [...new TextEncoder().encode(value)] : value
  return [...tag(field, 'bytes'), ...varint(bytes.length), ...bytes]
}
