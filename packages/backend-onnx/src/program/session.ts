import {
  type BackendV1,
  checkFeeds,
  DisposedError,
  inputsOf,
  type NumberArray,
  type Program,
  type ProgramV1,
  requireSupport,
  type SessionOptions,
  type SessionV1,
  sessionMemory,
} from '@parallax-ml/core'
import type { Engine } from '../engine/engine.js'
import { createRunner } from './run-steps.js'
import { scanModel } from './scan-model.js'

/** A session whose state lies in memory that the engine reads and writes directly. */
export function openSession(
  backend: BackendV1,
  engine: Engine,
  { precision }: SessionOptions,
): SessionV1 {
  const memory = sessionMemory(precision)
  const spare = new Map<string, NumberArray>()
  const programs = new Set<() => Promise<void>>()
  let isDisposed = false

  const requireOpen = (): void => {
    if (isDisposed) throw new DisposedError('session')
  }

  async function load(program: Program, isBytes: (name: string) => boolean) {
    const model = scanModel(program, precision, isBytes)
    return { model, lease: await engine.sessions.lease(model.bytes) }
  }

  async function compile(program: Program): Promise<ProgramV1> {
    requireOpen()
    requireSupport(backend, program.graph, { precision })
    const claim = memory.claim(program)
    const isBytes = (name: string): boolean => memory.of('bound', name) instanceof Uint8Array
    const { model, lease } = await load(program, isBytes).catch((error) => {
      claim.undo()
      throw error
    })
    if (isDisposed) {
      await lease.release()
      requireOpen()
    }
    const runner = createRunner(engine, lease.session, model, memory, spare)
    const fed = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'feed')
    let isProgramDisposed = false
    const dispose = async (): Promise<void> => {
      isProgramDisposed = true
      claim.release()
      programs.delete(dispose)
      await runner.idle()
      await lease.release()
    }
    const requireLive = (): void => {
      requireOpen()
      if (isProgramDisposed) throw new DisposedError('program')
    }
    programs.add(dispose)
    const compiled: ProgramV1 = {
      run: (feeds) => compiled.runSteps(feeds, 1),
      async runSteps(feeds, steps) {
        requireLive()
        checkFeeds(fed, feeds, steps)
        return runner.runSteps(feeds, steps, requireLive)
      },
      dispose,
    }
    return compiled
  }

  return {
    async bind(name, tensor) {
      requireOpen()
      memory.write('bound', { [name]: tensor })
    },
    compile,
    async readState(names) {
      requireOpen()
      return memory.read(names)
    },
    async writeState(state) {
      requireOpen()
      memory.write('state', state)
    },
    async dispose() {
      isDisposed = true
      for (const each of [...programs]) await each()
      memory.clear()
      spare.clear()
    },
  }
}
