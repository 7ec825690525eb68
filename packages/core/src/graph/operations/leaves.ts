import {
  ensure,
  type OperationTable,
  requireAxis,
  requireInputs,
  requireTypes,
} from '../operation.js'
import { isShape, sameShape, showShape } from '../shape.js'
import type { OperationName, Shape } from '../types.js'

const requireShape = (operation: OperationName, shape: Shape): void =>
  ensure(isShape(shape), operation, 'not a shape', {
    expected: 'whole numbers of at least 1',
    received: showShape(shape),
  })

/** Values that are not computed from other floats, and so have no gradient. */
export const leafOperations: OperationTable<'input' | 'constant' | 'iota' | 'randomBits'> = {
  input: {
    family: 'leaf',
    infer(inputs, { shape, dtype }) {
      requireInputs('input', inputs, 0)
      requireShape('input', shape)
      return { shape, dtype }
    },
    gradient: () => [],
  },
  constant: {
    family: 'leaf',
    infer(inputs, { shape, dtype }) {
      requireInputs('constant', inputs, 0)
      requireShape('constant', shape)
      return { shape, dtype }
    },
    gradient: () => [],
  },
  /** Each element is its own index on `axis`. */
  iota: {
    family: 'leaf',
    infer(inputs, { shape, axis }) {
      requireInputs('iota', inputs, 0)
      requireShape('iota', shape)
      requireAxis('iota', axis, shape)
      return { shape, dtype: 'int32' }
    },
    gradient: () => [],
  },
  /**
   * Random bits from a key of two int32: element i (row-major) is MurmurHash3_x86_32 of the
   * little-endian words (key[1], stream, i) with seed key[0].
   */
  randomBits: {
    family: 'other',
    infer(inputs, { shape }) {
      requireInputs('randomBits', inputs, 1)
      requireTypes('randomBits', inputs, ['int32'])
      ensure(sameShape(inputs[0]!.shape, [2]), 'randomBits', 'the key has the wrong shape', {
        expected: '[2]',
        received: showShape(inputs[0]!.shape),
      })
      requireShape('randomBits', shape)
      return { shape, dtype: 'int32' }
    },
    gradient: () => [null],
  },
}
