import {
  type DataType,
  type NumberArray,
  permutation,
  randomKey,
  type Shape,
  sizeOf,
  type Tensor,
} from '@parallax-ml/core'
import fc from 'fast-check'

/**
 * How values are drawn: `any` finite numbers of the domain, or `apart`: all distinct and away from
 * 0, so that nothing is tied or at a kink and differences tell the derivative.
 */
export type Values = 'any' | 'apart'

/** Where values lie. */
export interface Domain {
  readonly from: number
  readonly to: number
}

/** Numbers of either sign. */
export const real: Domain = { from: -8, to: 8 }
/** Numbers above 0. */
export const positive: Domain = { from: 0.1, to: 8 }

/** Sizes of axes, odd ones too. */
export const axisSize = fc.constantFrom(1, 2, 3, 5, 7, 17)

/** Shapes of a rank, small enough for a sample. */
export const shapeOf = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc.array(axisSize, { minLength: least, maxLength: most }).filter((shape) => sizeOf(shape) <= 300)

const arrays = { float: Float64Array, int32: Int32Array, bool: Uint8Array } as const

const tensorOf = (shape: Shape, dtype: DataType, values: Iterable<number>): Tensor => ({
  shape,
  dtype,
  data: arrays[dtype].from(values) as NumberArray,
})

/** Float32 can hold them, so that both precisions start from the same numbers. */
export const asFloat32 = (value: number): number =>
  Math.abs(value) < 1e-6 ? 0 : Math.fround(value)

/** A float tensor of values that both precisions hold exactly. */
export function floats(
  shape: Shape,
  values: Values,
  { from, to }: Domain = real,
): fc.Arbitrary<Tensor> {
  const size = sizeOf(shape)
  if (values === 'any') {
    const element = fc.double({ min: from, max: to, noNaN: true }).map(asFloat32)
    return fc
      .array(element, { minLength: size, maxLength: size })
      .map((data) => tensorOf(shape, 'float', data))
  }
  return fc.nat(1e6).map((seed) => {
    const order = permutation(randomKey(seed, 'apart'), size)
    const phase = 0.13 + 0.74 * ((seed * 0.618034) % 1) // keeps two tensors apart from each other
    const spread = Array.from(order, (place) => from + ((to - from) * (place + phase)) / size)
    return tensorOf(
      shape,
      'float',
      spread.map((value) => asFloat32(value === 0 ? 0.01 : value)),
    )
  })
}

/** Whole numbers between two limits, both included. */
export const integers = (
  shape: Shape,
  from: number,
  to: number,
  dtype: DataType = 'int32',
): fc.Arbitrary<Tensor> =>
  fc
    .array(fc.integer({ min: from, max: to }), {
      minLength: sizeOf(shape),
      maxLength: sizeOf(shape),
    })
    .map((data) => tensorOf(shape, dtype, data))
