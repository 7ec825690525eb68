export { createTfjsBackend, tfjs, tfjsCpu, tfjsWasm } from './backend.js'
export { type ReadLayersModelOptions, readLayersModel } from './layers-model/read.js'
export { type LayersModelFiles, writeLayersModel } from './layers-model/write.js'
export type { TfjsBackendOptions } from './options.js'
