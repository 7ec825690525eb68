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
import { Team } from '../threads/team.js'
import { LoadedProgram, SharedProgram } from './loaded-program.js'
import { compileProgram, PlacedProgram } from './placed-program.js'
import { SessionMemory } from './session-memory.js'

/** Makes a module of its bytes. */
export type ModuleLoader = (bytes: Uint8Array<ArrayBuffer>) => Promise<WebAssembly.Module>

/** How a session gets its modules. */
export interface CompiledSessionOptions {
  readonly precision: Precision
  readonly load: ModuleLoader
  /** Default 1. */
  readonly threads?: number
  /** Plans programs and writes their modules. */
  readonly write?: typeof compileProgram
}

/**
 * A session whose programs are WebAssembly modules over one memory. With one thread its promises
 * settle without yielding to the event loop where the engine compiles at once; the training loop
 * yields. With several, workers start when the first program comes that is worth their while.
 */
export function openCompiledSession({
  precision,
  load,
  threads = 1,
  write = compileProgram,
}: CompiledSessionOptions): SessionV1 {
  let memory: SessionMemory | undefined = new SessionMemory(precision, threads > 1)
  let team: Team | undefined

  const requireOpen = (): SessionMemory => {
    if (memory === undefined) throw new DisposedError('session')
    return memory
  }

  async function compile(program: Program): Promise<ProgramV1> {
    const own = requireOpen()
    const claim = own.claim(program)
    let placed: PlacedProgram | undefined
    let loaded: LoadedProgram | SharedProgram | undefined
    try {
      const compiled = write(program, own, threads)
      const module = await load(compiled.emitted.bytes)
      requireOpen()
      placed = new PlacedProgram(own, compiled)
      if (compiled.emitted.threads === 1) loaded = new LoadedProgram(placed, module)
      else {
        team ??= new Team(threads)
        loaded = await SharedProgram.load(placed, module, team)
      }
    } catch (error) {
      placed?.dispose()
      claim.undo()
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
        claim.release()
        const disposed = loaded
        loaded = undefined
        if (memory !== undefined) await disposed.dispose()
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
      team?.dispose()
    },
  }
}
