import { type BackendV1, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import { eagerBackend } from './eager/backend.js'
import type { EagerName, WasmPaths } from './eager/engines.js'

const schema = z.strictObject({
  engine: z.enum(['cpu', 'wasm', 'webgl', 'webgpu']),
  wasmPaths: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
})

export interface TfjsBackendOptions {
  readonly engine: EagerName
  readonly wasmPaths?: WasmPaths
}

export function createTfjsBackend(options: TfjsBackendOptions): BackendV1 {
  const { engine, wasmPaths } = parseWith(
    schema,
    options,
    'options of createTfjsBackend',
    OptionError,
  )
  return eagerBackend(engine, wasmPaths)
}
