import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import type { BackendV1 } from '@parallax-ml/core'

/** Every backend. A new one takes a line here; engines load when they are first used. */
export const backends: readonly BackendV1[] = [native, onnx]
