import type { BackendV1 } from '@parallax-ml/core'
import { parseBrowserOptions, type TfjsBackendOptions } from './browser-options.js'
import { eagerBackend } from './eager/backend.js'

export type { TfjsBackendOptions } from './browser-options.js'
export { type ReadLayersModelOptions, readLayersModel } from './layers-model/read.js'
export { type LayersModelFiles, writeLayersModel } from './layers-model/write.js'

/**
 * A backend on TensorFlow.js for pages and workers. Nothing is loaded before a session is opened or
 * `info()` is called, which throw an UnsupportedError where the engine is missing or does not start.
 *
 * @throws {OptionError} if an option is unknown or does not fit.
 * @example
 * const backend = createTfjsBackend({ engine: 'wasm', wasmPaths: '/wasm/' })
 * const run = await fit(spec, data, { backend, loss: 'meanSquaredError' })
 */
export function createTfjsBackend(options: TfjsBackendOptions): BackendV1 {
  const { engine, wasmPaths } = parseBrowserOptions(options)
  return eagerBackend(engine, wasmPaths)
}

/** TensorFlow.js in WebAssembly; its files lie beside the script. */
export const tfjsWasm: BackendV1 = createTfjsBackend({ engine: 'wasm' })

/** TensorFlow.js in JavaScript; needs nothing installed or served. */
export const tfjsCpu: BackendV1 = createTfjsBackend({ engine: 'cpu' })

/** TensorFlow.js on the graphics device, through WebGL 2. */
export const tfjsWebgl: BackendV1 = createTfjsBackend({ engine: 'webgl' })
