import { TextDecoder } from 'node:util'
import { FileError, OptionError } from '@parallax-ml/core'

/** Turns the bytes of a file into text. */
export interface ByteDecoder {
  /** @throws {FileError} if the bytes are no text of this encoding. */
  decode(bytes: Uint8Array, where: string): string
  /** The same for a text whose characters are bytes (`latin1`); those of ASCII come back as they are. */
  decodeLatin1(text: string, where: string): string
}

/**
 * A decoder of an encoding.
 * @throws {OptionError} if there is none of that name.
 */
export function byteDecoder(encoding = 'utf-8'): ByteDecoder {
  let decoder: TextDecoder
  try {
    // Byte-order marks are dealt with where the file begins.
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  } catch (cause) {
    throw new OptionError({
      where: 'option encoding',
      problem: `there is no encoding '${encoding}'`,
      hint: 'Usual ones are utf-8, windows-1252 and iso-8859-2.',
      cause,
    })
  }
  const decode = (bytes: Uint8Array, where: string): string => {
    try {
      return decoder.decode(bytes)
    } catch (cause) {
      throw new FileError({
        where,
        problem: `it is not ${encoding} text`,
        hint: "Save the file as UTF-8, or declare its encoding, for example encoding: 'windows-1252' (--encoding windows-1252).",
        cause,
      })
    }
  }
  return {
    decode,
    decodeLatin1: (text, where) =>
      isAscii(text) ? text : decode(Buffer.from(text, 'latin1'), where),
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with control characters.
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

/**
 * How many bytes of mark a file begins with.
 * @throws {FileError} if it is UTF-16, or no text at all.
 */
export function markLength(start: Uint8Array, where: string): number {
  const [first, second, third] = start
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16 || start.includes(0)) {
    throw new FileError({
      where,
      problem: isUtf16 ? 'it is UTF-16' : 'it is not text',
      hint: isUtf16 ? 'Save it as UTF-8.' : 'Spreadsheets can save their tables as CSV.',
    })
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}
