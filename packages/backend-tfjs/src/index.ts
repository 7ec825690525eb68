export { createTfjsBackend, tfjs, tfjsCpu, tfjsWasm } from './backend.js'
export type { TfjsBackendOptions } from './options.js'
