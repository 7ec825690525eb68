import { z } from 'zod'
import type { Tensor } from '../../backend/tensor.js'
import { FileError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import type { Json } from '../../files/json-metadata.js'
import { readJson } from '../../files/json-metadata.js'
import { type FileFormat, readSealed, writeSealed } from '../../files/sealed-file.js'
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

/** Names of tensors that are no state: what callbacks keep, and what is in float64 always. */
const prefixes = { callback: '//callback/', history: '//history/', sums: '//sums/' } as const
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
  const saved = Object.entries(callbacks).flatMap(([name, { tensors = {} }]) =>
    Object.entries(tensors).map(([key, tensor]) => [`${name}//${key}`, tensor] as const),
  )
  const tensors = new Map([
    ...Object.entries(state),
    ...prefixed(prefixes.callback, saved),
    ...prefixed(prefixes.history, vectors(history)),
    ...prefixed(prefixes.sums, vectors(sums)),
  ])
  const memories = Object.entries(callbacks).map(([name, { values }]) => [name, values])
  const run = { ...rest, callbacks: Object.fromEntries(memories) }
  const metadata = new Map([['run', JSON.stringify(run)]])
  const isExact = (name: string): boolean =>
    name.startsWith(prefixes.history) || name.startsWith(prefixes.sums)
  return writeSealed(checkpointFormat, { tensors, metadata }, (name) =>
    isExact(name) ? 'float64' : rest.by.precision,
  )
}

/**
 * Reads what {@link writeCheckpoint} wrote.
 * @throws {FileError} if the bytes are damaged, of another kind, or of a newer version.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSealed(checkpointFormat, bytes)
  const run = parse(schema, readJson(metadata, 'run'), 'checkpoint', FileError)
  const under = (prefix: string): [string, Tensor][] =>
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
    )
  const callbacks = Object.entries(run.callbacks).map(([name, values]) => {
    const own = under(`${prefixes.callback}${name}//`)
    const state = { values: values as Json }
    return [name, own.length === 0 ? state : { ...state, tensors: Object.fromEntries(own) }]
  })
  const isState = ([name]: readonly [string, Tensor]): boolean =>
    !Object.values(prefixes).some((prefix) => name.startsWith(prefix))
  return {
    ...run,
    history: numbers(under(prefixes.history), (data) => [...data]),
    sums: numbers(under(prefixes.sums), (data) => Float64Array.from(data)),
    callbacks: Object.fromEntries(callbacks),
    state: Object.fromEntries([...tensors].filter(isState)),
  }
}

const vectors = (record: Readonly<Record<string, ArrayLike<number>>>): [string, Tensor][] =>
  Object.entries(record).map(([name, values]) => [
    name,
    { shape: [values.length], dtype: 'float', data: Float64Array.from(values) },
  ])

const prefixed = (
  prefix: string,
  entries: readonly (readonly [string, Tensor])[],
): [string, Tensor][] => entries.map(([name, tensor]) => [prefix + name, tensor])

const numbers = <Numbers>(
  entries: readonly [string, Tensor][],
  read: (data: Tensor['data']) => Numbers,
): Record<string, Numbers> =>
  Object.fromEntries(entries.map(([name, { data }]) => [name, read(data)]))
