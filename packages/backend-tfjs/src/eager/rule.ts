import type { NodeOf, OperationName } from '@parallax-ml/core'
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
