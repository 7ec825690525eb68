import {
  checkFeeds,
  DisposedError,
  type Feeds,
  inputsOf,
  type NumberArray,
  type Precision,
  type Program,
  type ProgramV1,
  type SessionV1,
} from '@parallax-ml/core'
import { compileProgram, LoadedProgram } from './loaded-program.js'
import { SessionMemory } from './session-memory.js'

/** Makes a module of its bytes. */
export type ModuleLoader = (bytes: Uint8Array<ArrayBuffer>) => Promise<WebAssembly.Module>

/**
 * A session whose programs are WebAssembly modules over one memory. Its promises settle without
 * yielding to the event loop where the engine compiles at once; the training loop yields.
 */
export function openCompiledSession(precision: Precision, load: ModuleLoader): SessionV1 {
  let memory: SessionMemory | undefined = new SessionMemory(precision)

  const requireOpen = (): SessionMemory => {
    if (memory === undefined) throw new DisposedError('session')
    return memory
  }

  async function compile(program: Program): Promise<ProgramV1> {
    const own = requireOpen()
    const release = own.claim(program)
    let loaded: LoadedProgram | undefined
    try {
      const compiled = compileProgram(program, own)
      const module = await load(compiled.emitted.bytes)
      requireOpen()
      loaded = new LoadedProgram(own, compiled, module)
    } catch (error) {
      release()
      throw error
    }
    const fed = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'feed')

    async function runSteps(feeds: Feeds, steps: number): Promise<Record<string, NumberArray>> {
      requireOpen()
      if (loaded === undefined) throw new DisposedError('program')
      checkFeeds(fed, feeds, steps)
      return loaded.runSteps(feeds, steps)
    }

    return {
      run: (feeds) => runSteps(feeds, 1),
      runSteps,
      async dispose() {
        if (loaded === undefined) return
        release()
        if (memory !== undefined) loaded.dispose()
        loaded = undefined
      },
    }
  }

  return {
    async bind(name, tensor) {
      requireOpen().write('bound', { [name]: tensor })
    },
    compile,
    async readState(names) {
      return requireOpen().read(names)
    },
    async writeState(state) {
      requireOpen().write('state', state)
    },
    async dispose() {
      memory = undefined
    },
  }
}
