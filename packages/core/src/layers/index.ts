import { activationLayer } from './activation.js'
import { conv1dLayer, conv2dLayer } from './convolution.js'
import type { LayerDefinition } from './definition.js'
import { denseLayer } from './dense.js'
import { depthwiseConv2dLayer } from './depthwise-conv2d.js'
import { dropoutLayer } from './dropout.js'
import { flattenLayer } from './flatten.js'
import {
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  globalMaxPooling1dLayer,
  globalMaxPooling2dLayer,
} from './global-pooling.js'
import { cropping2dLayer, zeroPadding1dLayer, zeroPadding2dLayer } from './margins.js'
import { normalizationLayer } from './normalization.js'
import { permuteLayer } from './permute.js'
import {
  averagePooling1dLayer,
  averagePooling2dLayer,
  maxPooling1dLayer,
  maxPooling2dLayer,
} from './pooling.js'
import { repeatVectorLayer } from './repeat-vector.js'
import { reshapeLayer } from './reshape.js'
import { separableConv2dLayer } from './separable-conv2d.js'
import { conv1dTransposeLayer, conv2dTransposeLayer } from './transposed-convolution.js'
import { upSampling1dLayer, upSampling2dLayer } from './up-sampling.js'

/** Every kind of layer. A new one takes a file and a line here. */
export const layerDefinitions = [
  activationLayer,
  averagePooling1dLayer,
  averagePooling2dLayer,
  conv1dLayer,
  conv1dTransposeLayer,
  conv2dLayer,
  conv2dTransposeLayer,
  cropping2dLayer,
  denseLayer,
  depthwiseConv2dLayer,
  dropoutLayer,
  flattenLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  globalMaxPooling1dLayer,
  globalMaxPooling2dLayer,
  maxPooling1dLayer,
  maxPooling2dLayer,
  normalizationLayer,
  permuteLayer,
  repeatVectorLayer,
  reshapeLayer,
  separableConv2dLayer,
  upSampling1dLayer,
  upSampling2dLayer,
  zeroPadding1dLayer,
  zeroPadding2dLayer,
] as unknown as readonly LayerDefinition[]

/** The definition of a kind of layer, or undefined. */
export const layerDefinition = (type: string): LayerDefinition | undefined =>
  layerDefinitions.find((definition) => definition.type === type)
