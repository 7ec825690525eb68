export { createOnnxBackend, onnx } from './backend.js'
export { exportOnnx } from './export/export-onnx.js'
export type { ExportOptions, Standardization } from './export/options.js'
export type { OnnxBackendOptions } from './options.js'
