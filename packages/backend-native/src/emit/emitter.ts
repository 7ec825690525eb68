import type { Code } from '../assembler/encode.js'
import { call } from '../assembler/instructions.js'
import { assemble, type FunctionBuilder } from '../assembler/module.js'
import type { Lanes } from './lanes.js'
import { type MathName, mathFunction } from './math/index.js'

/** Names of the module's imported globals that are not called after something in the program. */
export const regionGlobals = {
  arena: 'arena',
  barrier: 'barrier',
  constants: 'constants',
  pool: 'pool',
} as const

/** The functions of a module while it is put together. */
export class Emitter {
  readonly functions: FunctionBuilder[] = []
  readonly globals: string[] = [regionGlobals.pool]
  readonly #pool: number[] = []
  readonly #pooled = new Map<string, number>()
  readonly #math = new Map<MathName, number>()

  constructor(readonly lanes: Lanes) {}

  add(built: FunctionBuilder): number {
    return this.functions.push(built) - 1
  }

  /** Index of the imported global of that name. */
  global(name: string): number {
    const known = this.globals.indexOf(name)
    return known >= 0 ? known : this.globals.push(name) - 1
  }

  /** Offset of 16 bytes in the pool of vector constants, where they are faster to reach than as code. */
  pooled(bytes: readonly number[]): number {
    const key = bytes.join()
    const known = this.#pooled.get(key)
    if (known !== undefined) return known
    const offset = this.#pool.length
    this.#pool.push(...bytes)
    this.#pooled.set(key, offset)
    return offset
  }

  /** Calls a function of vectors, which is put into the module at its first use. */
  math(name: MathName, ...operands: Code[]): Code {
    let index = this.#math.get(name)
    if (index === undefined) {
      index = this.add(mathFunction(name, this))
      this.#math.set(name, index)
    }
    return call(index, ...operands)
  }

  assemble(
    exports: Readonly<Record<string, number>>,
    sharedPages: number | undefined,
  ): Uint8Array<ArrayBuffer> {
    return assemble({
      functions: this.functions,
      exports,
      globals: this.globals,
      data: { global: 0, bytes: this.#pool },
      ...(sharedPages !== undefined && { sharedPages }),
    })
  }

  /** Bytes of the pool. */
  get poolBytes(): number {
    return this.#pool.length
  }
}
