import {
  createProgram,
  FileError,
  type GraphBuilder,
  type GraphNode,
  interpret,
  type Shape,
  sameShape,
} from '@parallax-ml/core'
import type { AttributeValue, HostTensor, NetworkNode } from './network.js'

/** Values with more elements are taken for damage, or an attack. */
const mostElements = 2 ** 28

/** A value while a network is built: a node of core's graph, or numbers that are known. */
export type Operand = GraphNode | HostTensor

export const isHost = (operand: Operand): operand is HostTensor => 'data' in operand

/** What the rule of an operation works with. */
export class OperationContext {
  readonly builder: GraphBuilder
  readonly node: NetworkNode
  readonly opset: number
  readonly operands: readonly (Operand | undefined)[]

  constructor(
    builder: GraphBuilder,
    node: NetworkNode,
    opset: number,
    operands: readonly (Operand | undefined)[],
  ) {
    this.builder = builder
    this.node = node
    this.opset = opset
    this.operands = operands
  }

  /** The error of a node that cannot be converted. */
  fault(problem: string): FileError {
    const { name, operation } = this.node
    return new FileError({ where: `onnx file, node '${name}' (${operation})`, problem })
  }

  /** Throws if a shape could not be held. */
  requireSmall(shape: Shape): void {
    const size = shape.reduce((a, b) => a * b, 1)
    if (size > mostElements)
      throw this.fault(`it makes a value of shape [${shape}], which is too large`)
  }

  /** Whether an input is given. */
  has(index: number): boolean {
    return this.operands[index] !== undefined
  }

  operand(index: number): Operand {
    const operand = this.operands[index]
    if (operand === undefined) throw this.fault(`its input ${index} is missing`)
    return operand
  }

  /** An input as a node. */
  input(index: number): GraphNode {
    return this.toNode(this.operand(index))
  }

  /** An input as a node of floats. */
  float(index: number): GraphNode {
    const node = this.input(index)
    return node.dtype === 'float' ? node : this.builder.cast(node, 'float')
  }

  inputs(): GraphNode[] {
    return this.operands.map((_, i) => this.input(i))
  }

  toNode(operand: Operand): GraphNode {
    if (!isHost(operand)) return operand
    const { shape, dtype, data } = operand
    if (data.length === 0) throw this.fault('it reads a tensor without elements')
    return data.every((value) => Object.is(value, data[0]))
      ? this.builder.constant(data[0]!, shape, dtype)
      : this.builder.constants(data, shape, dtype)
  }

  /** An input whose numbers must be known, such as a shape. */
  numbers(index: number): readonly number[] {
    const operand = this.operand(index)
    if (isHost(operand)) return operand.data
    throw this.fault(`its input ${index} depends on data, but must be known beforehand`)
  }

  attribute(name: string): AttributeValue | undefined {
    return this.node.attributes[name]
  }

  number(name: string, otherwise: number): number {
    const value = this.attribute(name) ?? otherwise
    if (typeof value === 'number') return value
    throw this.fault(`its attribute '${name}' is no number`)
  }

  word(name: string, otherwise: string): string {
    const value = this.attribute(name) ?? otherwise
    if (typeof value === 'string') return value
    throw this.fault(`its attribute '${name}' is no text`)
  }

  list(name: string): readonly number[] | undefined
  list(name: string, otherwise: readonly number[]): readonly number[]
  list(name: string, otherwise?: readonly number[]): readonly number[] | undefined {
    const value = this.attribute(name) ?? otherwise
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value
    throw this.fault(`its attribute '${name}' is no list of numbers`)
  }

  /** An axis, which may be counted from the end. */
  axis(axis: number, rank: number): number {
    const positive = axis < 0 ? axis + rank : axis
    if (Number.isInteger(positive) && positive >= 0 && positive < rank) return positive
    throw this.fault(`there is no axis ${axis} of ${rank}`)
  }

  axes(axes: readonly number[], rank: number): number[] {
    return axes.map((axis) => this.axis(axis, rank))
  }

  /** Grown to a shape, as ONNX and NumPy do. */
  grow(node: GraphNode, shape: Shape): GraphNode {
    if (sameShape(node.shape, shape)) return node
    const missing = shape.length - node.shape.length
    if (missing < 0) throw this.fault(`[${node.shape}] cannot grow to [${shape}]`)
    const ranked = [...new Array<number>(missing).fill(1), ...node.shape]
    return this.builder.broadcast(this.builder.reshape(node, ranked), shape)
  }

  /** Nodes grown to the shape that they have together. */
  together(...nodes: readonly GraphNode[]): GraphNode[] {
    const rank = Math.max(...nodes.map(({ shape }) => shape.length))
    const shape = Array.from({ length: rank }, (_, axis) =>
      Math.max(...nodes.map((node) => node.shape[axis - rank + node.shape.length] ?? 1)),
    )
    return nodes.map((node) => this.grow(node, shape))
  }
}

/** The numbers of nodes that depend on constants alone. */
export const foldConstants = (builder: GraphBuilder, results: readonly Operand[]): HostTensor[] =>
  results.map((result) => (isHost(result) ? result : evaluate(builder, result)))

function evaluate(builder: GraphBuilder, result: GraphNode): HostTensor {
  const program = createProgram(builder, { outputs: { result } })
  const interpretation = interpret(program, 'float64', {
    of() {
      throw new Error('a constant reads no state')
    },
  })
  interpretation.step()
  const { shape, dtype } = result
  return { shape, dtype, data: Array.from(interpretation.outputs.get('result')!) }
}

/** Known whole numbers, as shapes are. */
export const wholeNumbers = (data: readonly number[], shape?: readonly number[]): HostTensor => ({
  shape: shape ?? [data.length],
  dtype: 'int32',
  data,
})
