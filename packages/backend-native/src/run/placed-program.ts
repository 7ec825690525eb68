import type { NumberArray, Program } from '@parallax-ml/core'
import { importsName } from '../assembler/module.js'
import { type EmittedModule, emit, globalOf } from '../emit/emit.js'
import { regionGlobals } from '../emit/emitter.js'
import { bytesOfType, widthOf } from '../plan/memory.js'
import { type Plan, type Port, plan } from '../plan/plan.js'
import { barrierBytes } from '../threads/barrier.js'
import { sharedPages } from './heap.js'
import { asOutside, type SessionMemory } from './session-memory.js'

/** Feeds and outputs of one call of the module take so many bytes at the most. */
const stagedBytes = 2 ** 20
const mostSteps = 1024

/** A program as a module, before it has memory. */
export interface CompiledProgram {
  readonly plan: Plan
  readonly emitted: EmittedModule
}

/** Plans a program and writes its module; several threads need a memory that they share. */
export function compileProgram(
  program: Program,
  memory: SessionMemory,
  threads = 1,
): CompiledProgram {
  const { precision, heap } = memory
  const planned = plan(program, { precision, bytes: memory.bytesBound() })
  const limit = heap.isShared ? sharedPages : undefined
  return { plan: planned, emitted: emit(planned, { threads, sharedPages: limit }) }
}

/** Feeds of some steps, complete and fitting. */
export type RunFeeds = Readonly<Record<string, ArrayLike<number>>>

interface StagedPort extends Port {
  readonly address: number
}

/** A program's memory in a session's heap, and the way through it of feeds and outputs. */
export class PlacedProgram {
  /** What the module needs to be instantiated. */
  readonly imports: WebAssembly.Imports
  /** Steps in one call of the module. */
  readonly capacity: number
  readonly #pieces: { address: number; bytes: number }[] = []
  readonly #feeds: readonly StagedPort[]
  readonly #outputs: readonly StagedPort[]

  constructor(
    readonly memory: SessionMemory,
    { plan: { feeds, outputs, arenaBytes, constants, constantBytes }, emitted }: CompiledProgram,
  ) {
    const { heap } = memory
    const bytesOf = ({ size, dtype }: Port) => size * bytesOfType(dtype, heap.floatBytes)
    const bytesPerStep = [...feeds, ...outputs].reduce((sum, port) => sum + bytesOf(port), 1)
    this.capacity = Math.max(1, Math.min(mostSteps, Math.floor(stagedBytes / bytesPerStep)))
    const addresses = new Map<string, number>()
    const stage =
      (region: 'feed' | 'output') =>
      (port: Port): StagedPort => {
        const address = this.#take(bytesOf(port) * this.capacity)
        addresses.set(globalOf({ region, name: port.name, offset: 0 }), address)
        return { ...port, address }
      }
    this.#feeds = feeds.map(stage('feed'))
    this.#outputs = outputs.map(stage('output'))
    addresses.set(regionGlobals.arena, this.#take(arenaBytes))
    addresses.set(regionGlobals.pool, this.#take(emitted.poolBytes))
    addresses.set(regionGlobals.barrier, this.#take(barrierBytes))
    heap.clear(addresses.get(regionGlobals.barrier)!, barrierBytes)
    const constantsAt = this.#take(constantBytes)
    addresses.set(regionGlobals.constants, constantsAt)
    for (const { offset, storage, size, values } of constants) {
      const start = (constantsAt + offset) / widthOf(storage, heap.floatBytes)
      const view = heap.view(storage)
      if (typeof values === 'number') view.fill(values, start, start + size)
      else view.set(values, start)
    }
    const places = Object.fromEntries(
      emitted.globals.map((name) => [name, addresses.get(name) ?? this.#session(name)]),
    )
    this.imports = { [importsName]: { memory: heap.memory, ...places } }
  }

  /** Address of state or bound data, by the name of its global. */
  #session(global: string): number {
    const slash = global.indexOf('/')
    const source = global.slice(0, slash) as 'state' | 'bound'
    return this.memory.address(source, global.slice(slash + 1))
  }

  #take(bytes: number): number {
    const address = this.memory.heap.take(bytes)
    this.#pieces.push({ address, bytes })
    return address
  }

  /** Arrays for the outputs of some steps. */
  newResults(steps: number): Record<string, NumberArray> {
    const results: Record<string, NumberArray> = {}
    for (const { name, dtype, size } of this.#outputs) {
      results[name] = this.#newArray(dtype, steps * size)
    }
    return results
  }

  /** Copies in the feeds of `count` steps from `step` on. */
  write(feeds: RunFeeds, step: number, count: number): void {
    for (const port of this.#feeds) this.#write(port, feeds[port.name]!, step, count)
  }

  /** Copies out what these steps gave. */
  read(results: Readonly<Record<string, NumberArray>>, step: number, count: number): void {
    for (const port of this.#outputs) this.#read(port, results[port.name]!, step, count)
  }

  #newArray(dtype: Port['dtype'], length: number): NumberArray {
    if (dtype === 'int32') return new Int32Array(length)
    if (dtype === 'bool') return new Uint8Array(length)
    return this.memory.precision === 'float32' ? new Float32Array(length) : new Float64Array(length)
  }

  #at({ dtype, address }: StagedPort): { view: NumberArray; start: number } {
    const { heap } = this.memory
    const storage = dtype === 'float' ? 'float' : 'word'
    return { view: heap.view(storage), start: address / widthOf(storage, heap.floatBytes) }
  }

  #write(port: StagedPort, values: ArrayLike<number>, step: number, count: number): void {
    const { view, start } = this.#at(port)
    const length = count * port.size
    const from = step * port.size
    if (length > 32) {
      const isPart = values.length > length && 'subarray' in values
      view.set(isPart ? (values as NumberArray).subarray(from, from + length) : values, start)
      return
    }
    // For a few elements a loop is faster than the call of `set`.
    for (let i = 0; i < length; i++) view[start + i] = values[from + i]!
  }

  #read(port: StagedPort, result: NumberArray, step: number, count: number): void {
    const { view, start } = this.#at(port)
    const length = count * port.size
    const from = step * port.size
    if (length > 32) {
      result.set(asOutside(view.subarray(start, start + length), port.dtype), from)
      return
    }
    for (let i = 0; i < length; i++) result[from + i] = view[start + i]!
  }

  /** Gives the memory back. */
  dispose(): void {
    for (const { address, bytes } of this.#pieces.splice(0)) this.memory.heap.give(address, bytes)
  }
}
