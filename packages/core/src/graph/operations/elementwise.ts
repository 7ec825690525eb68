import {
  ensure,
  type GradientStep,
  type OperationDefinition,
  type OperationTable,
  requireInputs,
  requireTypes,
} from '../operation.js'
import { sameShape, showShape } from '../shape.js'
import type { DataType, GraphNode, OperationName } from '../types.js'

type Gradient<Name extends OperationName> = (
  step: GradientStep<Name>,
) => readonly (GraphNode | null)[]

interface ElementwiseRule<Name extends OperationName> {
  readonly arity: number
  readonly types: readonly DataType[]
  readonly result?: DataType
  readonly gradient: Gradient<Name>
}

const none = (): readonly null[] => [null, null]
const numeric = ['float', 'int32'] as const
const any = ['float', 'int32', 'bool'] as const

function elementwise<Name extends OperationName>(
  name: Name,
  { arity, types, result, gradient }: ElementwiseRule<Name>,
): OperationDefinition<Name> {
  return {
    family: 'elementwise',
    gradient,
    infer(inputs) {
      requireInputs(name, inputs, arity)
      requireTypes(name, inputs, types)
      requireAlike(name, inputs)
      return { shape: inputs[0]!.shape, dtype: result ?? inputs[0]!.dtype }
    },
  }
}

function requireAlike(name: OperationName, inputs: readonly GraphNode[]): void {
  const [first, ...others] = inputs
  for (const other of others) {
    ensure(sameShape(first!.shape, other.shape), name, 'the inputs differ in shape', {
      expected: showShape(first!.shape),
      received: showShape(other.shape),
    })
    ensure(first!.dtype === other.dtype, name, 'the inputs differ in type', {
      expected: first!.dtype,
      received: other.dtype,
    })
  }
}

/** float → float */
const unary = <Name extends OperationName>(name: Name, gradient: Gradient<Name>) =>
  elementwise(name, { arity: 1, types: ['float'], gradient })
/** float or int32 → the same */
const signed = <Name extends OperationName>(name: Name, gradient: Gradient<Name>) =>
  elementwise(name, { arity: 1, types: numeric, gradient })
/** two of float or int32 → the same */
const binary = <Name extends OperationName>(name: Name, gradient: Gradient<Name>) =>
  elementwise(name, { arity: 2, types: numeric, gradient })
const comparison = <Name extends OperationName>(name: Name, types: readonly DataType[]) =>
  elementwise(name, { arity: 2, types, result: 'bool', gradient: none })
const logical = <Name extends OperationName>(name: Name, arity: number) =>
  elementwise(name, { arity, types: ['bool'], gradient: none })

/**
 * Element by element, on equal shapes. Conventions at the edges: `maximum` and `minimum` send the
 * gradient of a tie to the first input; `relu`, `abs` and `sqrt` have gradient 0 at 0.
 */
export const elementwiseOperations: OperationTable<
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'maximum'
  | 'minimum'
  | 'neg'
  | 'abs'
  | 'sign'
  | 'exp'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'softplus'
  | 'erf'
  | 'floor'
  | 'round'
  | 'copy'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'greater'
  | 'greaterEqual'
  | 'and'
  | 'or'
  | 'not'
  | 'isFinite'
  | 'select'
  | 'cast'
