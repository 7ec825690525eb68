import type { Code } from '../assembler/encode.js'
import { forRange, get } from '../assembler/instructions.js'
import { FunctionBuilder } from '../assembler/module.js'
import { v128 } from '../assembler/vector.js'
import type { LoopKernel, Reduction } from '../plan/kernels.js'
import { type Accumulator, accumulator, neutral } from './accumulator.js'
import { atLeastOne, BodyEmitter, type Reference } from './body.js'
import { Cursors } from './cursors.js'
import type { Emitter } from './emitter.js'
import { constantVector, type Lanes, storeVector } from './lanes.js'

/** So many sums run side by side at most, so that one addition need not wait for the one before. */
const partialSums = 4
/** Loops of so many vectors at most are written out. */
const writtenOut = 4

/**
 * A function of a loop kernel. Dimensions that stay come first, reduced ones inside them; vectors lie
 * along the last dimension, wherever it stands in that order.
 */
export function loopFunction(
  emitter: Emitter,
  kernel: LoopKernel,
  pointers: number,
): FunctionBuilder {
  return new LoopEmitter(emitter, padded(kernel), pointers).emit()
}

/** The same kernel with at least one dimension. */
function padded(kernel: LoopKernel): LoopKernel {
  if (kernel.dims.length > 0) return kernel
  const widen = <Item extends Reference>(items: readonly Item[], stride: number): Item[] =>
    items.map((item) => ({ ...item, strides: [stride] }))
  return {
    ...kernel,
    dims: atLeastOne(kernel.dims),
    reduced: [false],
    loads: widen(kernel.loads, 0),
    stores: widen(kernel.stores, 1),
    reductions: widen(kernel.reductions, 1),
  }
}

class LoopEmitter {
  readonly #built: FunctionBuilder
  readonly #lanes: Lanes
  readonly #body: BodyEmitter
  readonly #cursors: Cursors
  /** Dimensions from the outermost loop to the innermost. */
  readonly #order: readonly number[]
  readonly #kept: number
  readonly #vector: number
  readonly #counters: readonly number[]
  /** Sums that run side by side. */
  readonly #parts: number
  readonly #sums: readonly Accumulator[]

  constructor(
    readonly emitter: Emitter,
    readonly kernel: LoopKernel,
    pointers: number,
  ) {
    const { dims, reduced, loads, stores, reductions } = kernel
    this.#lanes = emitter.lanes
    this.#built = new FunctionBuilder(new Array(pointers).fill('i32'))
    this.#body = new BodyEmitter(emitter, this.#built, kernel)
    this.#cursors = new Cursors(this.#built, this.#lanes, [...loads, ...stores, ...reductions])
    const all = dims.map((_, dim) => dim)
    this.#order = [...all.filter((dim) => !reduced[dim]), ...all.filter((dim) => reduced[dim])]
    this.#kept = reduced.filter((each) => !each).length
    this.#vector = dims.length - 1
    this.#counters = this.#built.locals('i32', dims.length)
    const innermost = this.#order.at(-1)!
    const turns = Math.ceil(dims[innermost]! / (innermost === this.#vector ? this.#lanes.count : 1))
    this.#parts = Math.min(partialSums, turns)
    this.#sums = reductions.map((reduction) =>
      accumulator(this.#lanes, this.#built, reduction, this.#parts),
    )
  }

  emit(): FunctionBuilder {
    const loops = [this.#cursors.start(), this.#level(0, this.#lanes.count)]
    this.#built.body = [this.#body.before, loops]
    return this.#built
  }

  /** The loop at a depth; afterwards every cursor has moved by the whole dimension. */
  #level(depth: number, lanes: number): Code {
    if (depth === this.#kept && this.kernel.reductions.length > 0) return this.#reduce(depth, lanes)
    return this.#loop(depth, lanes)
  }

  #loop(depth: number, lanes: number): Code {
    if (depth === this.#order.length) return this.#point(lanes, 0, () => 0)
    const dim = this.#order[depth]!
    const size = this.kernel.dims[dim]!
    const isInnermost = depth === this.#order.length - 1
    if (dim !== this.#vector) {
      if (isInnermost) return this.#innermost(dim, size, 1, lanes)
      return forRange(this.#counters[dim]!, 0, size, 1, [
        this.#level(depth + 1, lanes),
        this.#step(depth, 1),
      ])
    }
    const { count } = this.#lanes
    const full = Math.floor(size / count)
    const tail = size % count
    if (isInnermost) {
      return [
        this.#innermost(dim, full, count, count),
        tail === 0 ? [] : this.#innermost(dim, 1, tail, tail),
      ]
    }
    return [
      forRange(this.#counters[dim]!, 0, full, 1, [
        this.#level(depth + 1, count),
        this.#step(depth, count),
      ]),
      tail === 0 ? [] : [this.#level(depth + 1, tail), this.#step(depth, tail)],
    ]
  }

  /** Moves the cursors on by so many places of a dimension, from where its inner loops left them. */
  #step(depth: number, places: number): Code {
    const dim = this.#order[depth]!
    const inner = this.#order[depth + 1]
    return this.#cursors.move(
      ({ strides }) =>
        places * strides[dim]! -
        (inner === undefined ? 0 : this.kernel.dims[inner]! * strides[inner]!),
    )
  }

