import { OptionError } from '@parallax-ml/core'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { featureShapeOf } from './attribution-of.js'

/**
 * Height, width and channels of the image that a model takes.
 * @throws {OptionError} if it takes none, or several inputs.
 */
export function imageShape(explained: ExplainableModel): readonly [number, number, number] {
  const [height, width, channels, ...more] = featureShapeOf(explained) ?? []
  if (channels !== undefined && more.length === 0) return [height!, width!, channels]
  throw new OptionError({
    where: 'gradCam',
    problem: 'the model does not take one image',
    expected: 'one input of shape [height, width, channels], or a first layer that makes it so',
    received: Object.values(explained.inputs)
      .map((shape) => `[${shape}]`)
      .join(' and '),
  })
}

/**
 * The layer whose maps are weighted, and the shape of what it gives.
 * @throws {OptionError} if there is no such layer, or it gives no images.
 */
export function imageLayer({ model }: ExplainableModel, name: string | undefined) {
  const { calls } = model.architecture
  const isMeant = (call: (typeof calls)[number]): boolean =>
    call.layer.name === name || call.output === name
  const images = calls.filter(({ outputShape }) => outputShape.length === 3)
  const found = name === undefined ? images.at(-1) : images.find(isMeant)
  if (found !== undefined) {
    const [height, width, channels] = found.outputShape as [number, number, number]
    return { layer: found.output, height, width, channels }
  }
  throw new OptionError({
    where: 'gradCam.layer',
    problem: name === undefined ? 'no layer gives images' : `layer '${name}' gives no images`,
    expected: 'a layer that gives [height, width, channels]',
    hint: `Those are: ${images.map(({ layer }) => layer.name).join(', ') || 'none'}.`,
  })
}
