import { type Shape, sizeOf, stridesOf } from '@parallax-ml/core'
import type { Ref, Scope } from '../saved-model/scope.js'
import { attribute, type TensorType } from '../saved-model/values.js'
import { type Lowering, type Rules, tensorType } from './rule.js'

const keepingAxes = { attributes: { keep_dims: attribute.truth(true) } }

/**
 * Sums are taken in doubles. In float32, what should cancel to 0 leaves a gradient behind that Adam,
 * dividing by its own size, takes for a step.
 */
const wideReduction =
  (operation: 'Sum' | 'Mean') =>
  ({ scope, inputs: [x], node }: Lowering<'sum' | 'mean'>): Ref => {
    const axes = scope.wholes(node.attributes.axes)
    if (x!.type !== 'float') return scope.op(operation, [x!, axes], keepingAxes)
    const wide = cast(scope, x!, 'double')
    return cast(scope, scope.op(operation, [wide, axes], keepingAxes), 'float')
  }

/** The value in another type; bool is whether it differs from 0. */
export function cast(scope: Scope, x: Ref, type: TensorType): Ref {
  if (x.type === type) return x
  if (type === 'bool') return scope.op('NotEqual', [x, scope.scalar(x.type, 0)])
  return scope.op('Cast', [x], { type, attributes: { DstT: attribute.type(type) } })
}

/** The value under another shape. */
export const reshape = (scope: Scope, x: Ref, shape: Shape): Ref =>
  scope.op('Reshape', [x, scope.wholes(shape)])

/** Rows of a table, by index. */
export const gather = (scope: Scope, table: Ref, rows: Ref): Ref =>
  scope.op('GatherV2', [table, rows, scope.scalar('int32', 0)])

/** The first of the largest along an axis, where NaN is larger than any number; the axis is gone. */
export function firstLargest(scope: Scope, x: Ref, axis: number): Ref {
  const where = { attributes: { output_type: attribute.type('int32') } }
  const along = scope.scalar('int32', axis)
  if (x.type === 'int32') return scope.op('ArgMax', [x, along], where)
  const top = scope.op('Max', [x, scope.wholes([axis])], {
    attributes: { keep_dims: attribute.truth(true) },
  })
  const isTop = scope.op('LogicalOr', [scope.op('Equal', [x, top]), scope.op('IsNan', [x])])
  return scope.op('ArgMax', [isTop, along], where)
}

/** Row-major position, in data of `shape`, of the element that each index picks on `axis`. */
function positions(scope: Scope, indices: Ref, shape: Shape, axis: number): Ref {
  const strides = stridesOf(shape)
  const own = scope.op('Mul', [indices, scope.scalar('int32', strides[axis]!)])
  return shape.reduce((total, size, i) => {
    if (i === axis || size === 1) return total
    const steps = Array.from({ length: size }, (_, k) => k * strides[i]!)
    const along = scope.constant(
      'int32',
      shape.map((_, j) => (j === i ? size : 1)),
      steps,
    )
    return scope.op('AddV2', [total, along])
  }, own)
}

/** Zeros around a value, on one axis. */
const pad = ({ scope, inputs: [x], node: { attributes, shape } }: Lowering<'pad'>): Ref => {
  const { axis, before, after } = attributes
  const margins = shape.flatMap((_, i) => (i === axis ? [before, after] : [0, 0]))
  return scope.op('Pad', [x!, scope.constant('int32', [shape.length, 2], margins)])
}

/** Reductions, products, views and indices. */
export const structureRules: Rules = {
  sum: wideReduction('Sum'),
  mean: wideReduction('Mean'),
  max: ({ scope, inputs: [x], node }) =>
    scope.op('Max', [x!, scope.wholes(node.attributes.axes)], keepingAxes),
  argmax: ({ scope, inputs: [x], node: { attributes, shape } }) =>
    reshape(scope, firstLargest(scope, x!, attributes.axis), shape),
  cumsum: ({ scope, inputs: [x], node }) =>
    scope.op('Cumsum', [x!, scope.scalar('int32', node.attributes.axis)]),
  softmax: ({ scope, inputs }) => scope.op('Softmax', inputs),
  logSoftmax: ({ scope, inputs }) => scope.op('LogSoftmax', inputs),

  matmul({ scope, inputs, node: { attributes, shape } }) {
    const [a, b] = [attribute.truth(attributes.transposeA), attribute.truth(attributes.transposeB)]
    return shape.length === 2
      ? scope.op('MatMul', inputs, { attributes: { transpose_a: a, transpose_b: b } })
      : scope.op('BatchMatMulV2', inputs, { attributes: { adj_x: a, adj_y: b } })
  },

  reshape: ({ scope, inputs: [x], node }) => reshape(scope, x!, node.shape),
  transpose: ({ scope, inputs: [x], node }) =>
    scope.op('Transpose', [x!, scope.wholes(node.attributes.permutation)]),
  slice: ({ scope, inputs: [x], node: { attributes, shape } }) =>
    scope.op('Slice', [
      x!,
      scope.wholes(shape.map((_, i) => (i === attributes.axis ? attributes.start : 0))),
      scope.wholes(shape),
    ]),
  reverse: ({ scope, inputs: [x], node }) =>
    scope.op('ReverseV2', [x!, scope.wholes([node.attributes.axis])]),
  concat: ({ scope, inputs, node }) =>
    scope.op('ConcatV2', [...inputs, scope.scalar('int32', node.attributes.axis)], {
      attributes: { N: attribute.whole(inputs.length) },
    }),
  pad,

  gather: ({ scope, inputs: [table, rows] }) => gather(scope, table!, rows!),
  scatterAdd: ({ scope, inputs: [updates, rows], node }) =>
    scope.op('UnsortedSegmentSum', [updates!, rows!, scope.scalar('int32', node.attributes.rows)]),
  gatherAlong({ scope, inputs: [x, indices], shapes: [shape], node }) {
    const flat = reshape(scope, x!, [sizeOf(shape!)])
    return gather(scope, flat, positions(scope, indices!, shape!, node.attributes.axis))
  },
  oneHot({ scope, inputs: [indices], node, float }) {
    const depth = scope.scalar('int32', node.attributes.depth)
    const [on, off] = [scope.scalar(float, 1), scope.scalar(float, 0)]
    return scope.op('OneHot', [indices!, depth, on, off], { type: tensorType('float', float) })
  },
}
