import type { GraphBuilder, GraphNode, OperationName } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import { dtypeOf, typeName } from '../tensors.js'
import type { ImportRules } from './rule.js'

type Unary = (b: GraphBuilder, x: GraphNode, c: OperationContext) => GraphNode
type Binary = (b: GraphBuilder, x: GraphNode, y: GraphNode) => GraphNode

/** Of one input of floats. */
const unary = (make: Unary) => (c: OperationContext) => [make(c.builder, c.float(0), c)]
/** Of one input of any numbers. */
const ofAny = (make: Unary) => (c: OperationContext) => [make(c.builder, c.input(0), c)]
/** Of two inputs, which grow to a common shape. */
const binary = (make: Binary) => (c: OperationContext) => {
  const [x, y] = c.together(c.input(0), c.input(1))
  return [make(c.builder, x!, y!)]
}
/** Of any number of inputs, from the left. */
const several = (make: Binary) => (c: OperationContext) => [
  c.together(...c.inputs()).reduce((x, y) => make(c.builder, x, y)),
]

/** The operation of core that means the same. */
const named =
  (
    name:
      | 'exp'
      | 'log'
      | 'sqrt'
      | 'tanh'
      | 'sigmoid'
      | 'relu'
      | 'softplus'
      | 'erf'
      | 'floor'
      | 'round',
  ): Unary =>
  (b, x) =>
    b[name](x)

/** Integers are divided towards 0, unlike core's. */
const divide: Binary = (b, x, y) => {
  const quotient = b.div(x, y)
  if (x.dtype === 'float') return quotient
  const isInexact = b.notEqual(b.mul(quotient, y), x)
  const isNegative = b.less(quotient, 0)
  return b.select(b.and(isInexact, isNegative), b.add(quotient, 1), quotient)
}

function remainder(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const [x, y] = c.together(c.input(0), c.input(1)) as [GraphNode, GraphNode]
  const quotient = b.div(x, y)
  const isTruncated = c.number('fmod', 0) === 1
  const whole = (): GraphNode => {
    if (x.dtype === 'int32') return isTruncated ? divide(b, x, y) : quotient
    const floor = b.floor(quotient)
    return isTruncated
      ? b.select(b.less(quotient, 0), b.neg(b.floor(b.neg(quotient))), floor)
      : floor
  }
  return [b.sub(x, b.mul(whole(), y))]
}

function power(c: OperationContext): GraphNode[] {
  const [x, y] = c.together(c.float(0), c.float(1)) as [GraphNode, GraphNode]
  const result = c.builder.pow(x, y)
  return [c.input(0).dtype === 'int32' ? c.builder.cast(result, 'int32') : result]
}

/** Zero for inputs in the way of a slope. */
const elu = (b: GraphBuilder, x: GraphNode, alpha: number): GraphNode =>
  b.select(b.greater(x, 0), x, b.mul(b.sub(b.exp(b.minimum(x, 0)), 1), alpha))

const clip = (b: GraphBuilder, x: GraphNode, low: number, high: number): GraphNode =>
  b.minimum(b.maximum(x, low), high)

const hardSigmoid: Unary = (b, x, c) =>
  clip(b, b.add(b.mul(x, c.number('alpha', 0.2)), c.number('beta', 0.5)), 0, 1)

