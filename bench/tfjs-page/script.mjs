// The script of a page and of a worker: asked for something, it answers with plain data.
import { createTfjsBackend } from '@parallax-ml/backend-tfjs/browser'
import { allCases, runCase } from '@parallax-ml/conformance/cases'
import { train } from './train.mjs'

let backend
let cases

/** TensorFlow.js keeps its engine where every copy of it in a page finds it. */
const tensors = () => globalThis._tfengine?.state.numTensors ?? 0

const answers = {
  /** What the backend says of itself. */
  async start(options) {
    backend = createTfjsBackend(options)
    return backend.info()
  },
  train: (...words) => train(backend, ...words),
  /** Runs cases of the conformance suite, by their place in it. */
  async check(places) {
    cases ??= allCases()
    const results = []
    for (const place of places) {
      const { outcome, worst, error } = await runCase(cases[place], backend, 'float32')
      const cause = error?.cause ?? error
      results.push({ place, outcome, worst, error: cause && String(cause.message ?? cause) })
    }
    return results
  },
}

async function answer([kind, ...words]) {
  const before = tensors()
  try {
    return { value: await answers[kind](...words), tensorsLeft: tensors() - before }
  } catch (error) {
    return { error: String(error), code: error.code }
  }
}

Object.assign(globalThis, { answer })
if (typeof document === 'undefined') {
  globalThis.onmessage = async ({ data }) => globalThis.postMessage(await answer(data))
}
