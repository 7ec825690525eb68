import { type DataType, decodeNumber, stridesOf } from '@parallax-ml/core'
import type { PlanNode } from '../lower/nodes.js'
import type { Argument, Body, Load, Place, Step, Storage, Store } from './kernels.js'
import type { View } from './views.js'

/** Where a value lies in memory, in elements. */
export interface Reference {
  readonly place: Place
  readonly storage: Storage
  readonly dtype: DataType
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

/** How a value lies when memory holds it in order. */
export const storageOf = (dtype: DataType): Storage => (dtype === 'float' ? 'float' : 'word')

/** Collects what a kernel reads, computes and writes, and which memory that is. */
export class BodyBuilder implements Body {
  readonly loads: Load[] = []
  readonly steps: Step[] = []
  readonly stores: Store[] = []
  readonly pointers: Place[] = []
  readonly #pointerOf = new Map<string, number>()

  pointer(place: Place): number {
    const key = JSON.stringify(place)
    const known = this.#pointerOf.get(key)
    if (known !== undefined) return known
    this.#pointerOf.set(key, this.pointers.length)
    return this.pointers.push(place) - 1
  }

  load({ place, storage, dtype, shape, strides }: Reference): Argument {
    const load = { pointer: this.pointer(place), strides: squeezed(shape, strides), storage, dtype }
    const known = this.loads.findIndex(
      (other) =>
        other.pointer === load.pointer &&
        other.strides.every((stride, i) => stride === load.strides[i]),
    )
    return { load: known >= 0 ? known : this.loads.push(load) - 1 }
  }

  step(node: PlanNode, from: DataType, args: readonly Argument[]): Argument {
    const step = { op: node.op as Step['op'], args, from, dtype: node.dtype }
    return { step: this.steps.push(step) - 1 }
  }

  store(argument: Argument, { place, storage, dtype, shape, strides }: Reference, flush = false) {
    this.stores.push({
      pointer: this.pointer(place),
      strides: squeezed(shape, strides),
      storage,
      dtype,
      argument,
      ...(flush && { flush }),
    })
  }
}

/** Strides of the axes that are longer than 1. */
const squeezed = (shape: readonly number[], strides: readonly number[]): number[] =>
  strides.filter((_, axis) => shape[axis] !== 1)

/** Strides of a reduction's result on the axes of what is reduced: 0 on those that vanish. */
export function reducedStrides(space: readonly number[], reduced: readonly number[]): number[] {
  const kept = space.map((size, axis) => (reduced.includes(axis) ? 1 : size))
  return stridesOf(kept).map((stride, axis) => (reduced.includes(axis) ? 0 : stride))
}

/** The number that a splat constant is. */
export const constantArgument = (node: PlanNode): Argument | undefined =>
  node.op === 'constant' && 'value' in node.attributes
    ? { constant: decodeNumber(node.attributes.value), dtype: node.dtype }
    : undefined

/** A reference to a part of another one, as a view shows it. */
export const viewReference = (
  place: Place,
  storage: Storage,
  dtype: DataType,
  { offset, shape, strides }: View,
  bytes: number,
): Reference => ({ place: moved(place, offset * bytes), storage, dtype, shape, strides })

/** A place some bytes further on. */
export const moved = (place: Place, bytes: number): Place => ({
  ...place,
  offset: place.offset + bytes,
})

/** A dense value of a shape. */
export const denseReference = (
  place: Place,
  dtype: DataType,
  shape: readonly number[],
): Reference => ({ place, storage: storageOf(dtype), dtype, shape, strides: stridesOf(shape) })
