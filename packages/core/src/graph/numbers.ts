/** A number as JSON can hold it: what JSON has no word for is a string. */
export type EncodedNumber = number | 'NaN' | 'Infinity' | '-Infinity' | '-0'

/** Writes `value` so that JSON keeps NaN, the infinities and the sign of zero. */
export function encodeNumber(value: number): EncodedNumber {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : (String(value) as EncodedNumber)
}

/** The number that {@link encodeNumber} wrote. */
export const decodeNumber = (value: EncodedNumber): number => Number(value)

/** Base64 of the little-endian float64 bytes of `values`. */
export function encodeNumbers(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(8 * values.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i]!, true)
  let text = ''
  for (let i = 0; i < bytes.length; i += 4096) {
    text += String.fromCharCode(...bytes.subarray(i, i + 4096))
  }
  return btoa(text)
}

/** The numbers that {@link encodeNumbers} wrote. */
export function decodeNumbers(text: string): Float64Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float64Array.from({ length: bytes.length >> 3 }, (_, i) => view.getFloat64(8 * i, true))
}
