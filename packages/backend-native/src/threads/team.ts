import { DisposedError, UnsupportedError } from '@parallax-ml/core'
import { startThread, type Thread } from './thread.js'

/** A program in all workers. */
export interface TeamProgram {
  /** Runs steps; all that the program works on lies in the shared memory. */
  run(steps: number): Promise<void>
  unload(): Promise<void>
}

interface Pending {
  /** Answers that are still to come. */
  missing: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Workers that run programs together. They alone ever wait for one another; this side only waits
 * for messages, so a worker that fails or ends stops all of them, and its error reaches the caller.
 */
export class Team {
  readonly #threads: readonly Thread[]
  #pending: Pending | undefined
  #problem: Error | undefined
  #programs = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () =>
      startThread({
        onAnswer: ({ error }) => (error === undefined ? this.#answered() : this.#failed(error)),
        onFailure: (reason) => this.#failed(reason),
      }),
    )
  }

  /** Loads a module into every worker. */
  async load(module: WebAssembly.Module, imports: WebAssembly.Imports): Promise<TeamProgram> {
    const program = this.#programs++
    await this.alone(() =>
      this.#ask((thread) => ({ act: 'load', program, module, imports, thread })),
    )
    return {
      run: (steps) => this.#ask(() => ({ act: 'run', program, steps })),
      unload: async () => {
        await this.alone(async () => {
          if (this.#problem === undefined) await this.#ask(() => ({ act: 'unload', program }))
        })
      },
    }
  }

  /** Does something when all that was asked for before is done: workers and their memory do one thing at a time. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }

  /** Ends the workers, whatever they do. */
  dispose(): void {
    this.#end(new DisposedError('session'))
  }

  #ask(messageFor: (thread: number) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#problem !== undefined) throw this.#problem
      this.#pending = { missing: this.#threads.length, resolve, reject }
      this.#threads.forEach((thread, i) => {
        thread.hold(true)
        thread.post(messageFor(i))
      })
    })
  }

  #answered(): void {
    const pending = this.#pending
    if (pending === undefined || --pending.missing > 0) return
    this.#pending = undefined
    for (const thread of this.#threads) thread.hold(false)
    pending.resolve()
  }

  #failed(reason: string): void {
    this.#end(
      new UnsupportedError({
        where: 'backend native, a thread',
        problem: `it failed: ${reason}`,
        hint: 'Open another session, with fewer threads if there is too little memory for them.',
      }),
    )
  }

  #end(problem: Error): void {
    if (this.#problem !== undefined) return
    this.#problem = problem
    for (const thread of this.#threads) thread.stop()
    this.#pending?.reject(problem)
    this.#pending = undefined
  }
}
