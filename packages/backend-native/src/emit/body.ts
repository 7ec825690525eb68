import type { DataType } from '@parallax-ml/core'
import type { Code } from '../assembler/encode.js'
import { get, set } from '../assembler/instructions.js'
import type { FunctionBuilder } from '../assembler/module.js'
import { v128 } from '../assembler/vector.js'
import type { Argument, Body, Load, Store } from '../plan/kernels.js'
import type { Emitter } from './emitter.js'
import {
  type Address,
  bytesOf,
  constantVector,
  loadApart,
  loadSplat,
  loadVector,
  storeVector,
} from './lanes.js'
import { operation } from './operations.js'

/** Something in memory that a kernel reads or writes. */
export type Reference = Pick<Load, 'pointer' | 'strides' | 'storage'>

/** One vector of points. */
export interface Point {
  /** Where the first lane of a reference lies. */
  readonly at: (reference: Reference) => Address
  /** Values apart from lane to lane. */
  readonly apart: (reference: Reference) => number
  readonly lanes: number
  /** The sum of a contraction. */
  readonly sum?: Code
}

/** Numbers below it lose digits and time. */
const smallestNormal = { float32: 2 ** -126, float64: 2 ** -1022 }

/** The code of a kernel's body, for as many points as the kernel's loops ask. */
export class BodyEmitter {
  readonly #loads: number[]
  readonly #steps: number[]
  readonly #constants = new Map<string, { local: number; value: Code }>()

  constructor(
    readonly emitter: Emitter,
    readonly built: FunctionBuilder,
    readonly body: Body,
  ) {
    this.#loads = built.locals('v128', body.loads.length)
    this.#steps = built.locals('v128', body.steps.length)
  }

  /** Whether a value is the same at every point; it is loaded before the loops. */
  #isUniform({ strides }: Load): boolean {
    return strides.every((stride) => stride === 0)
  }

  /** Sets what is the same at every point; comes before the loops, but is asked for after them. */
  get before(): Code {
    const { lanes } = this.emitter
    return [
      [...this.#constants.values()].map(({ local, value }) => set(local, value)),
      this.body.loads.map((load, i) =>
        this.#isUniform(load)
          ? set(
              this.#loads[i]!,
              loadSplat(lanes, { base: get(load.pointer), offset: 0 }, load.storage, load.dtype),
            )
          : [],
      ),
    ]
  }

  #constant(value: number, dtype: DataType): Code {
    const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`
    let known = this.#constants.get(key)
    if (known === undefined) {
      const code = constantVector(this.emitter.lanes, value, dtype)
      known = { local: this.built.local('v128'), value: code }
      this.#constants.set(key, known)
    }
    return get(known.local)
  }

  /** The register of a value. */
  argument(argument: Argument, { sum }: Pick<Point, 'sum'>): Code {
    if ('constant' in argument) return this.#constant(argument.constant, argument.dtype)
    if ('load' in argument) return get(this.#loads[argument.load]!)
    if ('step' in argument) return get(this.#steps[argument.step]!)
    return sum!
  }

  /** Loads, computes and stores one vector of points. */
  point(point: Point): Code {
    const { loads, steps, stores } = this.body
    return [
      loads.map((load, i) =>
        this.#isUniform(load) ? [] : set(this.#loads[i]!, this.#load(load, point)),
      ),
      steps.map((step, i) => {
        const operands = step.args.map((each) => this.argument(each, point))
        return set(this.#steps[i]!, operation(this.emitter, step, operands))
      }),
      stores.map((store) => this.#store(store, point)),
    ]
  }

  #load(load: Load, { at, apart, lanes: count }: Point): Code {
    const { lanes } = this.emitter
    const { storage, dtype } = load
    const step = apart(load)
    if (step === 0) return loadSplat(lanes, at(load), storage, dtype)
    if (step === 1) return loadVector(lanes, at(load), storage, dtype)
    const bytes = step * bytesOf(storage, lanes)
    return loadApart(lanes, at(load), storage, dtype, { step: bytes, count })
  }

  #store(store: Store, point: Point): Code {
    const { lanes } = this.emitter
    const value = this.argument(store.argument, point)
    const stored = store.flush ? this.#flushed(value) : value
    const step = point.apart(store)
    const address = point.at(store)
    if (step === 1) return storeVector(lanes, address, store, stored, point.lanes)
    const bytes = step * bytesOf(store.storage, lanes)
    return Array.from({ length: point.lanes }, (_, lane) => {
      const { base, offset } = address
      const moved = rotate(
        stored,
        lane,
        bytesOf(store.storage, lanes),
        store.dtype,
        lanes.floatBytes,
      )
      return storeVector(lanes, { base, offset: offset + lane * bytes }, store, moved, 1)
    })
  }

  /** Zero instead of numbers too small for full precision; NaN stays. */
  #flushed(value: Code): Code {
    const { float, precision } = this.emitter.lanes
    const least = this.#constant(smallestNormal[precision], 'float')
    return v128.andNot(value, float.lt(float.abs(value), least))
  }
}

/** The vector with that lane first. */
function rotate(
  value: Code,
  lane: number,
  bytes: number,
  dtype: DataType,
  floatBytes: number,
): Code {
  if (lane === 0) return value
  const width = dtype === 'int32' ? bytes : floatBytes
  const first = (lane * width) / 4
  return v128.shuffle32(value, value, [first, Math.min(3, first + 1), 0, 0])
}

/** Dimensions of a space, at least one. */
export const atLeastOne = (dims: readonly number[]): readonly number[] =>
  dims.length === 0 ? [1] : dims