> = {
  add: binary('add', ({ cotangent }) => [cotangent, cotangent]),
  sub: binary('sub', ({ builder, cotangent }) => [cotangent, builder.neg(cotangent)]),
  mul: binary('mul', ({ builder, inputs: [a, b], cotangent }) => [
    builder.mul(cotangent, b!),
    builder.mul(cotangent, a!),
  ]),
  div: binary('div', ({ builder, node, inputs: [, b], cotangent }) => {
    const quotient = builder.div(cotangent, b!)
    return [quotient, builder.neg(builder.mul(quotient, node))]
  }),
  pow: elementwise('pow', {
    arity: 2,
    types: ['float'],
    // Both derivatives exist where base or exponent is 0; the plain formulas would give NaN there.
    gradient: ({ builder: b, node, inputs: [base, exponent], cotangent }) => {
      const zero = b.equal(exponent!, 0)
      const lowered = b.pow(base!, b.select(zero, 1, b.sub(exponent!, 1)))
      const slope = b.select(zero, 0, b.mul(exponent!, lowered))
      const flat = b.equal(base!, 0)
      const logarithm = b.select(flat, 0, b.log(b.select(flat, 1, base!)))
      return [b.mul(cotangent, slope), b.mul(cotangent, b.mul(node, logarithm))]
    },
  }),
  maximum: binary('maximum', ({ builder: b, inputs: [x, y], cotangent }) => {
    const first = b.greaterEqual(x!, y!)
    return [b.select(first, cotangent, 0), b.select(first, 0, cotangent)]
  }),
  minimum: binary('minimum', ({ builder: b, inputs: [x, y], cotangent }) => {
    const first = b.lessEqual(x!, y!)
    return [b.select(first, cotangent, 0), b.select(first, 0, cotangent)]
  }),

  neg: signed('neg', ({ builder, cotangent }) => [builder.neg(cotangent)]),
  abs: signed('abs', ({ builder: b, inputs: [x], cotangent }) => [b.mul(cotangent, b.sign(x!))]),
  sign: signed('sign', none),
  exp: unary('exp', ({ builder, node, cotangent }) => [builder.mul(cotangent, node)]),
  log: unary('log', ({ builder, inputs: [x], cotangent }) => [builder.div(cotangent, x!)]),
  log1p: unary('log1p', ({ builder: b, inputs: [x], cotangent }) => [
    b.div(cotangent, b.add(x!, 1)),
  ]),
  // The divisor is made safe before the division, so that second derivatives are 0 at 0 as well.
  sqrt: unary('sqrt', ({ builder: b, node, cotangent }) => {
    const zero = b.equal(node, 0)
    return [b.select(zero, 0, b.div(b.mul(cotangent, 0.5), b.select(zero, 1, node)))]
  }),
  rsqrt: unary('rsqrt', ({ builder: b, node, cotangent }) => [
    b.mul(cotangent, b.mul(b.mul(node, -0.5), b.mul(node, node))),
  ]),
  tanh: unary('tanh', ({ builder: b, node, cotangent }) => [
    b.mul(cotangent, b.sub(1, b.mul(node, node))),
  ]),
  sigmoid: unary('sigmoid', ({ builder: b, node, cotangent }) => [
    b.mul(cotangent, b.mul(node, b.sub(1, node))),
  ]),
  relu: unary('relu', ({ builder: b, node, cotangent }) => [
    b.select(b.greater(node, 0), cotangent, 0),
  ]),
  softplus: unary('softplus', ({ builder: b, inputs: [x], cotangent }) => [
    b.mul(cotangent, b.sigmoid(x!)),
  ]),
  erf: unary('erf', ({ builder: b, inputs: [x], cotangent }) => [
    b.mul(cotangent, b.mul(b.exp(b.neg(b.mul(x!, x!))), 2 / Math.sqrt(Math.PI))),
  ]),
  floor: unary('floor', none),
  round: unary('round', none),
  copy: elementwise('copy', {
    arity: 1,
    types: any,
    gradient: ({ cotangent }) => [cotangent],
  }),

  equal: comparison('equal', any),
  notEqual: comparison('notEqual', any),
  less: comparison('less', numeric),
  lessEqual: comparison('lessEqual', numeric),
  greater: comparison('greater', numeric),
  greaterEqual: comparison('greaterEqual', numeric),
  and: logical('and', 2),
  or: logical('or', 2),
  not: logical('not', 1),
  isFinite: elementwise('isFinite', {
    arity: 1,
    types: ['float'],
    result: 'bool',
    gradient: none,
  }),

  select: {
    family: 'elementwise',
    infer(inputs) {
      requireInputs('select', inputs, 3)
      const [condition, yes, no] = inputs
      requireTypes('select', [condition!], ['bool'])
      requireAlike('select', [yes!, no!])
      ensure(sameShape(condition!.shape, yes!.shape), 'select', 'the condition differs in shape', {
        expected: showShape(yes!.shape),
        received: showShape(condition!.shape),
      })
      return { shape: yes!.shape, dtype: yes!.dtype }
    },
    gradient: ({ builder: b, inputs: [condition], cotangent }) => [
      null,
      b.select(condition!, cotangent, 0),
      b.select(condition!, 0, cotangent),
    ],
  },
  cast: {
    family: 'elementwise',
    infer(inputs, { dtype }) {
      requireInputs('cast', inputs, 1)
      return { shape: inputs[0]!.shape, dtype }
    },
    gradient: none,
  },
}