function gelu(b: GraphBuilder, x: GraphNode, c: OperationContext): GraphNode {
  if (c.word('approximate', 'none') === 'tanh') {
    const inner = b.mul(b.add(x, b.mul(b.mul(b.mul(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI))
    return b.mul(b.mul(x, 0.5), b.add(b.tanh(inner), 1))
  }
  return b.mul(b.mul(x, 0.5), b.add(b.erf(b.mul(x, Math.SQRT1_2)), 1))
}

function clipRule(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const { builder: b } = c
  const bound = (index: number, name: string): GraphNode | undefined => {
    if (c.has(index)) return c.grow(c.input(index), x.shape)
    const value = c.attribute(name)
    return typeof value === 'number' ? b.constant(value, x.shape, x.dtype) : undefined
  }
  const [low, high] = [bound(1, 'min'), bound(2, 'max')]
  const above = low === undefined ? x : b.maximum(x, low)
  return [high === undefined ? above : b.minimum(above, high)]
}

function cast(c: OperationContext): GraphNode[] {
  const to = c.number('to', 0)
  const dtype = dtypeOf(to)
  if (dtype === undefined) throw c.fault(`it makes elements of type ${typeName(to)}`)
  const x = c.input(0)
  return [x.dtype === dtype ? x : c.builder.cast(x, dtype)]
}

const where = (c: OperationContext): GraphNode[] => {
  const [condition, yes, no] = c.together(c.input(0), c.input(1), c.input(2))
  return [c.builder.select(condition!, yes!, no!)]
}

const slope = (c: OperationContext): GraphNode[] => {
  const [x, alpha] = c.together(c.float(0), c.float(1)) as [GraphNode, GraphNode]
  const { builder: b } = c
  return [b.select(b.less(x, 0), b.mul(x, alpha), x)]
}

const infinite = (c: OperationContext): GraphNode[] => {
  const { builder: b } = c
  const x = c.float(0)
  const above = b.equal(x, Number.POSITIVE_INFINITY)
  const below = b.equal(x, Number.NEGATIVE_INFINITY)
  if (c.number('detect_positive', 1) === 0) return [below]
  return [c.number('detect_negative', 1) === 0 ? above : b.or(above, below)]
}

const comparison = (
  name: OperationName & ('less' | 'lessEqual' | 'greater' | 'greaterEqual' | 'equal'),
) => binary((b, x, y) => b[name](x, y))

/** Element by element. */
export const elementwiseImports: ImportRules = {
  Add: binary((b, x, y) => b.add(x, y)),
  Sub: binary((b, x, y) => b.sub(x, y)),
  Mul: binary((b, x, y) => b.mul(x, y)),
  Div: binary(divide),
  Mod: remainder,
  Pow: power,
  Max: several((b, x, y) => b.maximum(x, y)),
  Min: several((b, x, y) => b.minimum(x, y)),
  Sum: several((b, x, y) => b.add(x, y)),
  Mean: (c) => {
    const nodes = c.together(...c.inputs())
    return [
      c.builder.div(
        nodes.reduce((x, y) => c.builder.add(x, y)),
        nodes.length,
      ),
    ]
  },
  Neg: ofAny((b, x) => b.neg(x)),
  Abs: ofAny((b, x) => b.abs(x)),
  Sign: ofAny((b, x) => b.sign(x)),
  Identity: ofAny((_, x) => x),
  Exp: unary(named('exp')),
  Log: unary(named('log')),
  Sqrt: unary(named('sqrt')),
  Reciprocal: unary((b, x) => b.div(1, x)),
  Tanh: unary(named('tanh')),
  Sigmoid: unary(named('sigmoid')),
  Relu: ofAny((b, x) => (x.dtype === 'float' ? b.relu(x) : b.maximum(x, 0))),
  Softplus: unary(named('softplus')),
  Erf: unary(named('erf')),
  Floor: unary(named('floor')),
  Ceil: unary((b, x) => b.neg(b.floor(b.neg(x)))),
  Round: unary(named('round')),
  LeakyRelu: unary((b, x, c) => b.select(b.less(x, 0), b.mul(x, c.number('alpha', 0.01)), x)),
  Elu: unary((b, x, c) => elu(b, x, c.number('alpha', 1))),
  Celu: unary((b, x, c) => {
    const alpha = c.number('alpha', 1)
    const below = b.mul(b.sub(b.exp(b.div(b.minimum(x, 0), alpha)), 1), alpha)
    return b.add(b.maximum(x, 0), below)
  }),
  Selu: unary((b, x, c) =>
    b.mul(elu(b, x, c.number('alpha', 1.6732632423543772)), c.number('gamma', 1.0507009873554805)),
  ),
  ThresholdedRelu: unary((b, x, c) => b.select(b.greater(x, c.number('alpha', 1)), x, 0)),
  HardSigmoid: unary(hardSigmoid),
  HardSwish: unary((b, x) => b.mul(x, clip(b, b.add(b.mul(x, 1 / 6), 0.5), 0, 1))),
  Softsign: unary((b, x) => b.div(x, b.add(b.abs(x), 1))),
  Mish: unary((b, x) => b.mul(x, b.tanh(b.softplus(x)))),
  Swish: unary((b, x, c) => b.mul(x, b.sigmoid(b.mul(x, c.number('alpha', 1))))),
  Gelu: unary(gelu),
  PRelu: slope,
  Clip: clipRule,
  Equal: comparison('equal'),
  Less: comparison('less'),
  LessOrEqual: comparison('lessEqual'),
  Greater: comparison('greater'),
  GreaterOrEqual: comparison('greaterEqual'),
  And: binary((b, x, y) => b.and(x, y)),
  Or: binary((b, x, y) => b.or(x, y)),
  Xor: binary((b, x, y) => b.notEqual(x, y)),
  Not: ofAny((b, x) => b.not(x)),
  IsNaN: unary((b, x) => b.notEqual(x, x)),
  IsInf: infinite,
  Where: where,
  Cast: cast,
  CastLike: (c) => [c.builder.cast(c.input(0), c.input(1).dtype)],
}
