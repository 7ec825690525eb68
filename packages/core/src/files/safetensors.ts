import type { Tensor } from '../backend/tensor.js'
import { FileError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { isShape, sizeOf } from '../graph/shape.js'
import type { Precision } from '../interpreter/kernels/arrays.js'

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>
  /** Texts beside the tensors. */
  readonly metadata: ReadonlyMap<string, string>
}

/**
 * The longest header that is read. Parsed JSON takes up to some forty times the memory of its text;
 * a hundred thousand tensors fit in here.
 */
const mostHeaderBytes = 2 ** 24
const bytesPer = { F32: 4, F64: 8 } as const
type FileType = keyof typeof bytesPer

/**
 * Writes float tensors in the safetensors format (Hugging Face, 2022): a JSON header, then the
 * numbers, little-endian, one tensor behind the other.
 * @param precision of all tensors, or of the one of a name.
 */
export function writeSafetensors(
  { tensors, metadata }: Safetensors,
  precision: Precision | ((name: string) => Precision),
): Uint8Array {
  const typeOf = (name: string): FileType => {
    const width = typeof precision === 'string' ? precision : precision(name)
    return width === 'float32' ? 'F32' : 'F64'
  }
  const header: [string, unknown][] = [['__metadata__', Object.fromEntries(metadata)]]
  let end = 0
  for (const [name, { shape, data }] of tensors) {
    const start = end
    const type = typeOf(name)
    end += data.length * bytesPer[type]
    header.push([name, { dtype: type, shape, data_offsets: [start, end] }])
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const padded = Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(padded), true)
  bytes.set(text, 8)
  let at = 8 + padded
  for (const [name, { data }] of tensors) {
    const type = typeOf(name)
    for (const value of data) {
      if (type === 'F32') view.setFloat32(at, value, true)
      else view.setFloat64(at, value, true)
      at += bytesPer[type]
    }
  }
  return bytes
}

/**
 * Reads a safetensors file of float tensors. Nothing is allocated beyond the file's own size, and
 * every length and offset is checked before it is used.
 *
 * @throws {FileError} saying what is wrong with the bytes.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { header, start } = readHeader(bytes, view)
  const metadata = new Map<string, string>()
  const entries: [string, FileEntry][] = []
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(value, metadata)
    else entries.push([name, readEntry(name, value)])
  }
  requireContiguous(entries, bytes.length - start)
  const tensors = entries.map(([name, { type, shape, offsets }]) => {
    const data = type === 'F32' ? new Float32Array(sizeOf(shape)) : new Float64Array(sizeOf(shape))
    const from = start + offsets[0]
    for (let i = 0; i < data.length; i++) {
      data[i] =
        type === 'F32' ? view.getFloat32(from + 4 * i, true) : view.getFloat64(from + 8 * i, true)
    }
    return [name, { shape, dtype: 'float', data }] as const
  })
  return { tensors: new Map(tensors), metadata }
}

interface FileEntry {
  readonly type: FileType
  readonly shape: readonly number[]
  readonly offsets: readonly [number, number]
}

function damaged(problem: string, received?: unknown): FileError {
  return new FileError({
    where: 'safetensors file',
    problem,
    ...(received === undefined ? {} : { received: show(received) }),
    hint: 'The file is damaged, or of another kind.',
  })
}

function readHeader(bytes: Uint8Array, view: DataView): { header: object; start: number } {
  if (bytes.length < 8) throw damaged('it is too short for a header', bytes.length)
  const length = view.getBigUint64(0, true)
  if (length > BigInt(Math.min(mostHeaderBytes, bytes.length - 8))) {
    throw damaged('its header is longer than the file, or than 16 MiB', String(length))
  }
  const start = 8 + Number(length)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)))
  } catch {
    throw damaged('its header is not JSON')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw damaged('its header is no object', header)
  }
  return { header, start }
}

function readMetadata(value: unknown, metadata: Map<string, string>): void {
  if (typeof value !== 'object' || value === null)
    throw damaged('its metadata are no object', value)
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw damaged(`its metadata '${name}' are no text`, text)
    metadata.set(name, text)
  }
}

function readEntry(name: string, value: unknown): FileEntry {
  const { dtype, shape, data_offsets: offsets } = Object(value) as Record<string, unknown>
  const where = `tensor '${name}'`
  if (dtype !== 'F32' && dtype !== 'F64')
    throw damaged(`${where} has a type other than F32 or F64`, dtype)
  if (!isShape(shape)) throw damaged(`${where} has no shape`, shape)
  const isPair =
    Array.isArray(offsets) && offsets.length === 2 && offsets.every(Number.isSafeInteger)
  if (!isPair) throw damaged(`${where} has no offsets`, offsets)
  const [begin, end] = offsets as [number, number]
  if (begin < 0 || end - begin !== sizeOf(shape) * bytesPer[dtype]) {
    throw damaged(`${where} has offsets that do not fit its shape`, offsets)
  }
  return { type: dtype, shape, offsets: [begin, end] }
}

/** The format allows neither overlaps nor holes: nothing may hide in a file. */
function requireContiguous(entries: readonly [string, FileEntry][], size: number): void {
  let end = 0
  for (const [name, { offsets }] of entries.toSorted(
    ([, a], [, b]) => a.offsets[0] - b.offsets[0],
  )) {
    if (offsets[0] !== end)
      throw damaged(`tensor '${name}' overlaps another or leaves a hole`, offsets)
    end = offsets[1]
  }
  if (end !== size) throw damaged('its data end elsewhere than the file', `${end} of ${size} bytes`)
}
