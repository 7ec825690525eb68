export { createOnnxBackend, onnx } from './backend.js'
export type { OnnxBackendOptions } from './options.js'
