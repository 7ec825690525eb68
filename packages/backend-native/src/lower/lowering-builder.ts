import { type DataType, type GraphNode, type Shape, sameShape } from '@parallax-ml/core'
import { definitionFamily } from '../plan/families.js'
import { isDense, type View, viewOf } from '../plan/views.js'
import type { ContractLoop, KeptNode, PlanNode } from './nodes.js'

type WithoutId<Node> = Node extends PlanNode ? Omit<Node, 'id'> : never

/** Collects the nodes of a lowered program. */
export class LoweringBuilder {
  readonly nodes: PlanNode[] = []
  readonly #views: View[] = []

  /** @param bytes names of bound data that are held in bytes. */
  constructor(readonly bytes: ReadonlySet<string>) {}

  node(id: number): PlanNode {
    return this.nodes[id]!
  }

  #add(node: WithoutId<PlanNode>): number {
    const id = this.nodes.length
    const added = { ...node, id } as PlanNode
    this.nodes.push(added)
    this.#views.push(viewOf(added, this.#views[added.inputs[0]!]))
    return id
  }

  /** A node of core's; a kernel of its own gets operands that lie in memory in order. */
  keep(node: GraphNode, inputs: readonly number[]): number {
    if (node.op === 'reshape') return this.reshape(inputs[0]!, node.shape)
    const isOther = definitionFamily(node.op) === 'other' && node.op !== 'concat'
    const given = isOther
      ? inputs.map((id, i) => (node.op === 'gather' && i === 0 ? this.#table(id) : this.#dense(id)))
      : inputs
    return this.#add({ ...(node as KeptNode), inputs: given } as WithoutId<PlanNode>)
  }

  #isBytes(id: number): boolean {
    const root = this.node(this.#views[id]!.root)
    return (
      root.op === 'input' &&
      root.attributes.source === 'bound' &&
      this.bytes.has(root.attributes.name)
    )
  }

  #dense(id: number): number {
    return isDense(this.#views[id]!) && !this.#isBytes(id) ? id : this.copy(id)
  }

  /** Rows are gathered from bytes as well. */
  #table(id: number): number {
    return isDense(this.#views[id]!) ? id : this.copy(id)
  }

  constants(shape: Shape, dtype: DataType, values: ArrayLike<number>): number {
    return this.#add({ op: 'constants', inputs: [], shape, dtype, values })
  }

  zeros(shape: Shape): number {
    const attributes = { value: 0, shape, dtype: 'float' } as const
    return this.#add({ op: 'constant', inputs: [], attributes, shape, dtype: 'float' })
  }

  contract(inputs: [number, number], shape: Shape, loops: readonly ContractLoop[]): number {
    const given = inputs.map((id) => (this.#isBytes(id) ? this.copy(id) : id))
    return this.#add({ op: 'contract', inputs: given, shape, dtype: 'float', loops })
  }

  embed(input: number, shape: Shape, start: readonly number[], step: readonly number[]): number {
    const { dtype } = this.node(input)
    return this.#add({ op: 'embed', inputs: [input], shape, dtype, start, step })
  }

  reduce(input: number, kind: 'sum' | 'max', axes: readonly number[], divisor: number): number {
    const { shape, dtype } = this.node(input)
    const reduced = shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    return this.#add({ op: 'reduce', inputs: [input], shape: reduced, dtype, kind, axes, divisor })
  }

  /** A view; of elements that do not lie in order, of a copy of them. */
  reshape(input: number, shape: Shape): number {
    const { shape: known, dtype } = this.node(input)
    if (sameShape(known, shape)) return input
    const source = isDense(this.#views[input]!) ? input : this.copy(input)
    return this.#add({ op: 'reshape', inputs: [source], attributes: { shape }, shape, dtype })
  }

  slice(input: number, axis: number, start: number, size: number): number {
    const { shape: known, dtype } = this.node(input)
    if (start === 0 && size === known[axis]) return input
    const shape = known.with(axis, size)
    return this.#add({
      op: 'slice',
      inputs: [input],
      attributes: { axis, start, size },
      shape,
      dtype,
    })
  }

  reverse(input: number, axis: number): number {
    const { shape, dtype } = this.node(input)
    return this.#add({ op: 'reverse', inputs: [input], attributes: { axis }, shape, dtype })
  }

  transpose(input: number, permutation: readonly number[]): number {
    const { shape: known, dtype } = this.node(input)
    const shape = permutation.map((axis) => known[axis]!)
    return this.#add({
      op: 'transpose',
      inputs: [input],
      attributes: { permutation },
      shape,
      dtype,
    })
  }

  copy(input: number): number {
    const { shape, dtype } = this.node(input)
    return this.#add({ op: 'copy', inputs: [input], attributes: {}, shape, dtype })
  }
}
