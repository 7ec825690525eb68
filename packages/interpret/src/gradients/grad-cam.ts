import { createProbe, OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { joinedInputs } from '../explained/inputs.js'
import type { Attribution } from '../explanation.js'
import { type Matrix, type MatrixLike, rowOf, takeRows, toMatrix, zeros } from '../matrix.js'
import { type Asked, asked } from './asked.js'
import { attributionOf } from './attribution-of.js'
import { imageLayer, imageShape } from './image-layer.js'
import { chosenOutputs, type GradientOptions, gradientOptions } from './options.js'
import { resizeBilinear } from './upsample.js'

/** Options of {@link gradCam}. */
export interface GradCamOptions extends GradientOptions {
  /** Name of a layer that gives images. Default: the last one that does. */
  readonly layer?: string
}

const schema = z.strictObject({ ...gradientOptions, layer: z.string().optional() })

/** The maps of Grad-CAM in the resolution of the layer. */
export interface GradCamMaps {
  readonly layer: string
  /** Height and width of a map. */
  readonly size: readonly [number, number]
  /** Mean gradient of every channel, `[rows, outputs, channels]`. */
  readonly channelWeights: Float64Array
  /** `[rows, outputs, height, width]`. */
  readonly maps: Float64Array
}

/** Rows whose activations and gradients are in memory at once. */
const rowsPerCall = 64

/**
 * Grad-CAM: where in an image a convolutional layer saw what speaks for an output (Selvaraju and others,
 * "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017). Channels of
 * the layer are weighted by their mean gradient and added, what is negative becomes 0, and the map is
 * made as large as the image, with linear interpolation. As published it explains scores before the
 * softmax: take `explainable(model, { space: 'logit' })`.
 *
 * A feature is a pixel; of an image of several channels, all of them together, and `data` has their mean.
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if the model's input is no image, or the
 * layer gives none.
 */
export async function gradCam(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: GradCamOptions = {},
): Promise<Attribution> {
  const { parsed, data, outputs } = questionOf(explained, rows, options)
  const [height, width, channels] = imageShape(explained)
  const model = asked(explained, outputs, parsed)
  model.expect(data.rows * (1 + outputs.length))
  const predictions = await model.predict(data)
  const { layer, size, maps } = await mapsOf(explained, model, data, outputs, parsed.layer)
  const pixels = height * width
  const values = new Float64Array(data.rows * pixels * outputs.length)
  for (let r = 0; r < data.rows; r++) {
    for (let k = 0; k < outputs.length; k++) {
      const start = (r * outputs.length + k) * size[0] * size[1]
      const map = maps.subarray(start, start + size[0] * size[1])
      const large = resizeBilinear({ rows: size[0], columns: size[1], values: map }, height, width)
      for (let p = 0; p < pixels; p++) {
        values[(r * pixels + p) * outputs.length + k] = large.values[p]!
      }
    }
  }
  const { evaluations } = model
  const found = attributionOf(explained, greyOf(data, pixels, channels), outputs, {
    method: 'gradCam',
    settings: { layer },
    values,
    predictions,
    checks: { evaluations },
  })
  if (channels === 1) return found
  const featureNames = Array.from(
    { length: pixels },
    (_, p) => `${Math.floor(p / width)}, ${p % width}`,
  )
  return { ...found, featureNames, featureShape: [height, width] }
}

/**
 * The maps and channel weights of {@link gradCam} before they are made larger.
 * @throws {DataError} if rows do not fit. @throws {OptionError} if the layer gives no images.
 */
export async function gradCamMaps(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: GradCamOptions = {},
): Promise<GradCamMaps> {
  const { parsed, data, outputs } = questionOf(explained, rows, options)
  const model = asked(explained, outputs, parsed)
  model.expect(data.rows * outputs.length)
  return mapsOf(explained, model, data, outputs, parsed.layer)
}

function questionOf(explained: ExplainableModel, rows: MatrixLike, options: GradCamOptions) {
  const parsed = parseWith(schema, options, 'gradCam options', OptionError)
  const data = toMatrix(rows, 'gradCam rows', explained.featureNames.length)
  return { parsed, data, outputs: chosenOutputs(explained, parsed.outputs) }
}

async function mapsOf(
  explained: ExplainableModel,
  model: Asked,
  data: Matrix,
  outputs: readonly number[],
  name: string | undefined,
): Promise<GradCamMaps> {
  const { layer, height, width, channels } = imageLayer(explained, name)
  const area = height * width
  const pairs = data.rows * outputs.length
  const channelWeights = new Float64Array(pairs * channels)
  const maps = new Float64Array(pairs * area)
  const { split } = joinedInputs(explained.inputs)
  const probe = createProbe(explained.model, { values: [layer], gradients: [layer] })
  try {
    await model.inCalls(pairs, rowsPerCall, async (start, size) => {
      const indices = Array.from({ length: size }, (_, i) =>
        Math.floor((start + i) / outputs.length),
      )
      const cotangents = zeros(size, explained.outputNames.length)
      for (let i = 0; i < size; i++) {
        rowOf(cotangents, i)[outputs[(start + i) % outputs.length]!] = 1
      }
      const rows = split(takeRows(data, indices))
      const { values, gradients } = await probe.run(rows, shapedAs(explained, cotangents))
      for (let i = 0; i < size; i++) {
        const part = (from: ArrayLike<number>): Float64Array =>
          Float64Array.from({ length: area * channels }, (_, j) => from[i * area * channels + j]!)
        addMap(
          part(values[layer]!.data),
          part(gradients[layer]!.data),
          channelWeights.subarray((start + i) * channels, (start + i + 1) * channels),
          maps.subarray((start + i) * area, (start + i + 1) * area),
        )
      }
    })
  } finally {
    await probe.dispose()
  }
  return { layer, size: [height, width], channelWeights, maps }
}

/** Fills in the weights and the map of one row and output; values and gradients are `[area, channels]`. */
function addMap(
  values: Float64Array,
  gradients: Float64Array,
  weights: Float64Array,
  map: Float64Array,
): void {
  const channels = weights.length
  for (const [i, gradient] of gradients.entries()) weights[i % channels]! += gradient / map.length
  for (const [i, value] of values.entries()) {
    map[Math.floor(i / channels)]! += weights[i % channels]! * value
  }
  for (const [p, sum] of map.entries()) map[p] = Math.max(sum, 0)
}

const shapedAs = ({ model }: ExplainableModel, { rows, values }: Matrix) => ({
  shape: [rows, ...Object.values(model.architecture.outputs)[0]!.shape],
  data: values,
})

function greyOf(data: Matrix, pixels: number, channels: number): Matrix {
  const grey = zeros(data.rows, pixels)
  for (const [i, value] of data.values.entries()) {
    grey.values[Math.floor(i / channels)]! += value / channels
  }
  return grey
}
