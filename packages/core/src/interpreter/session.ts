import { checkFeeds, checkTensor } from '../backend/checks.js'
import type { Feeds, ProgramV1, SessionOptions, SessionV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { suggest } from '../errors/nearest.js'
import { DataError, DisposedError } from '../errors/parallax-error.js'
import { inputsOf, type Program } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, NodeOf } from '../graph/types.js'
import { interpret } from './interpret.js'
import { allocate, type NumberArray } from './kernels/arrays.js'

/**
 * A session that runs programs with the interpreter. Its promises settle without yielding to the
 * event loop; the training loop does that between chunks.
 */
export function openInterpreterSession({ precision }: SessionOptions): SessionV1 {
  const state = new Map<string, Tensor>()
  const bound = new Map<string, Tensor>()
  const programs = new Set<Program>()
  let disposed = false

  const requireOpen = (): void => {
    if (disposed) throw new DisposedError('session')
  }

  const checkAgainstPrograms = (name: string, tensor: Tensor): void => {
    for (const { graph } of programs) {
      for (const input of inputsOf(graph))
        if (input.attributes.name === name) checkTensor(input, tensor)
    }
  }

  const memoryOf = (input: NodeOf<'input'>): NumberArray => {
    const { name, source } = input.attributes
    if (source === 'state') return stateMemory(name, input)
    const tensor = bound.get(name)
    if (tensor === undefined) {
      throw new DataError({
        where: `input '${name}'`,
        problem: 'its data are not bound',
        hint: `Call bind('${name}', …) before compile.`,
      })
    }
    checkTensor(input, tensor)
    return tensor.data
  }

  const stateMemory = (name: string, { shape, dtype }: GraphNode): NumberArray => {
    const known = state.get(name)
    if (known !== undefined) {
      const source = { name, source: 'state', shape, dtype } as const
      checkTensor({ attributes: source, shape, dtype } as NodeOf<'input'>, known)
      return known.data
    }
    const data = allocate(dtype, sizeOf(shape), precision)
    state.set(name, { shape, dtype, data })
    return data
  }

  return {
    async bind(name, tensor) {
      requireOpen()
      checkAgainstPrograms(name, tensor)
      const known = bound.get(name)
      if (known === undefined) bound.set(name, copyOf(tensor, precision))
      else known.data.set(tensor.data)
    },
    async compile(program) {
      requireOpen()
      return prepare(program)
    },
    async readState(names = [...state.keys()]) {
      requireOpen()
      return Object.fromEntries(
        names.map((name) => [name, copyOf(requireState(state, name), precision)]),
      )
    },
    async writeState(values) {
      requireOpen()
      for (const [name, tensor] of Object.entries(values)) checkAgainstPrograms(name, tensor)
      for (const [name, tensor] of Object.entries(values)) {
        const known = state.get(name)
        if (known?.data.length === tensor.data.length) known.data.set(tensor.data)
        else state.set(name, copyOf(tensor, precision))
      }
    },
    async dispose() {
      disposed = true
      state.clear()
      bound.clear()
    },
  }

  function prepare(program: Program): ProgramV1 {
    const interpretation = interpret(program, precision, memoryOf, stateMemory)
    programs.add(program)
    const feedInputs = inputsOf(program.graph).filter(
      ({ attributes }) => attributes.source === 'feed',
    )
    const feeds = [...interpretation.feeds]
    let programDisposed = false

    async function runSteps(values: Feeds, steps: number): Promise<Record<string, NumberArray>> {
      requireOpen()
      if (programDisposed) throw new DisposedError('program')
      checkFeeds(feedInputs, values, steps)
      const sources = feeds.map(([name, memory]) => [values[name]!, memory] as const)
      const results = [...interpretation.outputs].map(([name, memory]) => {
        const Kind = memory.constructor as new (length: number) => NumberArray
        return [name, memory, new Kind(steps * memory.length)] as const
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
        programs.delete(program)
      },
    }
  }
}

function requireState(state: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = state.get(name)
  if (tensor !== undefined) return tensor
  throw new DataError({
    where: `state '${name}'`,
    problem: 'the session has no such state',
    hint: suggest(name, [...state.keys()]),
  })
}

/** A copy in the session's precision; bytes stay bytes. */
function copyOf({ shape, dtype, data }: Tensor, precision: SessionOptions['precision']): Tensor {
  if (data instanceof Uint8Array) return { shape, dtype, data: data.slice() }
  const copy = allocate(dtype, data.length, precision)
  copy.set(data)
  return { shape, dtype, data: copy }
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
