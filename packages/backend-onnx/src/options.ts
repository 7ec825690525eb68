import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { OnnxRuntime } from './engine/runtime.js'

/** Options of `createOnnxBackend`. */
export interface OnnxBackendOptions {
  /**
   * The engine. Default: `onnxruntime-node`, loaded when it is first needed. `onnxruntime-web` and
   * anything else of the same interface works too; the type is open, so that no engine is needed to
   * compile against this package.
   */
  readonly engine?: object | undefined
  /**
   * Threads within an operation. Default 1: repeatable to the bit, and the fastest below about a
   * million multiply-adds a step.
   */
  readonly threads?: number | undefined
  /**
   * What shall run the operations, the best first: `cpu`, `cuda`, `dml`, `coreml`, `webgpu`, or an
   * object with a `name` and options of ONNX Runtime. The first that works is taken; `info()` says
   * which. Default `['cpu']`.
   */
  readonly executionProviders?: readonly (string | { readonly name: string })[] | undefined
  /** How far ONNX Runtime may rewrite graphs. Default `all`. */
  readonly graphOptimization?: 'disabled' | 'basic' | 'extended' | 'all' | undefined
  /** Whether threads wait busily for work: faster with several threads, at their cost. Default true. */
  readonly allowSpinning?: boolean | undefined
  /**
   * Whether `onnxruntime-node` may run in a worker thread of Node. It works there, but ends the whole
   * process (SIGABRT) if the thread is terminated, or the process exits, while a program runs: stop
   * training by a signal first. Default false: it is refused.
   */
  readonly allowWorkerThreads?: boolean | undefined
}

const provider = z.union([z.string().min(1), z.looseObject({ name: z.string().min(1) })])

const schema = z.strictObject({
  engine: z.custom<OnnxRuntime>(isRuntime, 'not an ONNX Runtime').optional(),
  threads: z.int().min(1).default(1),
  executionProviders: z.array(provider).min(1).default(['cpu']),
  graphOptimization: z.enum(['disabled', 'basic', 'extended', 'all']).default('all'),
  allowSpinning: z.boolean().default(true),
  allowWorkerThreads: z.boolean().default(false),
})

/** Checked options, defaults filled in. */
export type ParsedOptions = z.output<typeof schema>

/**
 * Checks options.
 * @throws {OptionError} with the nearest right name.
 */
export const parseOptions = (options: OnnxBackendOptions): ParsedOptions =>
  parseWith(schema, options, 'createOnnxBackend', OptionError)

function isRuntime(value: unknown): boolean {
  const { InferenceSession, Tensor } = Object(value)
  return typeof InferenceSession?.create === 'function' && typeof Tensor === 'function'
}
