import type { GraphBuilder, GraphNode } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRule, ImportRules } from './rule.js'

type Reduce = (b: GraphBuilder, x: GraphNode, axes: readonly number[]) => GraphNode

/** Over axes of an attribute or an input; over all of them where none are named. */
const reduction =
  (reduce: Reduce): ImportRule =>
  (c) => {
    const { builder: b } = c
    const x = c.input(0)
    const asked = c.list('axes') ?? (c.has(1) ? c.numbers(1) : [])
    if (asked.length === 0 && c.number('noop_with_empty_axes', 0) === 1) return [x]
    const axes = asked.length === 0 ? x.shape.map((_, axis) => axis) : c.axes(asked, x.shape.length)
    const result = reduce(b, x, axes)
    if (c.number('keepdims', 1) === 1) return [result]
    return [
      b.reshape(
        result,
        x.shape.filter((_, axis) => !axes.includes(axis)),
      ),
    ]
  }

const logSumExp: Reduce = (b, x, axes) => {
  const largest = b.max(x, axes)
  const shifted = b.exp(b.sub(x, b.broadcast(largest, x.shape)))
  return b.add(largest, b.log(b.sum(shifted, axes)))
}

/** The mean of integers is rounded towards 0. */
const mean: Reduce = (b, x, axes) =>
  x.dtype === 'float' ? b.mean(x, axes) : b.cast(b.mean(b.cast(x, 'float'), axes), 'int32')

const arg =
  (isLargest: boolean): ImportRule =>
  (c) => {
    const { builder: b } = c
    const x = c.input(0)
    const axis = c.axis(c.number('axis', 0), x.shape.length)
    const sorted = isLargest ? x : b.neg(x)
    const isLast = c.number('select_last_index', 0) === 1
    const found = isLast ? b.argmax(b.reverse(sorted, axis), axis) : b.argmax(sorted, axis)
    const index = isLast ? b.sub(x.shape[axis]! - 1, found) : found
    if (c.number('keepdims', 1) === 1) return [index]
    return [
      b.reshape(
        index,
        x.shape.filter((_, i) => i !== axis),
      ),
    ]
  }

function cumsum(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.input(0)
  const axis = c.axis(c.numbers(1)[0]!, x.shape.length)
  const turn = (node: GraphNode): GraphNode =>
    c.number('reverse', 0) === 1 ? b.reverse(node, axis) : node
  const start = turn(x)
  const sums = b.cumsum(start, axis)
  return [turn(c.number('exclusive', 0) === 1 ? b.sub(sums, start) : sums)]
}

/** Before opset 13, over all axes from the named one, as if they were one. */
const softmax =
  (name: 'softmax' | 'logSoftmax'): ImportRule =>
  (c) => {
    const { builder: b } = c
    const x = c.float(0)
    const rank = x.shape.length
    const axis = c.axis(c.number('axis', c.opset < 13 ? 1 : -1), rank)
    if (c.opset < 13) {
      const outer = x.shape.slice(0, axis).reduce((a, d) => a * d, 1)
      const lines = b.reshape(x, [outer, x.shape.slice(axis).reduce((a, d) => a * d, 1)])
      return [b.reshape(b[name](lines), x.shape)]
    }
    const order = x.shape.map((_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i))
    return [b.transpose(b[name](b.transpose(x, order)), order)]
  }

function hardmax(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const rank = x.shape.length
  const axis = c.axis(c.number('axis', -1), rank)
  if (c.opset < 13) throw c.fault('it is from before opset 13')
  const winners = b.broadcast(b.argmax(x, axis), x.shape)
  return [b.cast(b.equal(winners, b.iota(x.shape, axis)), 'float')]
}

/** Over axes. */
export const reductionImports: ImportRules = {
  ReduceSum: reduction((b, x, axes) => b.sum(x, axes)),
  ReduceMean: reduction(mean),
  ReduceMax: reduction((b, x, axes) => b.max(x, axes)),
  ReduceMin: reduction((b, x, axes) => b.neg(b.max(b.neg(x), axes))),
  ReduceL1: reduction((b, x, axes) => b.sum(b.abs(x), axes)),
  ReduceL2: reduction((b, x, axes) => b.sqrt(b.sum(b.mul(x, x), axes))),
  ReduceSumSquare: reduction((b, x, axes) => b.sum(b.mul(x, x), axes)),
  ReduceLogSum: reduction((b, x, axes) => b.log(b.sum(x, axes))),
  ReduceLogSumExp: reduction(logSumExp),
  ArgMax: arg(true),
  ArgMin: arg(false),
  CumSum: cumsum,
  Softmax: softmax('softmax'),
  LogSoftmax: softmax('logSoftmax'),
  Hardmax: hardmax,
}
