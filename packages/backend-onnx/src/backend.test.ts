import { describeBackend } from '@parallax-ml/conformance'
import { createOnnxBackend } from './index.js'

describeBackend('onnx', { createBackend: () => createOnnxBackend() })
