import type { Program } from '../graph/program.js'
import type { Graph } from '../graph/types.js'
import type { NumberArray, Precision } from '../interpreter/kernels/arrays.js'
import type { Tensor } from './tensor.js'

/** What executes graphs. A value that is imported and passed; making it does nothing. */
export interface BackendV1 {
  readonly contract: 'v1'
  /** Short and lower-case, as it stands in tables: `native`, `onnx`. */
  readonly name: string
  /**
   * What would really run here. Loads the engine.
   * @throws {UnsupportedError} that says what to install, if the engine is missing.
   */
  info(): Promise<BackendInfo>
  /** Whether a graph can run, without allocating anything; see `requireSupport`. */
  supports(graph: Graph, options: SessionOptions): Support
  /**
   * Opens a session.
   * @throws {UnsupportedError} if the engine is missing or does not offer the precision.
   */
  open(options: SessionOptions): Promise<SessionV1>
}

/** The facts of a backend, for reports. */
export interface BackendInfo {
  readonly engine: { readonly name: string; readonly version: string; readonly native: boolean }
  readonly device: string
  readonly threads: number
  readonly precisions: readonly Precision[]
  /** How programs run, for example `interpreter` or `webassembly`. */
  readonly path: string
}

export interface SessionOptions {
  /** Width of `float`. */
  readonly precision: Precision
}

/** Either yes, or every reason why not. */
export type Support =
  | { readonly supported: true }
  | { readonly supported: false; readonly reasons: readonly string[] }

/**
 * Owns named state and bound data, which all its programs share; the two have names of their own.
 * A tensor's `dtype` counts, not the class of its array: floats and int32 may come as bytes. What
 * is read back is Float32Array or Float64Array by precision, Int32Array, or Uint8Array for bool.
 * Every method but `dispose` throws a DisposedError after `dispose`, and so do the session's
 * programs; disposing twice is harmless. Callers wait for one call before they make the next, but may
 * dispose at any time: what is under way then ends as it would have, or throws a DisposedError.
 */
export interface SessionV1 {
  /**
   * Makes data resident, copied, before the programs that read it are compiled. While a program
   * reads it, binding the name again needs the same shape, type, and bytes or not as the first time.
   */
  bind(name: string, tensor: Tensor): Promise<void>
  /**
   * Prepares a program. State that no one has written yet, read or only updated, begins as zeros.
   * A compile that fails leaves nothing behind.
   */
  compile(program: Program): Promise<ProgramV1>
  /** Copies of the named state, of all of it by default. */
  readState(names?: readonly string[]): Promise<Record<string, Tensor>>
  /** Sets state, copied; all of it or, if one does not fit a program, none. */
  writeState(state: Readonly<Record<string, Tensor>>): Promise<void>
  dispose(): Promise<void>
}

/** Values by name, row-major; in `runSteps` with a leading axis of steps. */
export type Feeds = Readonly<Record<string, NumberArray>>

/** A compiled program. */
export interface ProgramV1 {
  /** One execution: the outputs, in arrays of the caller's own. */
  run(feeds: Feeds): Promise<Record<string, NumberArray>>
  /** `steps` executions in order, each on its part of the feeds; outputs have a leading step axis as well. */
  runSteps(feeds: Feeds, steps: number): Promise<Record<string, NumberArray>>
  dispose(): Promise<void>
}
