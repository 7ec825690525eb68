import {
  type Claim,
  checkSize,
  checkTensor,
  DataError,
  type DataType,
  inputsOf,
  type NodeOf,
  type NumberArray,
  type Precision,
  type Program,
  type Shape,
  sizeOf,
  stateOf,
  suggest,
  type Tensor,
} from '@parallax-ml/core'
import type { Storage } from '../plan/kernels.js'
import { widthOf } from '../plan/memory.js'
import { Heap } from './heap.js'

type Source = 'state' | 'bound'

/** A tensor in the heap. */
interface Block {
  readonly shape: Shape
  readonly dtype: DataType
  readonly storage: Storage
  readonly address: number
}

/** State and bound data by name, in the memory that the programs of a session share. */
export class SessionMemory {
  readonly heap: Heap
  readonly #blocks = { state: new Map<string, Block>(), bound: new Map<string, Block>() }
  readonly #claims = new Set<readonly NodeOf<'input'>[]>()

  constructor(
    readonly precision: Precision,
    isShared = false,
  ) {
    this.heap = new Heap(precision, isShared)
  }

  /**
   * Copies tensors in; all of them or none.
   * @throws {DataError} if one does not fit a program.
   */
  write(source: Source, tensors: Readonly<Record<string, Tensor>>): void {
    const entries = Object.entries(tensors)
    for (const [name, tensor] of entries) {
      checkSize(name, tensor)
      for (const input of this.#claimsOn(source, name)) {
        checkTensor(input, tensor)
        if (source === 'bound') this.#requireSameKind(input, tensor)
      }
    }
    for (const [name, tensor] of entries) {
      const known = this.#blocks[source].get(name)
      const storage = storageOfTensor(source, tensor)
      const size = tensor.data.length
      if (known !== undefined && known.storage === storage && sizeOf(known.shape) === size) {
        this.#blocks[source].set(name, { ...known, shape: tensor.shape, dtype: tensor.dtype })
      } else {
        if (known !== undefined) this.#free(known)
        this.#allocate(source, name, { shape: tensor.shape, dtype: tensor.dtype, storage })
      }
      const { address } = this.#blocks[source].get(name)!
      this.heap.view(storage).set(tensor.data, address / this.#width(storage))
    }
  }

  #width(storage: Storage): number {
    return widthOf(storage, this.heap.floatBytes)
  }

  #allocate(source: Source, name: string, block: Omit<Block, 'address'>): void {
    const bytes = sizeOf(block.shape) * this.#width(block.storage)
    this.#blocks[source].set(name, { ...block, address: this.heap.take(bytes) })
  }

  #free({ shape, storage, address }: Block): void {
    this.heap.give(address, sizeOf(shape) * this.#width(storage))
  }

  #claimsOn(source: Source, name: string): NodeOf<'input'>[] {
    return [...this.#claims].flatMap((inputs) =>
      inputs.filter(({ attributes }) => attributes.source === source && attributes.name === name),
    )
  }

  /** Programs work in the memory that was bound first, which holds either bytes or numbers. */
  #requireSameKind(input: NodeOf<'input'>, tensor: Tensor): void {
    const { name } = input.attributes
    const known = this.#blocks.bound.get(name)!
    if (known.storage === storageOfTensor('bound', tensor)) return
    const kindOf = (storage: Storage) => (storage === 'byte' ? 'bytes' : 'numbers')
    throw new DataError({
      where: `input '${name}'`,
      problem: 'a program reads it as it was bound first',
      expected: kindOf(known.storage),
      received: kindOf(storageOfTensor('bound', tensor)),
    })
  }

  /**
   * Copies of state by name.
   * @throws {DataError} if there is no such state.
   */
  read(names: readonly string[] = [...this.#blocks.state.keys()]): Record<string, Tensor> {
    return Object.fromEntries(
      names.map((name) => {
        const block = this.#blocks.state.get(name)
        if (block === undefined) throw this.#noState(name)
        const { shape, dtype, storage, address } = block
        const start = address / this.#width(storage)
        const values = this.heap.view(storage).slice(start, start + sizeOf(shape))
        return [name, { shape, dtype, data: asOutside(values, dtype) }]
      }),
    )
  }

  #noState(name: string): DataError {
    return new DataError({
      where: `state '${name}'`,
      problem: 'the session has no such state',
      hint: suggest(name, [...this.#blocks.state.keys()]),
    })
  }

  /**
   * Reserves what a program reads and writes, state that is new as zeros.
   * @throws {DataError} if data are not bound, or something does not fit.
   */
  claim(program: Program): Claim {
    const bound = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'bound')
    const inputs = [...bound, ...stateOf(program)]
    for (const input of inputs) {
      const { name } = input.attributes
      const source = input.attributes.source as Source
      const known = this.#blocks[source].get(name)
      if (known !== undefined) checkTensor(input, this.#shown(known))
      else if (source === 'bound') throw notBound(name)
    }
    const added: string[] = []
    for (const { attributes, shape, dtype } of inputs) {
      const { source, name } = attributes
      if (source !== 'state' || this.#blocks.state.has(name)) continue
      const storage = dtype === 'float' ? 'float' : 'word'
      this.#allocate('state', name, { shape, dtype, storage })
      this.heap.clear(this.#blocks.state.get(name)!.address, sizeOf(shape) * this.#width(storage))
      added.push(name)
    }
    this.#claims.add(inputs)
    const release = (): void => void this.#claims.delete(inputs)
    return {
      release,
      undo: () => {
        release()
        for (const name of added) {
          this.#free(this.#blocks.state.get(name)!)
          this.#blocks.state.delete(name)
        }
      },
    }
  }

  /** A tensor as core checks it: of the class of array that its type has outside. */
  #shown({ shape, dtype, storage, address }: Block): Tensor {
    const start = address / this.#width(storage)
    const data = this.heap.view(storage).subarray(start, start + sizeOf(shape))
    return {
      shape,
      dtype,
      data: dtype === 'bool' && storage === 'word' ? asOutside(data, dtype) : data,
    }
  }

  /** Address of state or bound data. */
  address(source: Source, name: string): number {
    return this.#blocks[source].get(name)!.address
  }

  /** Names of bound data that are held in bytes. */
  bytesBound(): Set<string> {
    const entries = [...this.#blocks.bound].filter(([, { storage }]) => storage === 'byte')
    return new Set(entries.map(([name]) => name))
  }
}

/** Bound bytes stay bytes, to be resident in little memory; state must hold what updates give. */
function storageOfTensor(source: Source, { dtype, data }: Tensor): Storage {
  if (source === 'bound' && data instanceof Uint8Array) return 'byte'
  return dtype === 'float' ? 'float' : 'word'
}

/** Values in the class of array that their type has outside. */
export const asOutside = (values: NumberArray, dtype: DataType): NumberArray =>
  dtype === 'bool' ? Uint8Array.from(values) : values

function notBound(name: string): DataError {
  return new DataError({
    where: `input '${name}'`,
    problem: 'its data are not bound',
    hint: `Call bind('${name}', …) before compile.`,
  })
}
