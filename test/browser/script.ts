// The script of a page and of a worker: asked by anything, it answers with a run or an error.
import { trainXor } from './train-xor.js'

const answer = () => trainXor().catch((error) => ({ error: String(error) }))
Object.assign(globalThis, { answer })
if (typeof document === 'undefined') {
  globalThis.onmessage = async () => globalThis.postMessage(await answer())
}
