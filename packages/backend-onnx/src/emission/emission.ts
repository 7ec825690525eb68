import {
  type DataType,
  type Graph,
  type GraphNode,
  type Precision,
  type Shape,
  sameShape,
  sizeOf,
  stridesOf,
} from '@parallax-ml/core'
import type { Attributes } from '../writer/attributes.js'
import { GraphWriter } from '../writer/graph-writer.js'
import { type ElementType, elementTypeOf } from '../writer/tensors.js'
import { batchSizes } from './batch-sizes.js'
import type { Fusions } from './fusions.js'
import { isReshape, type Layout, permutationTo, shapeIn } from './layouts.js'

/** A value in the file. Axes of 1, or a scalar, stand for all elements of larger axes. */
export interface Stored {
  readonly name: string
  readonly shape: Shape
}

/** What an emission is made with. */
export interface EmissionOptions {
  readonly writer: GraphWriter
  readonly graph: Graph
  readonly precision: Precision
  readonly fusions: Fusions
  /**
   * `exact` keeps core's rules at every edge, `plain` uses the operation that readers of the file
   * expect, which may treat NaN, infinities and the last digits otherwise.
   */
  readonly style: 'exact' | 'plain'
  /** A size that stands for the number of rows, and an input whose first axis has that size. */
  readonly batch?: { readonly size: number; readonly input: string } | undefined
}

/** The values of core's nodes while they are written as nodes of ONNX. */
export class Emission {
  /** Where nodes go: the graph, or a branch of it. */
  writer: GraphWriter
  readonly graph: Graph
  readonly precision: Precision
  readonly fusions: Fusions
  readonly isExact: boolean
  /** The bytes that stand for a float input, where it was bound as bytes. */
  readonly bytes = new Map<number, string>()
  readonly #batch: EmissionOptions['batch']
  readonly #once = new Map<string, string>()
  readonly #values: Partial<Record<Layout, Stored>>[] = []

  constructor({ writer, graph, precision, fusions, style, batch }: EmissionOptions) {
    this.writer = writer
    this.graph = graph
    this.precision = precision
    this.fusions = fusions
    this.isExact = style === 'exact'
    this.#batch = batch
  }

  /** The node of an id. */
  nodeOf(id: number): GraphNode {
    return this.graph.nodes[id]!
  }

  typeOf(dtype: DataType): ElementType {
    return elementTypeOf(dtype, this.precision)
  }

  /** Adds a node of one result. */
  op(operation: string, inputs: readonly string[], attributes?: Attributes): string {
    return this.writer.node(operation, inputs, attributes)
  }

  /** A number, to be used with operands of any shape. */
  number(value: number, dtype: DataType = 'float'): string {
    return this.writer.constant(this.typeOf(dtype), [], [value])
  }

  cast(name: string, dtype: DataType): string {
    return this.op('Cast', [name], { to: castTo[this.typeOf(dtype)] })
  }

  keep(id: number, stored: Stored, layout: Layout = 'channelsLast'): void {
    this.#values[id] = { ...this.#values[id], [layout]: stored }
  }

  /** Whether a value is there. */
  has(id: number): boolean {
    return this.#values[id] !== undefined
  }

  /** Whether a value exists with its channels first only. */
  isChannelsFirst(id: number): boolean {
    const value = this.#values[id]
    return value?.channelsFirst !== undefined && value.channelsLast === undefined
  }

  /** The value of a node, possibly smaller than the node's shape. */
  stored(id: number, layout: Layout = 'channelsLast'): Stored {
    const value = this.#values[id]
    if (value === undefined)
      throw new Error(`node ${id} (${this.nodeOf(id).op}) is not written yet`)
    const known = value[layout]
    if (known !== undefined) return known
    const other = (value.channelsLast ?? value.channelsFirst)!
    const turned = this.#turn(other, layout)
    this.keep(id, turned, layout)
    return turned
  }

