import { UnsupportedError } from '@parallax-ml/core'
import type { OnnxRuntime } from './runtime.js'

/**
 * Loads the engine, at the first call only.
 * @throws {UnsupportedError} that says what to install.
 */
export async function loadRuntime(): Promise<OnnxRuntime> {
  try {
    const loaded = (await import('onnxruntime-node')) as unknown as OnnxRuntime & {
      readonly default?: OnnxRuntime
    }
    return loaded.default ?? loaded
  } catch (cause) {
    throw new UnsupportedError({
      where: 'backend onnx',
      problem: `its engine onnxruntime-node cannot be loaded: ${(cause as Error).message}`,
      hint: 'Run: npm install onnxruntime-node --onnxruntime-node-install=skip. Or pass another engine: createOnnxBackend({ engine }).',
      cause,
    })
  }
}
