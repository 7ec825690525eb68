import { type Model, UnsupportedError } from '@parallax-ml/core'
import type { AttributionMapsFigure, SignedMap } from '../figures/attribution-maps.js'

/** Options of {@link filtersFigure}. */
export interface FiltersFigureOptions {
  readonly title: string
  /** A sentence that says what to see. Default: how many there are, and of which layer. */
  readonly see?: string
  /** For a network that begins with a dense layer: how its inputs lie in space, `[height, width]`. */
  readonly inputShape?: readonly [height: number, width: number]
  /** Filters that are shown at most. Default 32. */
  readonly most?: number
}

/**
 * What the first layer looks for: the filters of a convolution, summed over the channels of the
 * image, or of a dense layer the weights of each unit, laid out as the image is.
 *
 * @throws {UnsupportedError} if the first layer with a kernel is of neither kind, or a dense one's
 * `inputShape` is absent or holds another number of inputs.
 */
export function filtersFigure(
  { architecture, weights }: Pick<Model, 'architecture' | 'weights'>,
  { title, see, inputShape, most = 32 }: FiltersFigureOptions,
): AttributionMapsFigure {
  const layer = architecture.layers.find(({ weights: own }) =>
    own.some(({ name }) => name === 'kernel'),
  )
  const type = layer?.definition.type
  const kernel = layer && weights()[`${layer.name}/kernel`]!
  const { shape = [], data = [] } = kernel ?? {}
  const isImage = type === 'conv2d'
  const isLaidOut =
    type === 'dense' && inputShape !== undefined && inputShape[0] * inputShape[1] === shape[0]
  if (layer === undefined || !(isImage || isLaidOut)) {
    throw new UnsupportedError({
      where: 'filtersFigure',
      problem: 'the first layer has no filters that could be laid out as pictures',
      expected: 'conv2d, or dense with an inputShape that holds as many numbers as it reads',
      received:
        layer === undefined
          ? 'no layer with a kernel'
          : `${type} with a kernel of ${shape.join(' × ')}`,
    })
  }
  const [height, width] = isImage ? [shape[0]!, shape[1]!] : inputShape!
  const count = shape.at(-1)!
  const channels = data.length / (height * width * count)
  const maps = Array.from(
    { length: Math.min(count, most) },
    (_, filter): SignedMap => ({
      width,
      caption: `${isImage ? 'filter' : 'unit'} ${filter}`,
      values: Array.from({ length: height * width }, (_, place) => {
        const parts = Array.from(
          { length: channels },
          (_, channel) => data[(place * channels + channel) * count + filter]!,
        )
        return parts.reduce((a, b) => a + b, 0)
      }),
    }),
  )
  const shown = maps.length < count ? `The first ${maps.length} of ${count}` : `All ${count}`
  const summed = channels > 1 ? `, summed over ${channels} channels` : ''
  const usual = `${shown} filters of ${layer.name}, ${height} × ${width}${summed}: blue where ink speaks for it, orange where it speaks against it.`
  return { kind: 'attributionMaps', title, see: see ?? usual, wide: true, rows: [{ maps }] }
}
