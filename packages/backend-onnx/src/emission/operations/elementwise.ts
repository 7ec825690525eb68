import type { DataType, GraphNode, NodeOf, OperationName } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { grownShape } from '../layouts.js'
import { layoutOf, type Made, type Rule, type RuleTable } from '../rule.js'
import { biasedProduct } from './biased.js'
import { divideIntegers } from './integers.js'
import * as precise from './precise.js'

/** Writes the operation on operands of which some may stand for many elements. */
type Write = (e: Emission, operands: readonly string[], dtype: DataType) => string

/** Element by element, in the layout of the operands; axes that all operands repeat stay small. */
function elementwise<Name extends OperationName>(write: Write): Rule<Name> {
  return (e, node) => {
    const layout = layoutOf(e, node as GraphNode)
    const operands = node.inputs.map((id) => e.stored(id, layout))
    const names = operands.map(({ name }) => name)
    const dtype = e.nodeOf(node.inputs.at(-1)!).dtype
    const shape = grownShape(operands.map((operand) => operand.shape))
    return { name: write(e, names, dtype), shape, layout }
  }
}

/** One operation of ONNX that means the same. */
const same =
  (operation: string): Write =>
  (e, operands) =>
    e.op(operation, operands)

const named = <Name extends OperationName>(operation: string): Rule<Name> =>
  elementwise(same(operation))

/** Of floats one way, of integers another. */
const byType =
  (floats: Write, others: Write): Write =>
  (e, operands, dtype) =>
    (dtype === 'float' ? floats : others)(e, operands, dtype)

const not =
  (write: Write): Write =>
  (e, operands, dtype) =>
    e.op('Not', [write(e, operands, dtype)])

function add(e: Emission, node: NodeOf<'add'>): Made {
  const fused = e.fusions.biased.get(node.id)
  return fused === undefined ? named<'add'>('Add')(e, node) : biasedProduct(e, fused)
}

const copy: Rule<'copy'> = (e, { inputs: [id] }) => {
  const layout = e.isChannelsFirst(id!) ? 'channelsFirst' : 'channelsLast'
  return { ...e.stored(id!, layout), layout }
}

/** ONNX Runtime has no choice between bools. */
const selectBool: Write = (e, [condition, yes, no]) =>
  e.op('Or', [e.op('And', [condition!, yes!]), e.op('And', [e.op('Not', [condition!]), no!])])

const cast: Rule<'cast'> = (e, node) =>
  elementwise<'cast'>((_, [x]) => e.cast(x!, node.attributes.dtype))(e, node)

/** Element by element. */
export const elementwiseRules: RuleTable<
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
  add,
  sub: named('Sub'),
  mul: named('Mul'),
  div: elementwise(byType(same('Div'), divideIntegers)),
  pow: named('Pow'),
  maximum: named('Max'),
  minimum: named('Min'),
  neg: named('Neg'),
  abs: named('Abs'),
  sign: elementwise(byType(precise.sign, same('Sign'))),
  exp: named('Exp'),
  log: named('Log'),
  log1p: elementwise(precise.log1p),
  sqrt: named('Sqrt'),
  rsqrt: elementwise((e, operands) => e.op('Reciprocal', [e.op('Sqrt', operands)])),
  tanh: elementwise(precise.tanh),
  sigmoid: elementwise(precise.sigmoid),
  relu: named('Relu'),
  softplus: elementwise(precise.softplus),
  erf: named('Erf'),
  floor: named('Floor'),
  round: named('Round'),
  copy,
  equal: named('Equal'),
  notEqual: elementwise(not(same('Equal'))),
  less: named('Less'),
  lessEqual: named('LessOrEqual'),
  greater: named('Greater'),
  greaterEqual: named('GreaterOrEqual'),
  and: named('And'),
  or: named('Or'),
  not: named('Not'),
  isFinite: elementwise((e, [x]) =>
    e.op('Less', [e.op('Abs', [x!]), e.number(Number.POSITIVE_INFINITY)]),
  ),
  select: elementwise((e, operands, dtype) =>
    dtype === 'bool' ? selectBool(e, operands, dtype) : e.op('Where', operands),
  ),
  cast,
}
