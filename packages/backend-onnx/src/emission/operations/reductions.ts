import type { NodeOf } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { axisIn, shapeIn } from '../layouts.js'
import { layoutOf, type Made, type RuleTable } from '../rule.js'

type Reduction = NodeOf<'sum'> | NodeOf<'mean'> | NodeOf<'max'>

/** Over the node's axes, in the layout of its input. */
function reduced(
  e: Emission,
  node: Reduction,
  write: (input: string, axes: string) => string,
): Made {
  const layout = layoutOf(e, node)
  const input = e.full(node.inputs[0]!, layout)
  const shape = shapeIn(layout, node.shape)
  const { axes } = node.attributes
  return {
    name: write(input, e.writer.ints(axes.map((axis) => axisIn(layout, axis)))),
    shape,
    layout,
  }
}

const keep = { keepdims: 1 }

/** Over axes, which stay as 1. */
export const reductionRules: RuleTable<'sum' | 'mean' | 'max' | 'argmax' | 'cumsum'> = {
  /**
   * In float64, so that terms that cancel out leave no noise of float32, which an optimiser that
   * divides by the size of a gradient would magnify.
   */
  sum: (e, node) =>
    reduced(e, node, (x, axes) => {
      const isWide = e.isExact && e.precision === 'float32' && node.dtype === 'float'
      if (!isWide) return e.op('ReduceSum', [x, axes], keep)
      return e.cast(e.op('ReduceSum', [e.op('Cast', [x], { to: 11 }), axes], keep), 'float')
    }),
  mean: (e, node) => reduced(e, node, (x, axes) => e.op('ReduceMean', [x, axes], keep)),
  /** ONNX Runtime's maximum loses NaN in most positions. */
  max: (e, node) =>
    reduced(e, node, (x, axes) => {
      const largest = e.op('ReduceMax', [x, axes], keep)
      if (node.dtype !== 'float' || !e.isExact) return largest
      const hasNaN = e.op('ReduceMax', [e.op('IsNaN', [x]), axes], keep)
      return e.op('Where', [hasNaN, e.number(Number.NaN), largest])
    }),
  argmax(e, { shape, inputs: [id], attributes: { axis } }) {
    const x = e.full(id!)
    const largest = e.op('ArgMax', [x], { axis, keepdims: 1 })
    if (e.nodeOf(id!).dtype !== 'float' || !e.isExact)
      return { name: e.cast(largest, 'int32'), shape }
    const nans = e.op('IsNaN', [x])
    const firstNaN = e.op('ArgMax', [e.op('Cast', [nans], { to: 2 })], { axis, keepdims: 1 })
    const hasNaN = e.op('ReduceMax', [nans, e.writer.ints([axis])], keep)
    return { name: e.cast(e.op('Where', [hasNaN, firstNaN, largest]), 'int32'), shape }
  },
  cumsum(e, { shape, inputs: [id], attributes: { axis } }) {
    const on = e.writer.constant('INT64', [], [axis])
    return { name: e.op('CumSum', [e.full(id!), on]), shape }
  },
}
