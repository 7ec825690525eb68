import type { GraphNode, NodeOf, OperationName } from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'

/** TensorFlow.js, whatever its engine. */
export type TfCore = typeof Tf

/** What a node is computed from. */
export interface Computation<Name extends OperationName> {
  readonly tf: TfCore
  readonly node: NodeOf<Name>
  readonly inputs: readonly Tf.Tensor[]
  /** The numbers of the first input, where the engine gives them at once. */
  readonly numbers: () => ArrayLike<number>
}

/** Computes a node. */
export type EagerRule<Name extends OperationName> = (computation: Computation<Name>) => Tf.Tensor

/** Rules for some operations, by name. */
export type EagerRules = { readonly [Name in OperationName]?: EagerRule<Name> }

/** Computes a node of any operation, on an engine that is the current one. */
export type ComputeNode = (tf: TfCore, node: GraphNode, inputs: readonly Tf.Tensor[]) => Tf.Tensor

/** Computes nodes by rules. */
export const computeBy =
  (rules: EagerRules): ComputeNode =>
  (tf, node, inputs) => {
    const rule = rules[node.op as OperationName] as EagerRule<OperationName>
    return rule({ tf, node, inputs, numbers: () => inputs[0]!.dataSync() } as never)
  }
