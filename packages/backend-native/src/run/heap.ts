import type { NumberArray, Precision } from '@parallax-ml/core'
import { Arena } from '../plan/arena.js'
import type { Storage } from '../plan/kernels.js'
import { aligned } from '../plan/place.js'

const pageBytes = 65_536
/** Shared memory must say how large it may become: 2 GiB. */
export const sharedPages = 32_768
/** Vectors may be read across the end of what is taken. */
const slack = 64

/** One WebAssembly memory, pieces of which are taken and given back. */
export class Heap {
  readonly memory: WebAssembly.Memory
  readonly floatBytes: 4 | 8
  // Address 0 stays free: nothing of a program is there.
  readonly #arena = new Arena(slack)
  #buffer: ArrayBufferLike | undefined
  #views!: Record<Storage, NumberArray>

  /** @param isShared whether several threads work in it. */
  constructor(
    readonly precision: Precision,
    readonly isShared = false,
  ) {
    this.memory = new WebAssembly.Memory(
      isShared ? { initial: 1, maximum: sharedPages, shared: true } : { initial: 1 },
    )
    this.floatBytes = precision === 'float32' ? 4 : 8
  }

  /** The address of so many bytes of undefined content; begins at a multiple of 16. */
  take(bytes: number): number {
    const address = this.#arena.take(aligned(bytes))
    const missing = this.#arena.size + slack - this.memory.buffer.byteLength
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes))
    return address
  }

  give(address: number, bytes: number): void {
    this.#arena.give(address, aligned(bytes))
  }

  clear(address: number, bytes: number): void {
    this.view('byte').fill(0, address, address + bytes)
  }

  /** All of memory as values that lie so. Growing the memory makes it useless. */
  view(storage: Storage): NumberArray {
    const { buffer } = this.memory
    if (buffer !== this.#buffer) {
      this.#buffer = buffer
      const Float = this.floatBytes === 4 ? Float32Array : Float64Array
      const whole = Math.floor(buffer.byteLength / 8) * 8
      this.#views = {
        float: new Float(buffer, 0, whole / this.floatBytes),
        word: new Int32Array(buffer),
        byte: new Uint8Array(buffer),
      }
    }
    return this.#views[storage]
  }
}
