import type { ConvolutionAttributes, Padding, Pair, PoolingAttributes } from '@parallax-ml/core'
import { type Attribute, attribute } from '../saved-model/values.js'
import type { Rules } from './rule.js'

const onImage = ([rows, columns]: Pair): Attribute => attribute.wholes([1, rows, columns, 1])

/** Zeros around an image; where there are none, in the word that every kernel knows. */
const padding = (cells: Padding): Record<string, Attribute> =>
  cells.every((cell) => cell === 0)
    ? { padding: attribute.text('VALID') }
    : {
        padding: attribute.text('EXPLICIT'),
        explicit_paddings: attribute.wholes([0, 0, ...cells, 0, 0]),
      }

const convolution = (given: ConvolutionAttributes): Record<string, Attribute> => ({
  strides: onImage(given.strides),
  dilations: onImage(given.dilation),
  ...padding(given.padding),
})

const pooling = (given: PoolingAttributes): Record<string, Attribute> => ({
  ksize: onImage(given.size),
  strides: onImage(given.strides),
  ...padding(given.padding),
})

/** Convolution and pooling. */
export const windowRules: Rules = {
  conv2d: ({ scope, inputs, node }) =>
    scope.op('Conv2D', inputs, { attributes: convolution(node.attributes) }),
  convInputGradient: ({ scope, inputs: [y, filter], node: { attributes, shape } }) =>
    scope.op('Conv2DBackpropInput', [scope.wholes(shape), filter!, y!], {
      attributes: convolution(attributes),
    }),
  convFilterGradient: ({ scope, inputs: [x, y], node: { attributes, shape } }) =>
    scope.op('Conv2DBackpropFilter', [x!, scope.wholes(shape), y!], {
      attributes: convolution(attributes),
    }),
  maxPool: ({ scope, inputs, node }) =>
    scope.op('MaxPool', inputs, { attributes: pooling(node.attributes) }),
  maxPoolGradient: ({ scope, inputs: [x, y], node }) => {
    const attributes = pooling(node.attributes)
    return scope.op('MaxPoolGrad', [x!, scope.op('MaxPool', [x!], { attributes }), y!], {
      attributes,
    })
  },
  averagePool: ({ scope, inputs, node }) =>
    scope.op('AvgPool', inputs, { attributes: pooling(node.attributes) }),
  averagePoolGradient: ({ scope, inputs: [y], node: { attributes, shape } }) =>
    scope.op('AvgPoolGrad', [scope.wholes(shape), y!], { attributes: pooling(attributes) }),
}
