import { ensure, type OperationTable, requireAxis, requireInputs } from '../operation.js'
import { invertPermutation, sameShape, showShape, sizeOf, withAxis } from '../shape.js'

/** Operations that rename, repeat, move, drop or add elements without changing them. */
export const movementOperations: OperationTable<
  'reshape' | 'broadcast' | 'transpose' | 'slice' | 'reverse' | 'concat' | 'pad'
> = {
  /** The same elements, row-major, under another shape. */
  reshape: {
    family: 'view',
    infer(inputs, { shape }) {
      requireInputs('reshape', inputs, 1)
      const [x] = inputs
      ensure(sizeOf(x!.shape) === sizeOf(shape), 'reshape', 'the number of elements differs', {
        expected: `${sizeOf(x!.shape)} elements, as in ${showShape(x!.shape)}`,
        received: showShape(shape),
      })
      return { shape, dtype: x!.dtype }
    },
    gradient: ({ builder, inputs: [x], cotangent }) => [builder.reshape(cotangent, x!.shape)],
  },
  /** Axes of size 1 grow; the rank stays. */
  broadcast: {
    family: 'view',
    infer(inputs, { shape }) {
      requireInputs('broadcast', inputs, 1)
      const [x] = inputs
      const fits =
        x!.shape.length === shape.length &&
        x!.shape.every((size, axis) => size === shape[axis] || size === 1)
      ensure(fits, 'broadcast', 'only axes of size 1 can grow', {
        expected: `a shape that ${showShape(x!.shape)} grows to`,
        received: showShape(shape),
      })
      return { shape, dtype: x!.dtype }
    },
    gradient: ({ builder, node, inputs: [x], cotangent }) => {
      const grown = node.shape.flatMap((size, axis) => (size === x!.shape[axis] ? [] : [axis]))
      return [builder.sum(cotangent, grown)]
    },
  },
  /** Axis i of the result is axis `permutation[i]` of the input. */
  transpose: {
    family: 'view',
    infer(inputs, { permutation }) {
      requireInputs('transpose', inputs, 1)
      const [x] = inputs
      const sorted = permutation.toSorted((a, b) => a - b)
      ensure(
        sorted.length === x!.shape.length && sorted.every((axis, i) => axis === i),
        'transpose',
        'not a permutation of the axes',
        { expected: `each of 0 to ${x!.shape.length - 1} once`, received: `[${permutation}]` },
      )
      return { shape: permutation.map((axis) => x!.shape[axis]!), dtype: x!.dtype }
    },
    gradient: ({ builder, node, cotangent }) => [
      builder.transpose(cotangent, invertPermutation(node.attributes.permutation)),
    ],
  },
  /** `size` neighbours on one axis, from `start`. */
  slice: {
    family: 'view',
    infer(inputs, { axis, start, size }) {
      requireInputs('slice', inputs, 1)
      const [x] = inputs
      requireAxis('slice', axis, x!.shape)
      const whole = Number.isInteger(start) && Number.isInteger(size)
      const inside = whole && start >= 0 && size >= 1 && start + size <= x!.shape[axis]!
      ensure(inside, 'slice', 'it reaches outside the axis', {
        expected: `a part of 0 to ${x!.shape[axis]}`,
        received: `${start} to ${start + size}`,
      })
      return { shape: withAxis(x!.shape, axis, size), dtype: x!.dtype }
    },
    gradient: ({ builder, node, inputs: [x], cotangent }) => {
      const { axis, start, size } = node.attributes
      return [builder.pad(cotangent, axis, start, x!.shape[axis]! - start - size)]
    },
  },
  reverse: {
    family: 'view',
    infer(inputs, { axis }) {
      requireInputs('reverse', inputs, 1)
      requireAxis('reverse', axis, inputs[0]!.shape)
      return { shape: inputs[0]!.shape, dtype: inputs[0]!.dtype }
    },
    gradient: ({ builder, node, cotangent }) => [builder.reverse(cotangent, node.attributes.axis)],
  },
  concat: {
    family: 'other',
    infer(inputs, { axis }) {
      const [first] = inputs
      ensure(first !== undefined, 'concat', 'it has no inputs')
      requireAxis('concat', axis, first.shape)
      for (const input of inputs) {
        const fits =
          input.dtype === first.dtype &&
          input.shape.length === first.shape.length &&
          sameShape(withAxis(input.shape, axis, 1), withAxis(first.shape, axis, 1))
        ensure(fits, 'concat', `the inputs differ elsewhere than on axis ${axis}`, {
          expected: `${first.dtype} ${showShape(first.shape)}`,
          received: `${input.dtype} ${showShape(input.shape)}`,
        })
      }
      const total = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0)
      return { shape: withAxis(first.shape, axis, total), dtype: first.dtype }
    },
    gradient: ({ builder, node, inputs, cotangent }) => {
      const { axis } = node.attributes
      let start = 0
      return inputs.map(({ shape }) => {
        const size = shape[axis]!
        start += size
        return builder.slice(cotangent, axis, start - size, size)
      })
    },
  },
  /** Zeros before and after, on one axis. */
  pad: {
    family: 'other',
    infer(inputs, { axis, before, after }) {
      requireInputs('pad', inputs, 1)
      const [x] = inputs
      requireAxis('pad', axis, x!.shape)
      const whole = Number.isInteger(before) && Number.isInteger(after)
      ensure(whole && before >= 0 && after >= 0, 'pad', 'padding cannot be negative', {
        received: `${before} and ${after}`,
      })
      return { shape: withAxis(x!.shape, axis, before + x!.shape[axis]! + after), dtype: x!.dtype }
    },
    gradient: ({ builder, node, inputs: [x], cotangent }) => {
      const { axis, before } = node.attributes
      return [builder.slice(cotangent, axis, before, x!.shape[axis]!)]
    },
  },
}
