import type { GraphNode } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRules } from './rule.js'

interface Standardized {
  readonly normal: GraphNode
  readonly mean: GraphNode
  /** One over the standard deviation. */
  readonly inverse: GraphNode
}

/** Less the mean, over the standard deviation, both taken over axes. */
function standardized(
  { builder: b }: OperationContext,
  x: GraphNode,
  axes: readonly number[],
  epsilon: number,
): Standardized {
  const mean = b.mean(x, axes)
  const centred = b.sub(x, b.broadcast(mean, x.shape))
  const inverse = b.rsqrt(b.add(b.mean(b.mul(centred, centred), axes), epsilon))
  return { normal: b.mul(centred, b.broadcast(inverse, x.shape)), mean, inverse }
}

/** A vector of channels beside images of ONNX. */
const perChannel = ({ builder: b }: OperationContext, vector: GraphNode, x: GraphNode): GraphNode =>
  b.broadcast(
    b.reshape(
      vector,
      x.shape.map((size, axis) => (axis === 1 ? size : 1)),
    ),
    x.shape,
  )

/** With the moments of the file; it does not learn new ones. */
function batch(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  if (c.number('training_mode', 0) === 1) throw c.fault('it is in training mode')
  const x = c.float(0)
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => c.float(i)) as [
    GraphNode,
    GraphNode,
    GraphNode,
    GraphNode,
  ]
  const factor = b.mul(scale, b.rsqrt(b.add(variance, c.number('epsilon', 1e-5))))
  const centred = b.sub(x, perChannel(c, mean, x))
  return [b.add(b.mul(centred, perChannel(c, factor, x)), perChannel(c, bias, x))]
}

function instance(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const axes = x.shape.map((_, axis) => axis).slice(2)
  const { normal } = standardized(c, x, axes, c.number('epsilon', 1e-5))
  return [b.add(b.mul(normal, perChannel(c, c.float(1), x)), perChannel(c, c.float(2), x))]
}

function layer(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const first = c.axis(c.number('axis', -1), x.shape.length)
  const axes = x.shape.map((_, axis) => axis).slice(first)
  const { normal, mean, inverse } = standardized(c, x, axes, c.number('epsilon', 1e-5))
  const scaled = b.mul(normal, c.grow(c.float(1), x.shape))
  const made = c.has(2) ? b.add(scaled, c.grow(c.float(2), x.shape)) : scaled
  return [made, mean, inverse]
}

function group(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  if (c.opset < 21) throw c.fault('it is from before opset 21')
  const x = c.float(0)
  const [n, channels, ...rest] = x.shape as [number, number, ...number[]]
  const groups = c.number('num_groups', 1)
  const apart = b.reshape(x, [n, groups, channels / groups, ...rest])
  const axes = apart.shape.map((_, axis) => axis).slice(2)
  const normal = b.reshape(standardized(c, apart, axes, c.number('epsilon', 1e-5)).normal, x.shape)
  return [b.add(b.mul(normal, perChannel(c, c.float(1), x)), perChannel(c, c.float(2), x))]
}

function rootMeanSquare(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const first = c.axis(c.number('axis', -1), x.shape.length)
  const axes = x.shape.map((_, axis) => axis).slice(first)
  const square = b.mean(b.mul(x, x), axes)
  const factor = b.rsqrt(b.add(square, c.number('epsilon', 1e-5)))
  return [b.mul(b.mul(x, b.broadcast(factor, x.shape)), c.grow(c.float(1), x.shape))]
}

function dropout(c: OperationContext): GraphNode[] {
  if (c.has(2) && c.numbers(2)[0] !== 0) throw c.fault('it is in training mode')
  const x = c.input(0)
  return [x, c.builder.constant(1, x.shape, 'bool')]
}

/** With moments of the file or of the data; dropout does nothing. */
export const normalizationImports: ImportRules = {
  BatchNormalization: batch,
  InstanceNormalization: instance,
  LayerNormalization: layer,
  GroupNormalization: group,
  RMSNormalization: rootMeanSquare,
  Dropout: dropout,
}
