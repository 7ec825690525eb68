import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import { isTfjsInstalled } from '@parallax-ml/backend-tfjs/install'
import type { BackendV1 } from '@parallax-ml/core'

/** Every backend. A new one takes a line here; engines load when they are first used. */
export const backends: readonly BackendV1[] = [native, onnx, tfjs, tfjsWasm, tfjsCpu]

/** The backends that are compared where none is named, and what is to be said about them. */
export interface Selection {
  readonly backends: readonly BackendV1[]
  readonly note?: string
}

/** Every engine in its fastest form. Where TensorFlow is missing, TensorFlow.js runs under its own name. */
export function backendsByDefault(): Selection {
  if (isTfjsInstalled()) return { backends: [native, onnx, tfjs] }
  const note =
    'TensorFlow is not installed, so tfjs-wasm runs; parallax doctor --fix tfjs installs it.'
  return { backends: [native, onnx, tfjsWasm], note }
}
