import {
  type DataType,
  type OperationName,
  type Shape,
  sizeOf,
  type Tensor,
} from '@parallax-ml/core'
import fc from 'fast-check'
import {
  asFloat32,
  axisSize,
  type Domain,
  floats,
  integers,
  positive,
  real,
  shapeOf,
  type Values,
} from './tensors.js'
import { windowDraws } from './windows.js'

/** `uniform` stands for the numbers in [0, 1) that are composed from `randomBits`. */
export type SampledOperation = OperationName | 'uniform'

/** One operation with inputs that fit it. */
export interface OperationSample {
  readonly operation: SampledOperation
  readonly attributes: object
  readonly inputs: readonly Tensor[]
}

const toBits = (tensor: Tensor): Tensor => ({
  ...tensor,
  data: tensor.data.map((value) => Math.min(1, value)) as Uint8Array,
})

type Draw = (values: Values) => fc.Arbitrary<Omit<OperationSample, 'operation'>>

const onShape =
  (build: (shape: number[], values: Values) => fc.Arbitrary<Tensor>[]): Draw =>
  (values) =>
    shapeOf(1, 3).chain((shape) =>
      fc.tuple(...build(shape, values)).map((inputs) => ({ attributes: {}, inputs })),
    )

const unary = (domain?: Domain): Draw => onShape((shape, values) => [floats(shape, values, domain)])
const binary = (first?: Domain, second: Domain | undefined = first): Draw =>
  onShape((shape, values) => [floats(shape, values, first), floats(shape, values, second)])
const bits = (count: number): Draw =>
  onShape((shape) => Array.from({ length: count }, () => integers(shape, 0, 1, 'bool')))

/** A sample of one input with attributes that depend on its shape. */
const shaped =
  (
    shapes: fc.Arbitrary<number[]>,
    attributes: (shape: number[]) => fc.Arbitrary<object>,
    domain?: Domain,
  ): Draw =>
  (values) =>
    shapes.chain((shape) =>
      fc
        .tuple(attributes(shape), floats(shape, values, domain))
        .map(([chosen, input]) => ({ attributes: chosen, inputs: [input] })),
    )

const axisOf = (shape: Shape): fc.Arbitrary<number> => fc.nat(shape.length - 1)
const onAxis = shaped(shapeOf(1, 3), (shape) => fc.record({ axis: axisOf(shape) }))
const overAxes = shaped(shapeOf(1, 3), (shape) =>
  fc.record({
    axes: fc.subarray(
      shape.map((_, axis) => axis),
      { minLength: 1 },
    ),
  }),
)

const matmul: Draw = (values) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(1, 2, 3), { maxLength: 1 }),
      axisSize,
      axisSize,
      axisSize,
      fc.boolean(),
      fc.boolean(),
    )
    .chain(([batch, rows, inner, columns, transposeA, transposeB]) => {
      const a = [...batch, ...(transposeA ? [inner, rows] : [rows, inner])]
      const b = [...batch, ...(transposeB ? [columns, inner] : [inner, columns])]
      return fc
        .tuple(floats(a, values), floats(b, values))
        .map((inputs) => ({ attributes: { transposeA, transposeB }, inputs }))
    })

const indexed =
  (
    build: (
      rows: number,
      width: number[],
      indexShape: number[],
      values: Values,
    ) => fc.Arbitrary<Tensor>[],
    attributes: (rows: number) => object,
  ): Draw =>
  (values) =>
    fc.tuple(axisSize, shapeOf(0, 1), shapeOf(1, 2)).chain(([rows, width, indexShape]) =>
      fc
        .tuple(
          ...build(
            rows,
            width,
            indexShape.map((n) => Math.min(n, 5)),
            values,
          ),
        )
        .map((inputs) => ({ attributes: attributes(rows), inputs })),
    )

const gatherAlong: Draw = (values) =>
  shapeOf(1, 3).chain((shape) =>
    fc
      .tuple(axisOf(shape), fc.integer({ min: 1, max: 4 }))
      .chain(([axis, count]) =>
        fc
          .tuple(floats(shape, values), integers(shape.with(axis, count), 0, shape[axis]! - 1))
          .map((inputs) => ({ attributes: { axis }, inputs })),
      ),
  )

const concat: Draw = (values) =>
  shapeOf(1, 3).chain((shape) =>
    fc
      .tuple(axisOf(shape), fc.array(axisSize, { minLength: 1, maxLength: 3 }))
      .chain(([axis, sizes]) =>
        fc
          .tuple(...sizes.map((size) => floats(shape.with(axis, size), values)))
          .map((inputs) => ({ attributes: { axis }, inputs })),
      ),
  )