  #turn({ name, shape }: Stored, layout: Layout): Stored {
    if (sizeOf(shape) === 1 && shape.length <= 1) return { name, shape }
    const missing = new Array<number>(4 - shape.length).fill(1)
    const whole = [...missing, ...shape]
    const ranked = missing.length === 0 ? name : this.reshape(name, whole)
    return this.transpose({ name: ranked, shape: whole }, permutationTo(layout))
  }

  /** The value of a node in full. */
  full(id: number, layout: Layout = 'channelsLast'): string {
    const stored = this.stored(id, layout)
    const shape = shapeIn(layout, this.nodeOf(id).shape)
    if (sameShape(stored.shape, shape)) return stored.name
    const isAlike = sizeOf(stored.shape) === sizeOf(shape)
    const name = isAlike ? this.reshape(stored.name, shape) : this.expand(stored.name, shape)
    this.keep(id, { name, shape }, layout)
    return name
  }

  expand(name: string, shape: Shape): string {
    return this.op('Expand', [name, this.sizes(shape)])
  }

  reshape(name: string, shape: Shape): string {
    const moving = shape.filter((size) => this.#isBatch(size)).length
    if (moving > 1) return this.op('Reshape', [name, this.sizes(shape)])
    const target = shape.map((size) => (this.#isBatch(size) ? -1 : size))
    return this.op('Reshape', [name, this.writer.ints(target)])
  }

  /**
   * Zeros before every axis, then after every one. All axes are named, because ONNX Runtime's
   * optimiser of transpositions takes a list of some axes for one of all.
   */
  pad(name: string, margins: readonly number[], dtype: DataType = 'float'): string {
    return this.op('Pad', [name, this.writer.ints(margins), this.number(0, dtype)])
  }

  /** Axes in another order; of a constant, at once. */
  transpose({ name, shape }: Stored, permutation: readonly number[]): Stored {
    const turned = permutation.map((axis) => shape[axis]!)
    const constant = this.writer.constantOf(name)
    if (constant !== undefined && constant.type !== 'INT64') {
      const data = permuted(constant.data as Float32Array, shape, permutation)
      const own = name.includes('/') ? `${name}/transposed` : undefined
      return { name: this.writer.constant(constant.type, turned, data, own), shape: turned }
    }
    if (isReshape(shape, permutation)) return { name: this.reshape(name, turned), shape: turned }
    return { name: this.op('Transpose', [name], { perm: permutation }), shape: turned }
  }

  /** What `make` gives, made once for each key. */
  once(key: string, make: () => string): string {
    const made = this.#once.get(key) ?? make()
    this.#once.set(key, made)
    return made
  }

  /** One of two floats of that shape, of which only the one that is needed is worked out. */
  choose(condition: string, shape: Shape, yes: () => string, no: () => string): string {
    const outer = this.writer
    const branch = (name: string, make: () => string) => {
      this.writer = new GraphWriter(name, outer)
      this.writer.output(make(), this.typeOf('float'), shape)
      const proto = this.writer.toProto()
      this.writer = outer
      return proto
    }
    return this.op('If', [condition], {
      then_branch: branch('then', yes),
      else_branch: branch('else', no),
    })
  }

  /** A shape as a value of the file; a size that stands for the number of rows is worked out there. */
  sizes(shape: Shape): string {
    if (!shape.some((size) => this.#isBatch(size))) return this.writer.ints(shape)
    const { size, input } = this.#batch!
    const rows = this.once('rows', () => this.op('Shape', [input], { start: 0, end: 1 }))
    return batchSizes(this.writer, { size, name: rows }, shape)
  }

  /** Whether a size stands for the number of rows, or a multiple of it. */
  #isBatch(size: number): boolean {
    return this.#batch !== undefined && size % this.#batch.size === 0
  }
}

const castTo: Record<ElementType, number> = {
  FLOAT: 1,
  UINT8: 2,
  INT32: 6,
  INT64: 7,
  BOOL: 9,
  DOUBLE: 11,
  UINT32: 12,
}

function permuted(data: ArrayLike<number>, shape: Shape, permutation: readonly number[]): number[] {
  const strides = stridesOf(shape)
  const turned = permutation.map((axis) => shape[axis]!)
  const result = new Array<number>(sizeOf(shape))
  const index = turned.map(() => 0)
  for (let i = 0; i < result.length; i++) {
    let position = 0
    for (const [axis, at] of index.entries()) position += at * strides[permutation[axis]!]!
    result[i] = data[position]!
    for (let axis = index.length - 1; axis >= 0 && ++index[axis]! === turned[axis]; axis--) {
      index[axis] = 0
    }
  }
  return result
}
