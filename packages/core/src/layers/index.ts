import { activationLayer } from './activation.js'
import { eluLayer, leakyReluLayer, reluLayer, softmaxLayer } from './activation-layers.js'
import { alphaDropoutLayer } from './alpha-dropout.js'
import { batchNormalizationLayer } from './batch-normalization.js'
import { concatenateLayer } from './concatenate.js'
import { conv1dLayer, conv2dLayer } from './convolution.js'
import type { LayerDefinition } from './definition.js'
import { denseLayer } from './dense.js'
import { depthwiseConv2dLayer } from './depthwise-conv2d.js'
import { dotLayer } from './dot.js'
import { dropoutLayer } from './dropout.js'
import { embeddingLayer } from './embedding.js'
import { flattenLayer } from './flatten.js'
import { gaussianDropoutLayer } from './gaussian-dropout.js'
import { gaussianNoiseLayer } from './gaussian-noise.js'
import {
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  globalMaxPooling1dLayer,
  globalMaxPooling2dLayer,
} from './global-pooling.js'
import { groupNormalizationLayer } from './group-normalization.js'
import { layerNormalizationLayer } from './layer-normalization.js'
import { cropping2dLayer, zeroPadding1dLayer, zeroPadding2dLayer } from './margins.js'
import {
  addLayer,
  averageLayer,
  maximumLayer,
  minimumLayer,
  multiplyLayer,
  subtractLayer,
} from './merging.js'
import { normalizationLayer } from './normalization.js'
import { permuteLayer } from './permute.js'
import {
  averagePooling1dLayer,
  averagePooling2dLayer,
  maxPooling1dLayer,
  maxPooling2dLayer,
} from './pooling.js'
import { preluLayer } from './prelu.js'
import { repeatVectorLayer } from './repeat-vector.js'
import { reshapeLayer } from './reshape.js'
import { rmsNormalizationLayer } from './rms-normalization.js'
import { separableConv2dLayer } from './separable-conv2d.js'
import { spatialDropout1dLayer, spatialDropout2dLayer } from './spatial-dropout.js'
import { conv1dTransposeLayer, conv2dTransposeLayer } from './transposed-convolution.js'
import { unitNormalizationLayer } from './unit-normalization.js'
import { upSampling1dLayer, upSampling2dLayer } from './up-sampling.js'

/** Every kind of layer. A new one takes a file and a line here. */
export const layerDefinitions = [
  activationLayer,
  addLayer,
  alphaDropoutLayer,
  averageLayer,
  batchNormalizationLayer,
  concatenateLayer,
  dotLayer,
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
  eluLayer,
  embeddingLayer,
  flattenLayer,
  globalAveragePooling1dLayer,
  globalAveragePooling2dLayer,
  globalMaxPooling1dLayer,
  globalMaxPooling2dLayer,
  maxPooling1dLayer,
  maxPooling2dLayer,
  permuteLayer,
  repeatVectorLayer,
  reshapeLayer,
  separableConv2dLayer,
  upSampling1dLayer,
  upSampling2dLayer,
  zeroPadding1dLayer,
  zeroPadding2dLayer,
  gaussianDropoutLayer,
  gaussianNoiseLayer,
  groupNormalizationLayer,
  layerNormalizationLayer,
  leakyReluLayer,
  maximumLayer,
  minimumLayer,
  multiplyLayer,
  normalizationLayer,
  preluLayer,
  reluLayer,
  rmsNormalizationLayer,
  softmaxLayer,
  spatialDropout1dLayer,
  spatialDropout2dLayer,
  subtractLayer,
  unitNormalizationLayer,
] as unknown as readonly LayerDefinition[]

/** The definition of a kind of layer, or undefined. */
export const layerDefinition = (type: string): LayerDefinition | undefined =>
  layerDefinitions.find((definition) => definition.type === type)