  /** `turns` vectors, each `places` further on the innermost dimension. */
  #innermost(dim: number, turns: number, places: number, lanes: number): Code {
    if (turns === 0) return []
    const at = (turn: number) => (reference: Reference) =>
      turn * places * this.#cursors.of(reference).strides[dim]!
    const several = (count: number): Code =>
      Array.from({ length: count }, (_, turn) => this.#point(lanes, turn % this.#parts, at(turn)))
    const moved = (count: number): Code =>
      this.#cursors.move(({ strides }) => count * places * strides[dim]!)
    if (turns <= writtenOut) return [several(turns), moved(turns)]
    const atOnce = this.kernel.reductions.length > 0 ? this.#parts : 1
    const whole = Math.floor(turns / atOnce)
    const rest = turns % atOnce
    return [
      forRange(this.#counters[dim]!, 0, whole, 1, [several(atOnce), moved(atOnce)]),
      rest === 0 ? [] : [several(rest), moved(rest)],
    ]
  }

  #point(lanes: number, partial: number, offset: (reference: Reference) => number): Code {
    const point = {
      at: (reference: Reference) => ({
        base: get(this.#cursors.of(reference).local),
        offset: offset(reference),
      }),
      apart: ({ strides }: Reference) => strides[this.#vector]!,
      lanes,
    }
    return [
      this.#body.point(point),
      this.kernel.reductions.map((reduction, i) => {
        const value = this.#masked(reduction, this.#body.argument(reduction.argument, {}), lanes)
        return this.#sums[i]!.add(partial, value)
      }),
    ]
  }

  /** The neutral value in lanes that are not there, where lanes will be combined. */
  #masked({ kind, dtype }: Reduction, value: Code, lanes: number): Code {
    const { count, floatBytes } = this.#lanes
    if (!this.kernel.reduced[this.#vector] || lanes === count) return value
    const width = dtype === 'float' ? floatBytes : 4
    const mask = v128.const(Array.from({ length: 16 }, (_, i) => (i < lanes * width ? 0xff : 0)))
    if (kind === 'sum') return v128.and(value, mask)
    return v128.bitSelect(value, neutral(this.#lanes, kind, dtype), mask)
  }

  /** The reduced loops between neutral values and the stores of the results. */
  #reduce(depth: number, lanes: number): Code {
    const { reductions, reduced } = this.kernel
    const isAcross = reduced[this.#vector]!
    return [
      this.#sums.map((sum) => sum.start),
      this.#loop(depth, lanes),
      reductions.map((reduction, i) => {
        const { finish, local } = this.#sums[i]!
        const address = { base: get(this.#cursors.of(reduction).local), offset: 0 }
        const result = this.#divided(reduction, get(local))
        return [
          finish(isAcross),
          storeVector(this.#lanes, address, reduction, result, isAcross ? 1 : lanes),
        ]
      }),
    ]
  }

  #divided({ divisor }: Reduction, sum: Code): Code {
    if (divisor === 1) return sum
    return this.#lanes.float.div(sum, constantVector(this.#lanes, divisor, 'float'))
  }
}
