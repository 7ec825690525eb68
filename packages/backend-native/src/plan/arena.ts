/** Memory that is taken and given back, first fit; neighbouring free pieces join. */
export class Arena {
  /** Bytes up to the end of the last piece that was ever taken. */
  size: number
  readonly #free: { offset: number; bytes: number }[] = []

  /** @param begin offset of the first byte. */
  constructor(begin = 0) {
    this.size = begin
  }

  take(bytes: number): number {
    const i = this.#free.findIndex((piece) => piece.bytes >= bytes)
    if (i >= 0) {
      const piece = this.#free[i]!
      const { offset } = piece
      piece.offset += bytes
      piece.bytes -= bytes
      if (piece.bytes === 0) this.#free.splice(i, 1)
      return offset
    }
    const last = this.#free.at(-1)
    if (last !== undefined && last.offset + last.bytes === this.size) {
      this.#free.pop()
      this.size = last.offset + bytes
      return last.offset
    }
    this.size += bytes
    return this.size - bytes
  }

  give(offset: number, bytes: number): void {
    let i = this.#free.findIndex((piece) => piece.offset > offset)
    if (i < 0) i = this.#free.length
    const before = this.#free[i - 1]
    const after = this.#free[i]
    const joinsBefore = before !== undefined && before.offset + before.bytes === offset
    const joinsAfter = after !== undefined && offset + bytes === after.offset
    if (joinsBefore) {
      before.bytes += bytes + (joinsAfter ? after.bytes : 0)
      if (joinsAfter) this.#free.splice(i, 1)
    } else if (joinsAfter) {
      after.offset = offset
      after.bytes += bytes
    } else this.#free.splice(i, 0, { offset, bytes })
  }
}