const slice = shaped(shapeOf(1, 3), (shape) =>
  axisOf(shape).chain((axis) =>
    fc
      .tuple(fc.nat(shape[axis]! - 1), fc.nat(shape[axis]! - 1))
      .map(([a, b]) => ({ axis, start: Math.min(a, b), size: Math.abs(a - b) + 1 })),
  ),
)

const broadcast = shaped(
  shapeOf(1, 3).map((shape) => shape.map((size) => (size > 3 ? 1 : size))),
  (shape) =>
    fc
      .tuple(...shape.map((size) => (size === 1 ? axisSize : fc.constant(size))))
      .map((grown) => ({ shape: grown })),
)

const draws: Partial<Record<OperationName, Draw>> = {
  iota: () =>
    shapeOf(1, 3).chain((shape) =>
      axisOf(shape).map((axis) => ({ attributes: { shape, axis }, inputs: [] })),
    ),
  constant: () =>
    fc.double().map((value) => ({
      attributes: {
        value: Object.is(value, -0)
          ? '-0'
          : Number.isFinite(value)
            ? asFloat32(value % 1e6)
            : String(value),
        shape: [3],
        dtype: 'float',
      },
      inputs: [],
    })),
  randomBits: () =>
    fc
      .tuple(shapeOf(1, 3), fc.nat(), integers([2], -(2 ** 31), 2 ** 31 - 1))
      .map(([shape, stream, key]) => ({ attributes: { shape, stream }, inputs: [key] })),
  add: binary(),
  sub: binary(),
  mul: binary(),
  div: binary(real, positive),
  pow: binary(positive, { from: -3, to: 3 }),
  maximum: binary(),
  minimum: binary(),
  neg: unary(),
  abs: unary(),
  sign: unary(),
  exp: unary(),
  log: unary(positive),
  log1p: unary({ from: -0.9, to: 8 }),
  sqrt: unary(positive),
  rsqrt: unary(positive),
  tanh: unary(),
  sigmoid: unary(),
  relu: unary(),
  softplus: unary(),
  erf: unary({ from: -3, to: 3 }),
  floor: unary(),
  round: unary(),
  copy: unary(),
  equal: onShape((shape) => [integers(shape, 0, 2), integers(shape, 0, 2)]),
  notEqual: onShape((shape) => [
    integers(shape, 0, 2, 'bool').map(toBits),
    integers(shape, 0, 1, 'bool'),
  ]),
  less: binary(),
  lessEqual: binary(),
  greater: binary(),
  greaterEqual: binary(),
  and: bits(2),
  or: bits(2),
  not: bits(1),
  isFinite: unary(),
  select: onShape((shape, values) => [
    integers(shape, 0, 1, 'bool'),
    floats(shape, values),
    floats(shape, values),
  ]),
  cast: shaped(shapeOf(1, 3), () =>
    fc.constantFrom<DataType>('int32', 'bool').map((dtype) => ({ dtype })),
  ),
  sum: overAxes,
  mean: overAxes,
  max: overAxes,
  argmax: onAxis,
  cumsum: onAxis,
  matmul,
  ...windowDraws,
  reshape: shaped(shapeOf(1, 3), (shape) =>
    fc
      .constantFrom([sizeOf(shape)], [1, ...shape], shape.toReversed())
      .map((to) => ({ shape: to })),
  ),
  broadcast,
  transpose: shaped(shapeOf(1, 4), (shape) =>
    fc
      .shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      )
      .map((axes) => ({ permutation: axes })),
  ),
  slice,
  reverse: onAxis,
  concat,
  pad: shaped(shapeOf(1, 3), (shape) =>
    fc.record({ axis: axisOf(shape), before: fc.nat(3), after: fc.nat(3) }),
  ),
  gather: indexed(
    (rows, width, indexShape, values) => [
      floats([rows, ...width], values),
      integers(indexShape, 0, rows - 1),
    ],
    () => ({}),
  ),
  scatterAdd: indexed(
    (rows, width, indexShape, values) => [
      floats([...indexShape, ...width], values),
      integers(indexShape, 0, rows - 1),
    ],
    (rows) => ({ rows }),
  ),
  gatherAlong,
  oneHot: () =>
    fc
      .tuple(shapeOf(1, 2), axisSize)
      .chain(([shape, depth]) =>
        integers(shape, 0, depth - 1).map((input) => ({ attributes: { depth }, inputs: [input] })),
      ),
  softmax: unary(),
  logSoftmax: unary(),
}

/** Samples of an operation, or undefined for `input`, which is part of every one of them. */
export function samplesOf(
  operation: OperationName,
  values: Values,
): fc.Arbitrary<OperationSample> | undefined {
  return draws[operation]?.(values).map((sample) => ({ operation, ...sample }))
}
