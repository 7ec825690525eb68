import type { NodeOf, Padding, Pair, Shape, Windows } from '@parallax-ml/core'
import type { Emission } from '../emission.js'

export type Convolution =
  | NodeOf<'conv2d'>
  | NodeOf<'convInputGradient'>
  | NodeOf<'convFilterGradient'>
export type Pooling =
  | NodeOf<'maxPool'>
  | NodeOf<'maxPoolGradient'>
  | NodeOf<'averagePool'>
  | NodeOf<'averagePoolGradient'>

/** Padding in ONNX's order: the beginnings of all axes, then their ends. */
export const padsOf = ([top, bottom, left, right]: Padding): number[] => [top, left, bottom, right]

/** Attributes that convolution and pooling have in common. */
export const windowAttributes = ({ size, strides, padding, dilation }: Windows) => ({
  kernel_shape: size,
  strides,
  pads: padsOf(padding),
  dilations: dilation,
})

/** Windows of a pooling of images of that shape. */
export const poolingWindows = ([, height, width]: Shape, { attributes }: Pooling): Windows => ({
  image: [height!, width!],
  size: attributes.size,
  strides: attributes.strides,
  padding: attributes.padding,
  dilation: [1, 1],
})

/** Windows of a convolution of images by filters of these shapes. */
export const convolutionWindows = (
  [, height, width]: Shape,
  [rows, columns]: Shape,
  { strides, padding, dilation }: Omit<Windows, 'image' | 'size'>,
): Windows => ({ image: [height!, width!], size: [rows!, columns!], strides, padding, dilation })

export const cellsOf = ({ size }: Windows): number => size[0] * size[1]

/** Whether windows lie side by side and cover the whole image: each pixel is in one of them. */
export const isTiling = ({ image, size, strides, padding }: Windows): boolean =>
  padding.every((cells) => cells === 0) &&
  size.every((cells, axis) => cells === strides[axis] && image[axis]! % cells === 0)

/** Every pixel repeated to a tile, of channels-first images. */
export function enlarge(e: Emission, images: string, size: Pair): string {
  const scales = e.writer.constant('FLOAT', [4], [1, 1, ...size])
  return e.op('Resize', [images, '', scales], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  })
}

/** What ONNX must add to an image that a transposed convolution makes, where the last window ends early. */
export function outputPadding(
  { image, size, strides, padding, dilation }: Windows,
  counts: Pair,
): number[] {
  return [0, 1].map((axis) => {
    const span = (size[axis]! - 1) * dilation[axis]! + 1
    const reached = (counts[axis]! - 1) * strides[axis]! + span
    return image[axis]! + padding[2 * axis]! + padding[2 * axis + 1]! - reached
  })
}

/**
 * The pixels at `positions` of channels-last images, `[n, positions, channels]`; zeros where there is
 * −1. Works for every type of number, unlike ONNX Runtime's own windows.
 */
export function patches(e: Emission, images: string, shape: Shape, positions: Int32Array): string {
  const [n, height, width, channels] = shape as [number, number, number, number]
  const pixels = height * width
  const lines = e.reshape(images, [n, pixels, channels])
  const padded = e.pad(lines, [0, 0, 0, 0, 1, 0])
  return e.op('Gather', [padded, placesOf(e, positions, pixels)], { axis: 1 })
}

/** The opposite: adds up values `[n, positions, channels]` in the pixels of channels-last images. */
export function unpatch(e: Emission, values: string, shape: Shape, positions: Int32Array): string {
  const [n, height, width, channels] = shape as [number, number, number, number]
  const pixels = height * width
  const rows = e.op('Transpose', [values], { perm: [1, 0, 2] })
  const places = e.reshape(placesOf(e, positions, pixels), [positions.length, 1])
  const zeros = e.expand(e.number(0), [pixels + 1, n, channels])
  const sums = e.op('ScatterND', [zeros, e.op('Cast', [places], { to: 7 }), rows], {
    reduction: 'add',
  })
  const [from, to, axis] = [0, pixels, 0].map((value) => e.writer.ints([value]))
  const inside = e.op('Slice', [sums, from!, to!, axis!])
  return e.reshape(e.op('Transpose', [inside], { perm: [1, 0, 2] }), shape)
}

/** Positions with one past the last for −1. */
const placesOf = (e: Emission, positions: Int32Array, pixels: number): string =>
  e.writer.constant(
    'INT32',
    [positions.length],
    positions.map((at) => (at < 0 ? pixels : at)),
  )
