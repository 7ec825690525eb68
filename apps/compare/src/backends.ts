import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import type { BackendV1 } from '@parallax-ml/core'

/** Every backend. A new one takes a line here; engines load when they are first used. */
export const backends: readonly BackendV1[] = [native, onnx, tfjs, tfjsWasm, tfjsCpu]

/**
 * Those that are compared where none is named. TensorFlow's are compared by name alone, as long as no
 * whole run of the conformance suite on them is part of `npm test`.
 */
export const backendsByDefault: readonly BackendV1[] = [native, onnx]
