import { type ChildProcess, fork } from 'node:child_process'
import type { Failure, Job, JobResult, OpenWorker, WorkerMessage } from './job.js'

/** How much of what a process wrote to stderr is told when it dies. */
const lastWords = 600

/**
 * Opens workers that do their jobs in a child process, which runs the module at `program`. A
 * process that dies costs the job at hand, and the next job gets a new one. Aborting ends the
 * process, and the job at hand rejects with the signal's reason.
 */
export const inChildProcesses =
  (program: URL | string): OpenWorker =>
  (signal) => {
    let child: ChildProcess | undefined
    let words = ''
    const start = (): ChildProcess => {
      words = ''
      const started = fork(program, {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        serialization: 'advanced',
      })
      started.stderr!.setEncoding('utf8').on('data', (text: string) => {
        words = (words + text).slice(-lastWords)
      })
      return started
    }
    const end = (): void => {
      child?.kill('SIGKILL')
      child = undefined
    }
    return {
      end,
      run<Kind extends Job>(job: Kind, onProgress: (progress: never) => void = () => {}) {
        type Outcome = { result: JobResult<Kind> } | { failure: Failure }
        return new Promise<Outcome>((resolve, reject) => {
          if (signal?.aborted) return reject(signal.reason)
          child ??= start()
          const at = child
          const finish = (settle: () => void): void => {
            at.off('message', onMessage).off('close', onClose).off('error', onError)
            signal?.removeEventListener('abort', onAbort)
            settle()
          }
          const fail = (failure: Failure): void => {
            child = undefined
            finish(() => resolve({ failure }))
          }
          const onMessage = (message: unknown): void => {
            const said = message as WorkerMessage
            if (said.type === 'progress') onProgress(said.progress as never)
            else if (said.type === 'failed') finish(() => resolve({ failure: said.failure }))
            else finish(() => resolve({ result: said.result as JobResult<Kind> }))
          }
          const onClose = (code: number | null, by: string | null): void =>
            fail({ code: 'CRASHED', message: obituary(code, by, words) })
          const onError = (error: Error): void =>
            fail({ code: 'CRASHED', message: `its process could not be started: ${error.message}` })
          const onAbort = (): void => {
            end()
            finish(() => reject(signal!.reason))
          }
          at.on('message', onMessage).on('close', onClose).on('error', onError)
          signal?.addEventListener('abort', onAbort)
          at.send(job, (error) => error && onError(error))
        })
      },
    }
  }

function obituary(code: number | null, signal: string | null, words: string): string {
  const how = signal === null ? `with exit code ${code}` : `by signal ${signal}`
  const guess = signal === 'SIGKILL' ? ' (was memory short?)' : ''
  const said = words.trim() === '' ? '' : `; its last words: ${words.trim()}`
  return `its process ended ${how}${guess}${said}`
}
