import { checkSize, checkTensor } from '../backend/checks.js'
import type { Tensor } from '../backend/tensor.js'
import { suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import { inputsOf, type Program, stateOf } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { NodeOf } from '../graph/types.js'
import { allocate, type NumberArray, type Precision } from './kernels/arrays.js'

type Source = 'state' | 'bound'

/** What a program has reserved of a session's memory. */
export interface Claim {
  /** Lets go of it; state stays. */
  release(): void
  /** Lets go of it after a compile that failed: state that was new goes as well. */
  undo(): void
}

/** What a session holds: state and bound data by name, in memory that programs work in directly. */
export interface SessionMemory {
  /**
   * Copies tensors in; all of them or none.
   * @throws {DataError} if one does not fit a program.
   */
  write(source: Source, tensors: Readonly<Record<string, Tensor>>): void
  /** @throws {DataError} if there is no such state. */
  read(names?: readonly string[]): Record<string, Tensor>
  /**
   * Reserves what a program reads and writes, state that is new as zeros.
   * @throws {DataError} if data are not bound, or something does not fit.
   */
  claim(program: Program): Claim
  /** The memory of state or bound data that was claimed. */
  of(source: Source, name: string): NumberArray
  /** Makes other memory of the same kind and size that of a state; returns the old. */
  exchange(name: string, data: NumberArray): NumberArray
  clear(): void
}

/** The memory of a session that is empty at first. */
export function sessionMemory(precision: Precision): SessionMemory {
  const tensors = { state: new Map<string, Tensor>(), bound: new Map<string, Tensor>() }
  const claims = new Set<readonly NodeOf<'input'>[]>()

  const claimsOn = (source: Source, name: string): NodeOf<'input'>[] =>
    [...claims].flatMap((inputs) =>
      inputs.filter(({ attributes }) => attributes.source === source && attributes.name === name),
    )

  const check = (source: Source, name: string, tensor: Tensor): void => {
    checkSize(name, tensor)
    const known = tensors[source].get(name)
    for (const input of claimsOn(source, name)) {
      checkTensor(input, tensor)
      if (source === 'bound') requireSameKind(input, known!, tensor)
    }
  }

  const copy = ({ shape, dtype, data }: Tensor, source: Source): Tensor => {
    // Bound bytes stay bytes, to be resident in little memory; state must hold what updates give.
    if (source === 'bound' && data instanceof Uint8Array)
      return { shape, dtype, data: data.slice() }
    const own = allocate(dtype, data.length, precision)
    own.set(data)
    return { shape, dtype, data: own }
  }

  return {
    write(source, values) {
      const entries = Object.entries(values)
      for (const [name, tensor] of entries) check(source, name, tensor)
      for (const [name, tensor] of entries) {
        const isClaimed = claimsOn(source, name).length > 0
        if (isClaimed) tensors[source].get(name)!.data.set(tensor.data)
        else tensors[source].set(name, copy(tensor, source))
      }
    },
    read(names = [...tensors.state.keys()]) {
      return Object.fromEntries(
        names.map((name) => [name, copy(requireState(tensors.state, name), 'state')]),
      )
    },
    claim(program) {
      const bound = inputsOf(program.graph).filter(
        ({ attributes }) => attributes.source === 'bound',
      )
      const inputs = [...bound, ...stateOf(program)]
      for (const input of inputs) {
        const { name, source } = input.attributes as { name: string; source: Source }
        const known = tensors[source].get(name)
        if (known !== undefined) checkTensor(input, known)
        else if (source === 'bound') throw notBound(name)
      }
      const added: string[] = []
      for (const { attributes, shape, dtype } of inputs) {
        if (attributes.source !== 'state' || tensors.state.has(attributes.name)) continue
        const data = allocate(dtype, sizeOf(shape), precision)
        tensors.state.set(attributes.name, { shape, dtype, data })
        added.push(attributes.name)
      }
      claims.add(inputs)
      const release = (): void => void claims.delete(inputs)
      return {
        release,
        undo() {
          release()
          for (const name of added) tensors.state.delete(name)
        },
      }
    },
    of: (source, name) => tensors[source].get(name)!.data,
    exchange(name, data) {
      const old = tensors.state.get(name)!
      tensors.state.set(name, { ...old, data })
      return old.data
    },
    clear() {
      claims.clear()
      tensors.state.clear()
      tensors.bound.clear()
    },
  }
}

function notBound(name: string): DataError {
  return new DataError({
    where: `input '${name}'`,
    problem: 'its data are not bound',
    hint: `Call bind('${name}', …) before compile.`,
  })
}

/** Programs work in the memory that was bound first, which holds either bytes or numbers. */
function requireSameKind(input: NodeOf<'input'>, known: Tensor, tensor: Tensor): void {
  const kindOf = ({ data }: Tensor): string => (data instanceof Uint8Array ? 'bytes' : 'numbers')
  if (kindOf(known) === kindOf(tensor)) return
  throw new DataError({
    where: `input '${input.attributes.name}'`,
    problem: 'a program reads it as it was bound first',
    expected: kindOf(known),
    received: kindOf(tensor),
  })
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
