// The script of a page and of a worker: asked for a task, it answers with what was learned or an error.
import { train } from './train.js'

type Question = Parameters<typeof train>

const answer = (question: Question) =>
  train(...question).catch((error) => ({ error: String(error) }))
Object.assign(globalThis, { answer })
if (typeof document === 'undefined') {
  globalThis.onmessage = async ({ data }) => globalThis.postMessage(await answer(data))
}
