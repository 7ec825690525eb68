import type { BackendV1, Graph, Precision, Support } from '@parallax-ml/core'
import { isKnown } from './emission/operations/index.js'
import { type Engine, startEngine } from './engine/engine.js'
import { type OnnxBackendOptions, parseOptions } from './options.js'
import { openSession } from './program/session.js'

/** Operations that ONNX Runtime has in float32 only, and that are not made of others. */
const narrow = ['erf']

/**
 * A backend that runs programs on ONNX Runtime: each is written as an ONNX graph of ordinary
 * operations, with its loop over steps inside. Nothing is loaded before it is needed.
 *
 * @throws {OptionError} if an option is unknown or out of range.
 *
 * @example
 * await fit(spec, data, { backend: createOnnxBackend({ threads: 4 }), … })
 */
export function createOnnxBackend(options: OnnxBackendOptions = {}): BackendV1 {
  const parsed = parseOptions(options)
  let started: Promise<Engine> | undefined
  const engine = (): Promise<Engine> => {
    started ??= startEngine(parsed).catch((error) => {
      started = undefined // so that it works once the engine is installed
      throw error
    })
    return started
  }
  const backend: BackendV1 = {
    contract: 'v1',
    name: 'onnx',
    async info() {
      const { version, isNative, provider } = await engine()
      return {
        engine: { name: 'onnxruntime', version, native: isNative },
        device: provider,
        threads: parsed.threads,
        precisions: ['float32', 'float64'],
        path: 'onnx scan',
      }
    },
    supports: (graph, { precision }) => support(graph, precision),
    open: async (session) => openSession(backend, await engine(), session),
  }
  return backend
}

function support({ nodes }: Graph, precision: Precision): Support {
  const names = [...new Set(nodes.map(({ op }) => op))]
  const reasons = names.flatMap((name) => {
    if (!isKnown(name)) return [`there is no rule for ${name}`]
    const isMissing = precision === 'float64' && narrow.includes(name)
    return isMissing ? [`ONNX Runtime has no ${name} of float64`] : []
  })
  return reasons.length === 0 ? { supported: true } : { supported: false, reasons }
}

/** The ONNX backend with its defaults: one thread of the CPU. */
export const onnx: BackendV1 = createOnnxBackend()
