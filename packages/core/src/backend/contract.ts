import type { Program } from '../graph/program.js'
import type { Graph } from '../graph/types.js'
import type { NumberArray, Precision } from '../interpreter/kernels/arrays.js'
import type { Tensor } from './tensor.js'

/** What executes graphs. A value that is imported and passed; making it does nothing. */
export interface BackendV1 {
  readonly contract: 'v1'
  /** Short and lower-case, as it stands in tables: `native`, `onnx`. */
  readonly name: string
  /** What would really run here. Loads the engine. */
  info(): Promise<BackendInfo>
  /** Whether a graph can run, without allocating anything; see `requireSupport`. */
  supports(graph: Graph, options: SessionOptions): Support
  /** Opens a session. */
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
 * Owns named state and bound data, which all its programs share. Every method but `dispose` throws
 * a DisposedError after `dispose`; disposing twice is harmless.
 */
export interface SessionV1 {
  /** Makes data resident, copied, before the programs that read it are compiled. Binding a name again needs the same shape. */
  bind(name: string, tensor: Tensor): Promise<void>
  /** Prepares a program. State that no one has written yet begins as zeros. */
  compile(program: Program): Promise<ProgramV1>
  /** Copies of the named state, of all of it by default. */
  readState(names?: readonly string[]): Promise<Record<string, Tensor>>
  /** Sets state, copied. */
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
