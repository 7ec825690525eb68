import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'

const schema = z.strictObject({
  engine: z.enum(['cpu', 'wasm', 'webgl', 'webgpu']),
  wasmPaths: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
})

/** Options of the `createTfjsBackend` of `@parallax-ml/backend-tfjs/browser`. */
export interface TfjsBackendOptions {
  /**
   * What runs the programs, operation by operation; the backend is named after it, `tfjs-wasm` for
   * example. `wasm`: WebAssembly. `cpu`: JavaScript, slower, and without files to serve. `webgl`: the
   * graphics device, through `@tensorflow/tfjs-backend-webgl`, which has to be installed.
   */
  readonly engine: 'cpu' | 'wasm' | 'webgl'
  /**
   * Where the page finds the files `*.wasm` of `@tensorflow/tfjs-backend-wasm/dist`: the URL of their
   * folder with a slash at its end, or a URL for each file by its name. Only for `wasm`. By default
   * they are looked for beside the script, where bundlers do not put them.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>
}

/** Checked options. */
export function parseBrowserOptions(given: TfjsBackendOptions) {
  const where = 'options of createTfjsBackend'
  const { engine, wasmPaths } = parseWith(schema, given, where, OptionError)
  if (engine === 'webgpu') {
    throw new OptionError({
      where: `${where}.engine`,
      problem:
        "the kernels of TensorFlow.js for 'webgpu' are not as exact as core's operations have to be",
      expected: "'cpu', 'wasm' or 'webgl'",
    })
  }
  if (engine !== 'wasm' && wasmPaths !== undefined) {
    throw new OptionError({
      where: `${where}.wasmPaths`,
      problem: `the engine '${engine}' has no such files`,
      hint: "Leave it out, or choose the engine 'wasm'.",
    })
  }
  return { engine, wasmPaths }
}
