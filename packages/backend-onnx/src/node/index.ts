/// <reference types="node" />
export { readOnnxFile, writeOnnxFile } from './onnx-files.js'
