import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import { tfjs, tfjsCpu, tfjsWasm } from '@parallax-ml/backend-tfjs'
import { isTfjsInstalled } from '@parallax-ml/backend-tfjs/install'
import type { BackendV1 } from '@parallax-ml/core'

/** Every backend. A new one takes a line here; engines load when they are first used. */
export const backends: readonly BackendV1[] = [native, onnx, tfjs, tfjsWasm, tfjsCpu]

/** The backends that are compared where none is named. */
export interface UsualBackends {
  readonly backends: readonly BackendV1[]
  /** What is to be said where one of them stands in for another. */
  readonly note?: string
}

/** Every engine in its fastest form; TensorFlow.js, under its own name, where there is no TensorFlow. */
export function usualBackends(isInstalled: boolean = isTfjsInstalled()): UsualBackends {
  if (isInstalled) return { backends: [native, onnx, tfjs] }
  return {
    backends: [native, onnx, tfjsWasm],
    note: 'tfjs: TensorFlow is not installed, so nothing ran on it. tfjs-wasm, which is slower, ran in its place. `parallax doctor --fix tfjs` installs TensorFlow, or says why it cannot.',
  }
}
