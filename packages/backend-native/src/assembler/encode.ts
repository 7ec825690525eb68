/** Bytes of a WebAssembly binary, nested as they were put together. */
export type Code = number | readonly Code[]

/** An unsigned integer as LEB128: seven bits a byte, the lowest first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value >>> 0
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return bytes
}

/** A signed integer as LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const isLast = low & 0x40 ? rest === -1 : rest === 0
    bytes.push(isLast ? low : low | 0x80)
    if (isLast) return bytes
  }
}

/** Items with their number in front, the binary format's "vec". */
export const list = (items: readonly Code[]): Code => [unsigned(items.length), items]

/** The UTF-8 bytes of a name, as a list. */
export const text = (name: string): Code => list([...new TextEncoder().encode(name)])

/** Little-endian bytes of a float. */
export function floatBytes(value: number, size: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(size))
  if (size === 4) view.setFloat32(0, value, true)
  else view.setFloat64(0, value, true)
  return [...new Uint8Array(view.buffer)]
}

/** The bytes in a row. */
export function flatten(code: Code, into: number[] = []): number[] {
  if (typeof code === 'number') into.push(code)
  else for (let i = 0; i < code.length; i++) flatten(code[i]!, into)
  return into
}

/** A part with its length in bytes in front. */
export function sized(code: Code): Code {
  const bytes = flatten(code)
  return [unsigned(bytes.length), bytes]
}
