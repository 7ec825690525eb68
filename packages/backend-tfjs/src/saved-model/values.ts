import type { Shape } from '@parallax-ml/core'
import { bytes, type Field, float, message, text, whole } from './fields.js'

/** TensorFlow's types of tensors that programs use; the numbers are those of `types.proto`. */
export const typeNumbers = {
  float: 1,
  double: 2,
  int32: 3,
  uint8: 4,
  bool: 10,
  uint32: 22,
} as const

/** The name of a type in {@link typeNumbers}. */
export type TensorType = keyof typeof typeNumbers

/** An `AttrValue` of `attr_value.proto`. */
export type Attribute = readonly Field[]

/** Sizes of axes, −1 where unknown. */
const shapeFields = (shape: Shape): Field[] => shape.map((size) => message(2, [whole(1, size)]))

const arrays = {
  float: Float32Array,
  double: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  uint32: Uint32Array,
} as const

/** Attributes of nodes, one function for each kind. */
export const attribute = {
  text: (value: string): Attribute => [text(2, value)],
  whole: (value: number): Attribute => [whole(3, value)],
  float: (value: number): Attribute => [float(4, value)],
  truth: (value: boolean): Attribute => [whole(5, value)],
  type: (type: TensorType): Attribute => [whole(6, typeNumbers[type])],
  shape: (shape: Shape): Attribute => [message(7, shapeFields(shape))],
  /** The numbers of a constant, row-major. */
  tensor: (type: TensorType, shape: Shape, values: Iterable<number>): Attribute => {
    const { buffer } = arrays[type].from(values)
    return [
      message(8, [
        whole(1, typeNumbers[type]),
        message(2, shapeFields(shape)),
        bytes(4, new Uint8Array(buffer)),
      ]),
    ]
  },
  function: (name: string): Attribute => [message(10, [text(1, name)])],
  wholes: (values: readonly number[]): Attribute => [
    message(
      1,
      values.map((value) => whole(3, value)),
    ),
  ],
  types: (types: readonly TensorType[]): Attribute => [
    message(
      1,
      types.map((type) => whole(6, typeNumbers[type])),
    ),
  ],
}
