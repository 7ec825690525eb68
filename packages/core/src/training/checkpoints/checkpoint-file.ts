import { z } from 'zod'
import type { Tensor } from '../../backend/tensor.js'
import { FileError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import type { Json } from '../../files/json-metadata.js'
import { readJson } from '../../files/json-metadata.js'
import { type FileFormat, readSealed, writeSealed } from '../../files/sealed-file.js'
import { decodeNumbers, encodeNumbers } from '../../graph/numbers.js'
import type { Precision } from '../../interpreter/kernels/arrays.js'
import type { CallbackState } from '../callbacks/callback.js'
import type { NamedState } from '../named-state.js'
import type { Fingerprint } from './fingerprint.js'

const checkpointFormat: FileFormat = { format: 'parallax-checkpoint', version: 1, migrations: {} }

/** On what a run's numbers were computed; on the same path they go on to the bit. */
export interface NumericPath {
  readonly backend: string
  readonly engine: string
  readonly path: string
  readonly device: string
  readonly threads: number
  readonly precision: Precision
}

/** Everything that a run needs to go on. Random draws need nothing: they follow from seed and step. */
export interface Checkpoint {
  readonly fingerprint: Fingerprint
  readonly by: NumericPath
  readonly step: number
  readonly history: Readonly<Record<string, readonly number[]>>
  /** The sums of the epoch at work. */
  readonly sums: Readonly<Record<string, Float64Array>>
  readonly learningRateScale: number
  readonly slotsSince: number
  readonly trainable: Readonly<Record<string, boolean>>
  /** Why a callback ended the run, if one did. */
  readonly end?: { readonly reason: string; readonly message: string } | undefined
  /** By the names of the callbacks. */
  readonly callbacks: Readonly<Record<string, CallbackState>>
  readonly state: NamedState
}

const callbackPrefix = '//callback/'
const texts = z.record(z.string(), z.string())
const schema = z.strictObject({
  fingerprint: texts,
  by: z.strictObject({
    backend: z.string(),
    engine: z.string(),
    path: z.string(),
    device: z.string(),
    threads: z.number(),
    precision: z.enum(['float32', 'float64']),
  }),
  step: z.int().min(0),
  history: texts,
  sums: texts,
  learningRateScale: z.number(),
  slotsSince: z.int().min(0),
  trainable: z.record(z.string(), z.boolean()),
  end: z.strictObject({ reason: z.string(), message: z.string() }).optional(),
  callbacks: z.record(z.string(), z.unknown()),
})

/** A checkpoint as bytes: a safetensors file with a checksum. */
export function writeCheckpoint({
  state,
  callbacks,
  history,
  sums,
  ...rest
}: Checkpoint): Uint8Array {
  const tensors = new Map(Object.entries(state))
  for (const [name, { tensors: own = {} }] of Object.entries(callbacks)) {
    for (const [key, tensor] of Object.entries(own)) {
      tensors.set(`${callbackPrefix}${name}//${key}`, tensor)
    }
  }
  const run = {
    ...rest,
    history: mapValues(history, encodeNumbers),
    sums: mapValues(sums, encodeNumbers),
    callbacks: mapValues(callbacks, ({ values }) => values),
  }
  const metadata = new Map([['run', JSON.stringify(run)]])
  return writeSealed(checkpointFormat, { tensors, metadata }, rest.by.precision)
}

/**
 * Reads what {@link writeCheckpoint} wrote.
 * @throws {FileError} if the bytes are damaged, of another kind, or of a newer version.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSealed(checkpointFormat, bytes)
  const run = parse(schema, readJson(metadata, 'run'), 'checkpoint', FileError)
  const entries = [...tensors]
  const own = (name: string): [string, Tensor][] => {
    const prefix = `${callbackPrefix}${name}//`
    return entries.flatMap(([key, tensor]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), tensor]] : [],
    )
  }
  const callbacks = Object.entries(run.callbacks).map(([name, values]) => {
    const found = own(name)
    const state = { values: values as Json }
    return [name, found.length === 0 ? state : { ...state, tensors: Object.fromEntries(found) }]
  })
  return {
    ...run,
    history: mapValues(run.history, (text) => [...readNumbers(text)]),
    sums: mapValues(run.sums, readNumbers),
    callbacks: Object.fromEntries(callbacks),
    state: Object.fromEntries(entries.filter(([name]) => !name.startsWith(callbackPrefix))),
  }
}

function readNumbers(text: string): Float64Array {
  try {
    return decodeNumbers(text)
  } catch {
    throw new FileError({ where: 'checkpoint', problem: 'its numbers are not base64' })
  }
}

const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
