import { checkFeeds } from '../backend/checks.js'
import type { Feeds, ProgramV1, SessionOptions, SessionV1 } from '../backend/contract.js'
import { DisposedError } from '../errors/parallax-error.js'
import { inputsOf, type Program } from '../graph/program.js'
import { interpret } from './interpret.js'
import type { NumberArray } from './kernels/arrays.js'
import { type Claim, sessionMemory } from './memory.js'

/**
 * A session that runs programs with the interpreter. Its promises settle without yielding to the
 * event loop; the training loop does that between chunks.
 */
export function openInterpreterSession({ precision }: SessionOptions): SessionV1 {
  const memory = sessionMemory(precision)
  let disposed = false

  const requireOpen = (): void => {
    if (disposed) throw new DisposedError('session')
  }

  function interpretOrUndo(program: Program, claim: Claim) {
    try {
      return interpret(program, precision, memory)
    } catch (error) {
      claim.undo()
      throw error
    }
  }

  function prepare(program: Program): ProgramV1 {
    const claim = memory.claim(program)
    const interpretation = interpretOrUndo(program, claim)
    const fed = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'feed')
    const feeds = [...interpretation.feeds]
    let programDisposed = false

    async function runSteps(values: Feeds, steps: number): Promise<Record<string, NumberArray>> {
      requireOpen()
      if (programDisposed) throw new DisposedError('program')
      checkFeeds(fed, values, steps)
      const sources = feeds.map(([name, to]) => [values[name]!, to] as const)
      const results = [...interpretation.outputs].map(([name, from]) => {
        const Kind = from.constructor as new (length: number) => NumberArray
        return [name, from, new Kind(steps * from.length)] as const
      })
      for (let step = 0; step < steps; step++) {
        for (const [from, to] of sources) copyPart(to, 0, from, step * to.length, to.length)
        interpretation.step()
        for (const [, from, to] of results) copyPart(to, step * from.length, from, 0, from.length)
      }
      return Object.fromEntries(results.map(([name, , result]) => [name, result]))
    }

    return {
      run: (values) => runSteps(values, 1),
      runSteps,
      async dispose() {
        programDisposed = true
        claim.release()
      },
    }
  }

  return {
    async bind(name, tensor) {
      requireOpen()
      memory.write('bound', { [name]: tensor })
    },
    async compile(program) {
      requireOpen()
      return prepare(program)
    },
    async readState(names) {
      requireOpen()
      return memory.read(names)
    },
    async writeState(state) {
      requireOpen()
      memory.write('state', state)
    },
    async dispose() {
      disposed = true
      memory.clear()
    },
  }
}

function copyPart(
  to: NumberArray,
  toStart: number,
  from: NumberArray,
  fromStart: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) to[toStart + i] = from[fromStart + i]!
}
