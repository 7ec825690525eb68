import { FileError } from '../errors/parallax-error.js'
import type { Precision } from '../interpreter/kernels/arrays.js'
import { crc32c } from './crc32c.js'
import { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.js'

/** The kind of a file and the version of its layout. */
export interface FileFormat {
  readonly format: string
  readonly version: number
  /** From each older version to the next one; none is ever taken out. */
  readonly migrations: Readonly<Record<number, (file: Safetensors) => Safetensors>>
}

const unsealed = '00000000'

/**
 * Writes a safetensors file that says what it is and carries a CRC-32C over all of its bytes, in
 * which the digits of the checksum itself count as zeros.
 */
export function writeSealed(
  { format, version }: FileFormat,
  { tensors, metadata }: Safetensors,
  precision: Precision | ((name: string) => Precision),
): Uint8Array {
  const own = [
    ['crc32c', unsealed],
    ['format', format],
    ['version', String(version)],
  ] as const
  const bytes = writeSafetensors({ tensors, metadata: new Map([...own, ...metadata]) }, precision)
  bytes.set(new TextEncoder().encode(hexadecimal(crc32c(bytes))), sealOf(bytes, unsealed))
  return bytes
}

/**
 * Reads what {@link writeSealed} wrote, in this version or an older one.
 * @throws {FileError} if the bytes are damaged, of another format or of a newer version.
 */
export function readSealed(kind: FileFormat, bytes: Uint8Array): Safetensors {
  const file = readUnbroken(bytes)
  if (file.metadata.has('crc32c')) return migrate(kind, file)
  throw new FileError({
    where: 'file',
    problem: 'it has no checksum, so that nothing shows whether it is whole',
    hint: `It is no ${kind.format} file, or another tool rewrote it; matchWeights() reads its weights.`,
  })
}

/**
 * Reads any safetensors file, and checks its checksum if it has one.
 * @throws {FileError} if the bytes are damaged.
 */
export function readUnbroken(bytes: Uint8Array): Safetensors {
  const file = readSafetensors(bytes)
  const seal = file.metadata.get('crc32c')
  if (seal === undefined) return file
  const at = sealOf(bytes, seal)
  const zeros = new TextEncoder().encode(unsealed)
  const before = crc32c(zeros, crc32c(bytes.subarray(0, at)))
  const found = hexadecimal(crc32c(bytes.subarray(at + zeros.length), before))
  if (at >= 0 && found === seal) return file
  throw new FileError({
    where: 'file',
    problem: 'its bytes are not those that were written',
    expected: `CRC-32C ${seal}`,
    received: found,
    hint: 'Take another copy. If a tool changed it on purpose, remove crc32c from its metadata.',
  })
}

/** Where the digits of the checksum stand; -1 if nowhere. */
function sealOf(bytes: Uint8Array, seal: string): number {
  const sought = new TextEncoder().encode(`"crc32c":"${seal}"`)
  const start = '{"__metadata__":{'.length + 8
  const isThere = sought.every((byte, i) => bytes[start + i] === byte)
  return isThere ? start + '"crc32c":"'.length : -1
}

const hexadecimal = (value: number): string => value.toString(16).padStart(8, '0')

function migrate({ format, version, migrations }: FileFormat, file: Safetensors): Safetensors {
  const found = file.metadata.get('format')
  const from = Number(file.metadata.get('version'))
  if (found !== format || !Number.isInteger(from) || from < 1) {
    throw new FileError({
      where: 'file',
      problem: 'it is of another kind',
      expected: format,
      received: found ?? 'a safetensors file that does not say what it is',
    })
  }
  if (from > version) {
    throw new FileError({
      where: 'file',
      problem: 'a newer version wrote it',
      expected: `${format} ${version} at most`,
      received: String(from),
      hint: 'Update @parallax-ml/core.',
    })
  }
  let migrated = file
  for (let step = from; step < version; step++) migrated = migrations[step]!(migrated)
  return migrated
}
