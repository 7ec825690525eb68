import { UnsupportedError } from '@parallax-ml/core'
import { type ComputeNode, computeBy, type TfCore } from './rule.js'
import { rules } from './rules.js'
import { computeOnWebgl } from './webgl.js'

/** An engine of TensorFlow.js. */
export type EagerName = 'cpu' | 'wasm' | 'webgl' | 'webgpu'

/** Where the .wasm files lie: their folder, or a URL for each of them. */
export type WasmPaths = string | Readonly<Record<string, string>>

interface EagerEngine {
  /** How programs run, for {@link BackendInfo}. */
  readonly path: string
  /** Loads the package of the engine, and gets what it needs ready. */
  readonly load: (tf: TfCore, wasmPaths: WasmPaths | undefined) => Promise<void>
  /** Why the engine that has just started is of no use here. */
  readonly problem?: (tf: TfCore) => string | undefined
  readonly compute: ComputeNode
  /** What to do where it does not start. */
  readonly hint: string
}

const compute = computeBy(rules)
const anotherEngine = "Choose another engine: 'wasm' and 'cpu' run in every browser."

/** The engines of TensorFlow.js. Their packages are loaded when they are asked for. */
export const engines: Readonly<Record<EagerName, EagerEngine>> = {
  cpu: {
    path: 'JavaScript',
    load: async () => {
      await import('@tensorflow/tfjs-backend-cpu')
    },
    compute,
    hint: '',
  },
  wasm: {
    path: 'WebAssembly',
    async load(_, wasmPaths) {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      if (wasmPaths !== undefined) setWasmPaths(wasmPaths)
    },
    compute,
    hint: 'In a page, serve the .wasm files of @tensorflow/tfjs-backend-wasm/dist, and say where in the option `wasmPaths`.',
  },
  webgl: {
    path: 'WebGL',
    async load(tf) {
      await optional(
        '@tensorflow/tfjs-backend-webgl',
        () => import('@tensorflow/tfjs-backend-webgl'),
      )
      // Else it refuses a device that is imitated in software; `info()` says which one it is.
      tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
      // Else small tensors go to kernels in JavaScript, and a number depends on how many there are.
      tf.env().set('WEBGL_CPU_FORWARD', false)
      await import('@tensorflow/tfjs-backend-cpu')
      await tf.setBackend('cpu')
    },
    problem: (tf) => {
      if (tf.env().getNumber('WEBGL_VERSION') < 2) return 'this browser has no WebGL 2'
      if (tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return undefined
      return 'the device of this browser has no textures of 32-bit numbers'
    },
    compute: computeOnWebgl,
    hint: anotherEngine,
  },
  webgpu: {
    path: 'WebGPU',
    async load() {
      await optional(
        '@tensorflow/tfjs-backend-webgpu',
        () => import('@tensorflow/tfjs-backend-webgpu'),
      )
      await import('@tensorflow/tfjs-backend-cpu')
    },
    compute,
    hint: anotherEngine,
  },
}

/** Imports a package that the user may have. */
async function optional(name: string, load: () => Promise<unknown>): Promise<void> {
  try {
    await load()
  } catch (cause) {
    const hint = `npm install ${name}`
    throw new UnsupportedError({
      where: 'backend tfjs',
      problem: `${name} is missing`,
      hint,
      cause,
    })
  }
}
