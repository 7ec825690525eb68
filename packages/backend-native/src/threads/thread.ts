import { workerSource } from './worker-source.js'

/** A worker, in Node or a browser. */
export interface Thread {
  post(message: unknown): void
  /** Whether the process lives on for its sake. */
  hold(isHeld: boolean): void
  stop(): void
}

/** What becomes of a worker's messages, and of its end. */
export interface Listener {
  onAnswer(answer: { readonly error?: string }): void
  onFailure(reason: string): void
}

/** The worker of node:worker_threads, as far as it is needed. */
interface NodeWorker {
  on(event: string, listener: (value: never) => void): void
  postMessage(message: unknown): void
  ref(): void
  unref(): void
  terminate(): Promise<number>
}

interface NodeThreads {
  readonly Worker: new (source: string, options: { eval: true; name: string }) => NodeWorker
}

const name = 'parallax'

/** Node's own threads, reached without an import that bundlers for browsers would follow. */
function nodeThreads(): NodeThreads | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): NodeThreads | undefined }
  }
  return process?.getBuiltinModule?.('node:worker_threads')
}

/** Why threads cannot share memory here, or undefined if they can. */
export function whyNoThreads(): string | undefined {
  if (typeof SharedArrayBuffer === 'undefined') return 'there is no SharedArrayBuffer'
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean }
  if (crossOriginIsolated === false) return 'the page is not isolated from other origins'
  if (nodeThreads() === undefined && typeof Worker === 'undefined') return 'there are no workers'
  return undefined
}

/** Starts a worker. */
export function startThread(listener: Listener): Thread {
  const node = nodeThreads()
  return node === undefined ? startInBrowser(listener) : startInNode(node, listener)
}

function startInNode({ Worker }: NodeThreads, { onAnswer, onFailure }: Listener): Thread {
  const worker = new Worker(workerSource, { eval: true, name })
  worker.on('message', onAnswer)
  worker.on('error', (error: Error) => onFailure(String(error)))
  worker.on('exit', (code: number) => onFailure(`it ended with code ${code}`))
  worker.unref()
  return {
    post: (message) => worker.postMessage(message),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    stop: () => void worker.terminate(),
  }
}

function startInBrowser({ onAnswer, onFailure }: Listener): Thread {
  const url = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }))
  const worker = new Worker(url, { name })
  worker.onmessage = ({ data }) => onAnswer(data)
  worker.onerror = ({ message }) =>
    onFailure(message ?? "it did not start; a content policy must allow worker-src 'blob:'")
  return {
    post: (message) => worker.postMessage(message),
    hold: () => {},
    stop: () => {
      worker.terminate()
      URL.revokeObjectURL(url)
    },
  }
}
