import { createTfjsBackend } from '../../packages/backend-tfjs/src/browser.js'
import { allCases } from '../../packages/conformance/src/all-cases.js'
import { runCase } from '../../packages/conformance/src/run-case.js'
import * as tf from '../../packages/backend-tfjs/node_modules/@tensorflow/tfjs-core/dist/index.js'

const cases = allCases()
const wasmPaths = '/wasm/'
let backend: any
async function start(engine: any) {
  backend = createTfjsBackend(engine === 'wasm' ? { engine, wasmPaths } : { engine })
  try { return { info: await backend.info() } } catch (e) { return { error: String(e) + String((e as any).cause?.stack) } }
}
async function run(i: number) {
  const before = tf.memory().numTensors
  const t = performance.now()
  const r = await runCase(cases[i]!, backend, 'float32')
  return { outcome: r.outcome, worst: r.worst, ms: performance.now() - t, left: tf.memory().numTensors - before,
    error: r.error === undefined ? undefined : String(r.error instanceof Error ? r.error.message + ' CAUSE ' + String((r.error as any).cause) : r.error) }
}
Object.assign(globalThis, { start, run, tf })
