import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'

const schema = z.strictObject({
  engine: z.enum(['node', 'wasm', 'cpu']).default('node'),
  threads: z.int().min(1).max(1024).optional(),
})

/** Options of {@link createTfjsBackend}. */
export interface TfjsBackendOptions {
  /**
   * What runs the programs. `node`, the default: TensorFlow itself, in Node, each program compiled to
   * a SavedModel; the backend is then named `tfjs`. `wasm` and `cpu`: TensorFlow.js, operation by
   * operation, in WebAssembly or in JavaScript, wherever these run; named `tfjs-wasm` and `tfjs-cpu`.
   */
  readonly engine?: 'node' | 'wasm' | 'cpu'
  /**
   * Threads that TensorFlow may use within an operation, for the whole process; only for `node`.
   * Default 1, which is fastest for small and middle-sized models, and the same on every machine:
   * results may differ in their last digits with the number of threads.
   */
  readonly threads?: number
}

/** Checked options, with their defaults. */
export function parseOptions(given: TfjsBackendOptions) {
  const where = 'options of createTfjsBackend'
  const { engine, threads } = parseWith(schema, given, where, OptionError)
  if (engine !== 'node' && threads !== undefined) {
    throw new OptionError({
      where: `${where}.threads`,
      problem: `the engine '${engine}' runs in one thread`,
      hint: "Leave it out, or choose the engine 'node'.",
    })
  }
  return { engine, threads: threads ?? 1 }
}
