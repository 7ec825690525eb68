import { commonShape } from './align.js'
import { encodeNumber, encodeNumbers } from './numbers.js'
import { definitionOf } from './operations/index.js'
import { simplify } from './simplify.js'
import type {
  DataType,
  Graph,
  GraphNode,
  NodeOf,
  OperationAttributes,
  OperationName,
  Shape,
} from './types.js'
import { WindowBuilder } from './window-builder.js'

/** A node of the graph that is being built, or a number that becomes a constant beside it. */
export type Operand = GraphNode | number

/**
 * Builds a graph: one method per operation. Equal nodes are made once, and what can be simplified
 * is simplified on the way, so no pass has to do either later.
 *
 * In elementwise methods a number, a scalar, or an axis of size 1 in a tensor of equal rank grows
 * to the other operand's shape, by an explicit `broadcast` node. Other shapes must be equal.
 *
 * Every method throws {@link GraphError} if its operands do not fit.
 */
export class GraphBuilder extends WindowBuilder implements Graph {
  readonly nodes: GraphNode[] = []
  readonly #known = new Map<string, GraphNode>()

  /** The node that an operation makes of its inputs: a simpler one, a known one, or a new one. */
  node<Name extends OperationName>(
    op: Name,
    inputs: readonly GraphNode[],
    attributes: OperationAttributes[Name],
  ): GraphNode {
    const { shape, dtype } = definitionOf(op).infer(inputs, attributes)
    const ids = inputs.map((input) => input.id)
    const made = {
      id: this.nodes.length,
      op,
      inputs: ids,
      attributes,
      shape,
      dtype,
    } as NodeOf<Name>
    const simpler = simplify(this, made as GraphNode, inputs)
    if (simpler !== undefined) return simpler
    const key = `${op}|${ids.join()}|${JSON.stringify(attributes)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.nodes.push(made as GraphNode)
    this.#known.set(key, made as GraphNode)
    return made as GraphNode
  }

  /** The nodes that `node` reads. */
  inputsOf(node: GraphNode): GraphNode[] {
    return node.inputs.map((id) => this.nodes[id]!)
  }

  /** A value from outside: state, bound data or a feed. */
  input(attributes: OperationAttributes['input']): NodeOf<'input'> {
    return this.node('input', [], attributes) as NodeOf<'input'>
  }

  /** One number in every element. */
  constant(value: number, shape: Shape = [], dtype: DataType = 'float'): GraphNode {
    return this.node('constant', [], { value: encodeNumber(value), shape, dtype })
  }

  /** Given elements, row-major. */
  constants(values: ArrayLike<number>, shape: Shape, dtype: DataType = 'float'): GraphNode {
    return this.node('constant', [], { data: encodeNumbers(values), shape, dtype })
  }

  iota(shape: Shape, axis: number): GraphNode {
    return this.node('iota', [], { shape, axis })
  }

  randomBits(key: GraphNode, shape: Shape, stream: number): GraphNode {
    return this.node('randomBits', [key], { shape, stream })
  }

  add(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('add', [a, b])
  }
  sub(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('sub', [a, b])
  }
  mul(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('mul', [a, b])
  }
  /** The quotient; of int32, rounded towards minus infinity. */
  div(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('div', [a, b])
  }
  pow(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('pow', [a, b])
  }
  maximum(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('maximum', [a, b])
  }
  minimum(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('minimum', [a, b])
  }

  neg(a: Operand): GraphNode {
    return this.#elementwise('neg', [a])
  }
  abs(a: Operand): GraphNode {
    return this.#elementwise('abs', [a])
  }
  sign(a: Operand): GraphNode {
    return this.#elementwise('sign', [a])
  }
  exp(a: Operand): GraphNode {
    return this.#elementwise('exp', [a])
  }
  log(a: Operand): GraphNode {
    return this.#elementwise('log', [a])
  }
  log1p(a: Operand): GraphNode {
    return this.#elementwise('log1p', [a])
  }
  sqrt(a: Operand): GraphNode {
    return this.#elementwise('sqrt', [a])
  }
  rsqrt(a: Operand): GraphNode {
    return this.#elementwise('rsqrt', [a])
  }
  tanh(a: Operand): GraphNode {
    return this.#elementwise('tanh', [a])
  }
  sigmoid(a: Operand): GraphNode {
    return this.#elementwise('sigmoid', [a])
  }
  relu(a: Operand): GraphNode {
    return this.#elementwise('relu', [a])
  }
  softplus(a: Operand): GraphNode {
    return this.#elementwise('softplus', [a])
  }
  erf(a: Operand): GraphNode {
    return this.#elementwise('erf', [a])
  }
  floor(a: Operand): GraphNode {
    return this.#elementwise('floor', [a])
  }
  /** To the nearest whole number; halves to the even one. */
  round(a: Operand): GraphNode {
    return this.#elementwise('round', [a])
  }
  /** The same values in memory of their own. */
  copy(a: GraphNode): GraphNode {
    return this.#elementwise('copy', [a])
  }

  equal(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('equal', [a, b])
  }
  notEqual(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('notEqual', [a, b])
  }
  less(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('less', [a, b])
  }
  lessEqual(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('lessEqual', [a, b])
  }
  greater(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('greater', [a, b])
  }
  greaterEqual(a: Operand, b: Operand): GraphNode {
    return this.#elementwise('greaterEqual', [a, b])
  }
  and(a: GraphNode, b: GraphNode): GraphNode {
    return this.#elementwise('and', [a, b])
  }
  or(a: GraphNode, b: GraphNode): GraphNode {
    return this.#elementwise('or', [a, b])
  }
  not(a: GraphNode): GraphNode {
    return this.#elementwise('not', [a])
  }
  isFinite(a: GraphNode): GraphNode {
    return this.#elementwise('isFinite', [a])
  }
  /** `yes` where the condition holds, else `no`. */
  select(condition: GraphNode, yes: Operand, no: Operand): GraphNode {
    const dtype = dtypeOf([yes, no])
    const values = [yes, no].map((value) => this.#asNode(value, dtype))
    return this.node('select', this.#align('select', [condition, ...values]), {})
  }
  cast(a: GraphNode, dtype: DataType): GraphNode {
    return this.node('cast', [a], { dtype })
  }

  /** Over the given axes, which stay as 1; over all of them by default. */
  sum(a: GraphNode, axes: readonly number[] = a.shape.map((_, axis) => axis)): GraphNode {
    return this.node('sum', [a], { axes })
  }
  mean(a: GraphNode, axes: readonly number[] = a.shape.map((_, axis) => axis)): GraphNode {
    return this.node('mean', [a], { axes })
  }
  max(a: GraphNode, axes: readonly number[] = a.shape.map((_, axis) => axis)): GraphNode {
    return this.node('max', [a], { axes })
  }
  argmax(a: GraphNode, axis: number): GraphNode {
    return this.node('argmax', [a], { axis })
  }
  cumsum(a: GraphNode, axis: number): GraphNode {
    return this.node('cumsum', [a], { axis })
  }

  matmul(
    a: GraphNode,
    b: GraphNode,
    { transposeA = false, transposeB = false }: Partial<OperationAttributes['matmul']> = {},
  ): GraphNode {
    return this.node('matmul', [a, b], { transposeA, transposeB })
  }

  reshape(a: GraphNode, shape: Shape): GraphNode {
    return this.node('reshape', [a], { shape })
  }
  /** Axes of size 1 grow to `shape`; a scalar grows to any shape. */
  broadcast(a: GraphNode, shape: Shape): GraphNode {
    const ranked =
      a.shape.length === 0
        ? this.reshape(
            a,
            shape.map(() => 1),
          )
        : a
    return this.node('broadcast', [ranked], { shape })
  }
  transpose(a: GraphNode, permutation: readonly number[]): GraphNode {
    return this.node('transpose', [a], { permutation })
  }
  slice(a: GraphNode, axis: number, start: number, size: number): GraphNode {
    return this.node('slice', [a], { axis, start, size })
  }
  reverse(a: GraphNode, axis: number): GraphNode {
    return this.node('reverse', [a], { axis })
  }
  concat(parts: readonly GraphNode[], axis: number): GraphNode {
    return this.node('concat', parts, { axis })
  }
  pad(a: GraphNode, axis: number, before: number, after: number): GraphNode {
    return this.node('pad', [a], { axis, before, after })
  }

  gather(table: GraphNode, indices: GraphNode): GraphNode {
    return this.node('gather', [table, indices], {})
  }
  scatterAdd(updates: GraphNode, indices: GraphNode, rows: number): GraphNode {
    return this.node('scatterAdd', [updates, indices], { rows })
  }
  gatherAlong(data: GraphNode, indices: GraphNode, axis: number): GraphNode {
    return this.node('gatherAlong', [data, indices], { axis })
  }
  oneHot(indices: GraphNode, depth: number): GraphNode {
    return this.node('oneHot', [indices], { depth })
  }

  softmax(a: GraphNode): GraphNode {
    return this.node('softmax', [a], {})
  }
  logSoftmax(a: GraphNode): GraphNode {
    return this.node('logSoftmax', [a], {})
  }

  #elementwise<Name extends OperationName>(op: Name, operands: readonly Operand[]): GraphNode {
    const dtype = dtypeOf(operands)
    const nodes = operands.map((operand) => this.#asNode(operand, dtype))
    return this.node(op, this.#align(op, nodes), {} as OperationAttributes[Name])
  }

  #asNode(operand: Operand, dtype: DataType): GraphNode {
    return typeof operand === 'number' ? this.constant(operand, [], dtype) : operand
  }

  /** Grows scalars and axes of size 1 until all shapes are equal. */
  #align(op: OperationName, nodes: readonly GraphNode[]): GraphNode[] {
    const shape = nodes.map((node) => node.shape).reduce((a, b) => commonShape(op, a, b))
    return nodes.map((node) => this.broadcast(node, shape))
  }
}

const dtypeOf = (operands: readonly Operand[]): DataType =>
  operands.find((operand) => typeof operand !== 'number')?.dtype ?? 'float'
