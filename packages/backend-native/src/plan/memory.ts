import { type DataType, sizeOf } from '@parallax-ml/core'
import type { PlanNode } from '../lower/nodes.js'
import {
  type BodyBuilder,
  constantArgument,
  type Reference,
  storageOf,
  viewReference,
} from './body.js'
import { type PlanContext, sameElement } from './groups.js'
import type { Argument, Place, Storage } from './kernels.js'
import { aligned } from './place.js'

/** Numbers that are in memory before a program first runs. */
export interface ConstantBlock {
  /** In bytes, in the program's region of constants. */
  readonly offset: number
  readonly storage: Storage
  readonly size: number
  /** One number for all, or one for each. */
  readonly values: number | ArrayLike<number>
}

/** What a program's memory is made of. */
export interface MemoryParts extends PlanContext {
  readonly floatBytes: 4 | 8
  /** Names of bound data that are held in bytes. */
  readonly bytes: ReadonlySet<string>
  readonly stored: ReadonlySet<number>
  readonly places: ReadonlyMap<number, Place>
  /** Values that are written over old state. */
  readonly states: ReadonlySet<number>
}

/** Finds where values lie while kernels are made of them. */
export class Memory {
  readonly constants: ConstantBlock[] = []
  constantBytes = 0
  readonly #constantPlaces = new Map<number, Place>()

  constructor(readonly parts: MemoryParts) {}

  get nodes(): readonly PlanNode[] {
    return this.parts.nodes
  }

  isStored(id: number): boolean {
    return this.parts.stored.has(id)
  }

  isState(id: number): boolean {
    return this.parts.states.has(id) && this.nodes[id]!.dtype === 'float'
  }

  /** Where the memory of a node that is no view begins. */
  place(id: number): Place {
    const node = this.nodes[id]!
    if (node.op === 'input') {
      const { source, name } = node.attributes
      return { region: source, name, offset: 0 }
    }
    if (node.op === 'constant' || node.op === 'constants') return this.#constantPlace(node)
    return this.parts.places.get(id)!
  }

  #constantPlace(node: PlanNode): Place {
    const known = this.#constantPlaces.get(node.id)
    if (known !== undefined) return known
    const values = node.op === 'constants' ? node.values : numberOf(constantArgument(node)!)
    const storage = storageOf(node.dtype)
    const size = sizeOf(node.shape)
    const offset = this.constantBytes
    this.constants.push({ offset, storage, size, values })
    this.constantBytes += aligned(size * widthOf(storage, this.parts.floatBytes))
    const place: Place = { region: 'constants', offset }
    this.#constantPlaces.set(node.id, place)
    return place
  }

  /** A value as a view shows it. */
  reference(id: number): Reference {
    const view = this.parts.views[id]!
    const root = this.nodes[view.root]!
    const storage = this.#storageOf(root)
    const bytes = widthOf(storage, this.parts.floatBytes)
    return viewReference(this.place(view.root), storage, root.dtype, view, bytes)
  }

  #storageOf(node: PlanNode): Storage {
    const isBytes =
      node.op === 'input' &&
      node.attributes.source === 'bound' &&
      this.parts.bytes.has(node.attributes.name)
    return isBytes ? 'byte' : storageOf(node.dtype)
  }

  /** Bytes of one value of a node. */
  bytesOf(id: number): number {
    return bytesOfType(this.nodes[id]!.dtype, this.parts.floatBytes)
  }

  /** The number that all elements of a value are, if it is a constant. */
  constant(id: number): Argument | undefined {
    return constantArgument(this.nodes[this.parts.views[id]!.root]!)
  }

  /** What a step reads: a constant, a value of the same kernel, or memory. */
  argument(body: BodyBuilder, values: ReadonlyMap<number, Argument>, input: number): Argument {
    const root = sameElement(input, this.parts)
    const own = root === undefined ? undefined : values.get(root)
    return own ?? this.constant(input) ?? body.load(this.reference(input))
  }
}

const numberOf = (argument: Argument): number => ('constant' in argument ? argument.constant : 0)

/** Bytes of one value in memory. */
export const widthOf = (storage: Storage, floatBytes: 4 | 8): number =>
  storage === 'float' ? floatBytes : storage === 'word' ? 4 : 1

/** Bytes of one value of a type that a kernel makes. */
export const bytesOfType = (dtype: DataType, floatBytes: 4 | 8): number =>
  dtype === 'float' ? floatBytes : 4
