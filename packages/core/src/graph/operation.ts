import { GraphError } from '../errors/parallax-error.js'
import type { GraphBuilder } from './builder.js'
import type {
  DataType,
  GraphNode,
  NodeOf,
  OperationAttributes,
  OperationName,
  Shape,
} from './types.js'

/** What a gradient is built from. */
export interface GradientStep<Name extends OperationName> {
  readonly builder: GraphBuilder
  readonly node: NodeOf<Name>
  /** The nodes that `node` reads. */
  readonly inputs: readonly GraphNode[]
  /** Gradient of the differentiated output with respect to `node`; has its shape. */
  readonly cotangent: GraphNode
}

/**
 * How executors may treat an operation: `leaf` has no inputs, `elementwise` works on equal shapes
 * element by element, a `view` only renames or moves elements, `other` has a rule of its own.
 */
export type OperationFamily = 'leaf' | 'elementwise' | 'view' | 'other'

/** Everything core knows of an operation but its numbers, which are the interpreter's. */
export interface OperationDefinition<Name extends OperationName> {
  readonly family: OperationFamily
  /**
   * Shape and type of the result.
   * @throws {GraphError} if the inputs or attributes do not fit.
   */
  infer(
    inputs: readonly GraphNode[],
    attributes: OperationAttributes[Name],
  ): { readonly shape: Shape; readonly dtype: DataType }
  /** The vector-Jacobian product: a gradient per input, `null` where there is none. */
  gradient(step: GradientStep<Name>): readonly (GraphNode | null)[]
}

/** Definitions of some operations, by name. */
export type OperationTable<Names extends OperationName> = {
  readonly [Name in Names]: OperationDefinition<Name>
}

/** Throws unless `condition` holds. */
export function ensure(
  condition: boolean,
  operation: OperationName,
  problem: string,
  details: { expected?: string; received?: string } = {},
): asserts condition {
  if (!condition) throw new GraphError({ where: `operation ${operation}`, problem, ...details })
}

/** Throws unless there are `count` inputs. */
export function requireInputs(
  operation: OperationName,
  inputs: readonly GraphNode[],
  count: number,
): void {
  ensure(inputs.length === count, operation, 'wrong number of inputs', {
    expected: String(count),
    received: String(inputs.length),
  })
}

/** Throws unless every input has one of the types. */
export function requireTypes(
  operation: OperationName,
  inputs: readonly GraphNode[],
  types: readonly DataType[],
): void {
  for (const { dtype } of inputs) {
    ensure(types.includes(dtype), operation, 'an input has the wrong type', {
      expected: types.join(' or '),
      received: dtype,
    })
  }
}

/** Throws unless `axis` is an axis of `shape`. */
export function requireAxis(operation: OperationName, axis: number, shape: Shape): void {
  ensure(Number.isInteger(axis) && axis >= 0 && axis < shape.length, operation, 'no such axis', {
    expected: `0 to ${shape.length - 1}`,
    received: String(axis),
  })
}
