import type { Code } from '../assembler/encode.js'
import { advance, get, set } from '../assembler/instructions.js'
import type { FunctionBuilder } from '../assembler/module.js'
import type { Reference } from './body.js'
import { bytesOf, type Lanes } from './lanes.js'

interface Cursor {
  readonly local: number
  readonly pointer: number
  /** Bytes apart on every dimension. */
  readonly strides: readonly number[]
}

/** Addresses that move along with the loops; what is read and written at one place shares one. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>()

  constructor(
    readonly built: FunctionBuilder,
    readonly lanes: Lanes,
    references: readonly Reference[],
  ) {
    for (const reference of references) {
      const key = this.#key(reference)
      if (this.#cursors.has(key)) continue
      const bytes = bytesOf(reference.storage, lanes)
      const strides = reference.strides.map((stride) => stride * bytes)
      this.#cursors.set(key, { local: built.local('i32'), pointer: reference.pointer, strides })
    }
  }

  #key({ pointer, strides, storage }: Reference): string {
    return `${pointer} ${storage} ${strides.join()}`
  }

  of(reference: Reference): Cursor {
    return this.#cursors.get(this.#key(reference))!
  }

  /** Sets every cursor to where its pointer is, with something added that depends on it. */
  start(added: (cursor: Cursor) => (base: Code) => Code = () => (base) => base): Code {
    return [...this.#cursors.values()].map((cursor) =>
      set(cursor.local, added(cursor)(get(cursor.pointer))),
    )
  }

  /** Moves every cursor by so many bytes. */
  move(bytes: (cursor: Cursor) => number): Code {
    return [...this.#cursors.values()].map((cursor) => advance(cursor.local, bytes(cursor)))
  }
}
