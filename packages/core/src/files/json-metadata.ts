import { FileError } from '../errors/parallax-error.js'

/** Plain data, as JSON has it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The JSON that a text of the metadata holds.
 * @throws {FileError} if it is missing or is no JSON.
 */
export function readJson(metadata: ReadonlyMap<string, string>, name: string): unknown {
  try {
    return JSON.parse(metadata.get(name) ?? '')
  } catch {
    throw new FileError({ where: `file, metadata '${name}'`, problem: 'it is not JSON' })
  }
}

/** Whether a value is the same after a trip through JSON. */
export function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol' || value === undefined) return false
  if (typeof value !== 'object' || value === null) return true
  const isRecord = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isRecord && Object.values(value).every((part) => part === undefined || isPlain(part))
}
