import { isMainThread } from 'node:worker_threads'
import { UnsupportedError } from '@parallax-ml/core'

const threadsName = 'TF_NUM_INTRAOP_THREADS'

/**
 * Tells TensorFlow how many threads it may use. It reads that in the environment of the process when its
 * library is loaded, which a worker thread has a copy of and cannot change.
 *
 * @throws {UnsupportedError} in a worker thread, if nothing has told TensorFlow that number before: it
 * would take every core, and the last bits of results depend on the number of threads.
 */
export function prepareEnvironment(threads: number, isMain = isMainThread): void {
  const received = process.env[threadsName]
  if (isMain) {
    process.env[threadsName] = String(threads)
    // Its notices are of no use to ours.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  } else if (received !== String(threads)) {
    throw new UnsupportedError({
      where: 'backend tfjs',
      problem: 'a worker thread cannot tell TensorFlow its number of threads',
      expected: `${threadsName}=${threads} in the environment that the worker began with`,
      received: received ?? 'nothing',
      hint: 'Call `await backend.info()` in the main thread before the worker starts, run it in a child process (node:child_process), or use the backends native and tfjs-wasm.',
    })
  }
}
