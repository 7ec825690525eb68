import type { NodeOf, Pair } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import { shapeIn } from '../layouts.js'
import type { Made, RuleTable } from '../rule.js'
import { filterGradient } from './filter-gradient.js'
import { convolutionWindows, outputPadding, windowAttributes } from './image-windows.js'
import { wideConvolution, wideFilterGradient, wideInputGradient } from './wide-convolution.js'

const layout = 'channelsFirst'

/** ONNX Runtime has convolutions of float32 only; those of float64 are made of products. */
export const convolutionRules: RuleTable<'conv2d' | 'convInputGradient' | 'convFilterGradient'> = {
  conv2d: (e, node) => convolution(e, node),
  convInputGradient: (e, node) =>
    e.precision === 'float64' ? wideInputGradient(e, node) : inputGradient(e, node),
  convFilterGradient: (e, node) =>
    e.precision === 'float64' ? wideFilterGradient(e, node) : filterGradient(e, node),
}

/** A convolution, to which a bias `[outputs]` may be added at once. */
export function convolution(e: Emission, node: NodeOf<'conv2d'>, bias?: string): Made {
  if (e.precision === 'float64') return wideConvolution(e, node, bias)
  const [x, filter] = node.inputs as [number, number]
  const { groups: group, ...attributes } = node.attributes
  const windows = convolutionWindows(e.nodeOf(x).shape, e.nodeOf(filter).shape, attributes)
  const operands = [e.full(x, layout), outputsFirst(e, filter)]
  const name = e.op('Conv', bias === undefined ? operands : [...operands, bias], {
    ...windowAttributes(windows),
    group,
  })
  return { name, shape: shapeIn(layout, node.shape), layout }
}

function inputGradient(e: Emission, node: NodeOf<'convInputGradient'>): Made {
  const [y, filter] = node.inputs as [number, number]
  const { groups: group, inputShape, ...attributes } = node.attributes
  const windows = convolutionWindows(inputShape, e.nodeOf(filter).shape, attributes)
  const counts = e.nodeOf(y).shape.slice(1, 3) as unknown as Pair
  const name = e.op('ConvTranspose', [e.full(y, layout), outputsFirst(e, filter)], {
    ...windowAttributes(windows),
    output_padding: outputPadding(windows, counts),
    group,
  })
  return { name, shape: shapeIn(layout, node.shape), layout }
}

/** Filters as ONNX has them: `[outputs, channels / groups, rows, columns]`. */
const outputsFirst = (e: Emission, id: number): string =>
  e.once(
    `outputs first ${id}`,
    () => e.transpose({ name: e.full(id), shape: e.nodeOf(id).shape }, [3, 2, 0, 1]).name,
  )
