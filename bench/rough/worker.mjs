// A worker thread that trains on a backend, and says what bits came of it or which error.
import { parentPort, workerData } from 'node:worker_threads'
import { makeBackend } from './backends.mjs'
import { middle, trainedBits } from './networks.mjs'

const { name, options, epochs } = workerData
try {
  const backend = makeBackend(name, options)
  const onProgress = ({ step }) => step < 100 && parentPort.postMessage({ step })
  parentPort.postMessage({
    bits: await trainedBits(middle(), { backend, epochs, seed: 4, onProgress }),
  })
} catch (error) {
  parentPort.postMessage({ code: error.code ?? 'none', message: String(error.message) })
}
