import {
  architectureOf,
  emptyWeights,
  type ModelSpec,
  type Precision,
  parseSpec,
  predictionBuckets,
  predictionProgram,
  weightState,
} from '@parallax-ml/core'
import { compileProgram } from './run/placed-program.js'
import { withKey } from './run/precompiled.js'
import { SessionMemory } from './run/session-memory.js'

/** Options of {@link compileModel}. */
export interface CompileModelOptions {
  /** Default `float32`. */
  readonly precision?: Precision
  /** Rows that a module takes at once. By default all sizes that `predict` uses. */
  readonly rows?: readonly number[]
}

/** A module that predicts a fixed number of rows. */
export interface CompiledModule {
  readonly rows: number
  /** The bytes of the `.wasm`. It has no weights in it. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Writes the modules that predict with a model, ahead of time: for places that may import a `.wasm`
 * but not compile one. Give the imported modules to `createNativeBackend({ modules })`; they are
 * found again by what they compute, so spec, precision and version must be the same.
 *
 * @throws {SpecError} if the spec is wrong.
 *
 * @example
 * for (const { rows, bytes } of compileModel(spec)) writeFileSync(`model-${rows}.wasm`, bytes)
 */
export function compileModel(
  spec: ModelSpec,
  { precision = 'float32', rows = predictionBuckets }: CompileModelOptions = {},
): CompiledModule[] {
  const architecture = architectureOf(parseSpec(spec))
  return rows.map((count) => {
    const memory = new SessionMemory(precision)
    memory.write('state', weightState(emptyWeights(architecture.layout)))
    const { emitted } = compileProgram(predictionProgram(architecture, count), memory)
    return { rows: count, bytes: withKey(emitted.bytes) }
  })
}
