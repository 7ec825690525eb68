import { activationLayer } from './activation.js'
import { eluLayer, leakyReluLayer, reluLayer, softmaxLayer } from './activation-layers.js'
import { alphaDropoutLayer } from './alpha-dropout.js'
import { batchNormalizationLayer } from './batch-normalization.js'
import { concatenateLayer } from './concatenate.js'
import type { LayerDefinition } from './definition.js'
import { denseLayer } from './dense.js'
import { dotLayer } from './dot.js'
import { dropoutLayer } from './dropout.js'
import { embeddingLayer } from './embedding.js'
import { flattenLayer } from './flatten.js'
import { gaussianDropoutLayer } from './gaussian-dropout.js'
import { gaussianNoiseLayer } from './gaussian-noise.js'
import { groupNormalizationLayer } from './group-normalization.js'
import { layerNormalizationLayer } from './layer-normalization.js'
import {
  addLayer,
  averageLayer,
  maximumLayer,
  minimumLayer,
  multiplyLayer,
  subtractLayer,
} from './merging.js'
import { normalizationLayer } from './normalization.js'
import { preluLayer } from './prelu.js'
import { rmsNormalizationLayer } from './rms-normalization.js'
import { spatialDropout1dLayer, spatialDropout2dLayer } from './spatial-dropout.js'
import { unitNormalizationLayer } from './unit-normalization.js'

/** Every kind of layer. A new one takes a file and a line here. */
export const layerDefinitions = [
  activationLayer,
  addLayer,
  alphaDropoutLayer,
  averageLayer,
  batchNormalizationLayer,
  concatenateLayer,
  denseLayer,
  dotLayer,
  dropoutLayer,
  eluLayer,
  embeddingLayer,
  flattenLayer,
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
