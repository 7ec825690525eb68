import { UnsupportedError } from '@parallax-ml/core'

/** Whether this is a worker thread of Node; reached without an import that bundlers for browsers would follow. */
export function isWorkerThread(): boolean {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): { readonly isMainThread: boolean } | undefined }
  }
  return process?.getBuiltinModule?.('node:worker_threads')?.isMainThread === false
}

/** Why the engine's machine code is not run in a worker thread without being asked to. */
export const refusedInWorker = (): UnsupportedError =>
  new UnsupportedError({
    where: 'backend onnx',
    problem:
      'in a worker thread, onnxruntime-node aborts the whole process if the thread is terminated, or the process exits, while a program runs',
    hint: 'Run it in a child process (node:child_process), use the backend native, pass onnxruntime-web as the option engine, or, if nobody will terminate the thread, set the option allowWorkerThreads.',
  })
