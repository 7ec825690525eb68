import type { DataType, NodeOf, OperationName, Shape } from '@parallax-ml/core'
import type { Ref, Scope } from '../saved-model/scope.js'
import type { TensorType } from '../saved-model/values.js'

/** What a node is written from. */
export interface Lowering<Name extends OperationName> {
  readonly scope: Scope
  readonly node: NodeOf<Name>
  /** The node's inputs. */
  readonly inputs: readonly Ref[]
  /** Their shapes. */
  readonly shapes: readonly Shape[]
  /** TensorFlow's type for `float` in this session. */
  readonly float: 'float' | 'double'
}

/** Writes a node in TensorFlow's operations; gives the value of the node. */
export type Rule<Name extends OperationName> = (lowering: Lowering<Name>) => Ref

/** Rules for some operations, by name. */
export type Rules = { readonly [Name in OperationName]?: Rule<Name> }

/** TensorFlow's type for a type of core's. */
export const tensorType = (dtype: DataType, float: 'float' | 'double'): TensorType =>
  dtype === 'float' ? float : dtype
