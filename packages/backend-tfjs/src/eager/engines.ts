import { type ComputeNode, computeBy, type TfCore } from './rule.js'
import { rules } from './rules.js'
import { computeOnWebgl } from './webgl.js'

/** An engine of TensorFlow.js. */
export type EagerName = 'cpu' | 'wasm' | 'webgl'

/** Where the files of the engine in WebAssembly lie: their folder, or a URL for each by its name. */
export type WasmPaths = string | Readonly<Record<string, string>>

interface EagerEngine {
  /** What runs the programs, in words. */
  readonly path: string
  /** Loads the package of the engine, and gets ready what it needs. */
  readonly load: (tf: TfCore, wasmPaths: WasmPaths | undefined) => Promise<void>
  /** Computes a node once the engine runs. */
  readonly compute: ComputeNode
  /** Why the engine, which runs, is of no use here. */
  readonly problem?: (tf: TfCore) => string | undefined
  /** The device that it runs on, where that is not the processor. */
  readonly device?: (tf: TfCore) => string
  /** How many threads it runs in, where there may be several. */
  readonly threads?: () => Promise<number>
  /** What to do where it does not start. */
  readonly hint?: string
}

/** The engines of TensorFlow.js, whose packages are loaded when they are asked for. */
export const engines: Readonly<Record<EagerName, EagerEngine>> = {
  cpu: {
    path: 'JavaScript',
    load: async () => void (await import('@tensorflow/tfjs-backend-cpu')),
    compute: computeBy(rules),
  },
  wasm: {
    path: 'WebAssembly',
    async load(_, wasmPaths) {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      if (wasmPaths !== undefined) setWasmPaths(wasmPaths)
    },
    compute: computeBy(rules),
    threads: async () => (await import('@tensorflow/tfjs-backend-wasm')).getThreadsCount(),
    hint: 'In a page, serve the .wasm files of @tensorflow/tfjs-backend-wasm/dist, and say where in the option wasmPaths.',
  },
  webgl: {
    path: 'WebGL',
    async load(tf) {
      await import('@tensorflow/tfjs-backend-webgl')
      // Whole numbers are computed beside the device; this starts what does it.
      await import('@tensorflow/tfjs-backend-cpu')
      await tf.setBackend('cpu')
      // A device that is imitated in software would be refused; info() says which one it is.
      tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
      // Small tensors would take other kernels than large ones.
      tf.env().set('WEBGL_CPU_FORWARD', false)
    },
    compute: computeOnWebgl,
    problem(tf) {
      if (tf.env().getNumber('WEBGL_VERSION') < 2) return 'this browser has no WebGL 2'
      if (tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return undefined
      return 'the device of this browser computes with fewer than 32 bits'
    },
    device: rendererOf,
    hint: "Install @tensorflow/tfjs-backend-webgl, and use it in a browser with WebGL 2; the engines 'wasm' and 'cpu' need neither.",
  },
}

/** The name that the browser gives the device. */
function rendererOf(tf: TfCore): string {
  const { gpgpu } = tf.findBackend('webgl') as unknown as {
    gpgpu: { gl: WebGL2RenderingContext }
  }
  const { gl } = gpgpu
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  return String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
}
