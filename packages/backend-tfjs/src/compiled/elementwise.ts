import type { TensorflowOperation } from '../saved-model/operations.js'
import type { Ref, Scope } from '../saved-model/scope.js'
import { type Rules, tensorType } from './rule.js'
import { cast } from './structure.js'

const as =
  (operation: TensorflowOperation) =>
  ({ scope, inputs }: { readonly scope: Scope; readonly inputs: readonly Ref[] }): Ref =>
    scope.op(operation, inputs)

/** The elementwise operations. Inputs may be smaller than the node: TensorFlow's broadcast. */
export const elementwiseRules: Rules = {
  add: as('AddV2'),
  sub: as('Sub'),
  mul: as('Mul'),
  div: ({ scope, inputs, node }) =>
    scope.op(node.dtype === 'int32' ? 'FloorDiv' : 'RealDiv', inputs),
  pow: as('Pow'),
  maximum: as('Maximum'),
  minimum: as('Minimum'),
  neg: as('Neg'),
  abs: as('Abs'),
  sign: as('Sign'),
  exp: as('Exp'),
  log: as('Log'),
  log1p: as('Log1p'),
  sqrt: as('Sqrt'),
  rsqrt: as('Rsqrt'),
  tanh: as('Tanh'),
  sigmoid: as('Sigmoid'),
  relu: as('Relu'),
  softplus: as('Softplus'),
  erf: as('Erf'),
  floor: as('Floor'),
  round: as('Rint'),
  copy: as('Identity'),

  equal: as('Equal'),
  notEqual: as('NotEqual'),
  less: as('Less'),
  lessEqual: as('LessEqual'),
  greater: as('Greater'),
  greaterEqual: as('GreaterEqual'),
  and: as('LogicalAnd'),
  or: as('LogicalOr'),
  not: as('LogicalNot'),
  isFinite: as('IsFinite'),
  select: as('SelectV2'),
  cast: ({ scope, inputs: [x], node: { dtype }, float }) =>
    cast(scope, x!, tensorType(dtype, float)),
}
