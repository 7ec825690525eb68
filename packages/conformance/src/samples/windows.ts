import {
  type ConvolutionAttributes,
  type Padding,
  type Pair,
  type PoolingAttributes,
  type Shape,
  samePadding,
  type Tensor,
} from '@parallax-ml/core'
import fc from 'fast-check'
import { floats, type Values } from './tensors.js'

interface Drawn {
  readonly attributes: object
  readonly inputs: readonly Tensor[]
}
type Draw = (values: Values) => fc.Arbitrary<Drawn>

/** Windows, with the images that they slide over and the rows and columns of results. */
interface Slide {
  readonly image: Pair
  readonly size: Pair
  readonly strides: Pair
  readonly dilation: Pair
  readonly padding: Padding
  readonly result: Pair
}

const upTo = (most: number) => fc.integer({ min: 1, max: most })
const pairUpTo = (most: number): fc.Arbitrary<Pair> => fc.tuple(upTo(most), upTo(most))
const side = fc.constantFrom(1, 2, 3, 5, 7)

/** Windows that fit, with no padding, TensorFlow's `same`, or another one on every side. */
const slides = (mostDilation: number, mostPadding: (cells: number) => number) =>
  fc
    .record({
      image: fc.tuple(side, side),
      size: pairUpTo(3),
      strides: pairUpTo(3),
      dilation: pairUpTo(mostDilation),
    })
    .chain((windows) => {
      const { image, size, strides, dilation } = windows
      const same = ([0, 1] as const).flatMap((axis) =>
        samePadding(image[axis], size[axis], strides[axis], dilation[axis]),
      ) as unknown as Padding
      const [rows, columns] = size.map((cells) => fc.nat(mostPadding(cells)))
      return fc
        .oneof(
          fc.constant<Padding>([0, 0, 0, 0]),
          fc.constant(same),
          fc.tuple(rows!, rows!, columns!, columns!),
        )
        .map((padding): Slide => ({ ...windows, padding, result: resultOf(windows, padding) }))
    })
    .filter(({ result }) => Math.min(...result) >= 1)

function resultOf(
  { image, size, strides, dilation }: Omit<Slide, 'padding' | 'result'>,
  padding: Padding,
): Pair {
  const along = (axis: 0 | 1): number => {
    const room = image[axis] + padding[2 * axis]! + padding[2 * axis + 1]!
    return Math.floor((room - 1 - (size[axis] - 1) * dilation[axis]) / strides[axis]) + 1
  }
  return [along(0), along(1)]
}

/** Shapes of images, filters and results, and what relates them. */
interface Convolution {
  readonly x: Shape
  readonly filter: Shape
  readonly y: Shape
  readonly attributes: ConvolutionAttributes
}

const convolutions: fc.Arbitrary<Convolution> = fc
  .tuple(
    slides(2, () => 2),
    fc.record({ n: upTo(2), groups: upTo(3), inputs: upTo(2), outputs: upTo(2) }),
  )
  .map(([{ image, size, strides, padding, dilation, result }, { n, groups, inputs, outputs }]) => ({
    x: [n, ...image, groups * inputs],
    filter: [...size, inputs, groups * outputs],
    y: [n, ...result, groups * outputs],
    attributes: { strides, padding, dilation, groups },
  }))

/** Shapes of images and results, and what relates them. */
interface Pooling {
  readonly x: Shape
  readonly y: Shape
  readonly attributes: PoolingAttributes
}

const poolings: fc.Arbitrary<Pooling> = fc
  .tuple(
    slides(1, (cells) => cells - 1),
    upTo(2),
    upTo(3),
  )
  .map(([{ image, size, strides, padding, result }, n, channels]) => ({
    x: [n, ...image, channels],
    y: [n, ...result, channels],
    attributes: { size, strides, padding },
  }))

/** Draws tensors of some of the shapes; others may be attributes. */
const draw =
  <Shapes extends { readonly attributes: object }>(
    all: fc.Arbitrary<Shapes>,
    inputs: (shapes: Shapes) => Shape[],
    more: (shapes: Shapes) => object = () => ({}),
  ): Draw =>
  (values) =>
    all.chain((shapes) =>
      fc.tuple(...inputs(shapes).map((shape) => floats(shape, values))).map((tensors) => ({
        attributes: { ...shapes.attributes, ...more(shapes) },
        inputs: tensors,
      })),
    )

/** Samples of convolution and pooling. */
export const windowDraws = {
  conv2d: draw(convolutions, ({ x, filter }) => [x, filter]),
  convInputGradient: draw(
    convolutions,
    ({ y, filter }) => [y, filter],
    ({ x }) => ({ inputShape: x }),
  ),
  convFilterGradient: draw(
    convolutions,
    ({ x, y }) => [x, y],
    ({ filter }) => ({ filterShape: filter }),
  ),
  maxPool: draw(poolings, ({ x }) => [x]),
  maxPoolGradient: draw(poolings, ({ x, y }) => [x, y]),
  averagePool: draw(poolings, ({ x }) => [x]),
  averagePoolGradient: draw(
    poolings,
    ({ y }) => [y],
    ({ x }) => ({ inputShape: x }),
  ),
}
