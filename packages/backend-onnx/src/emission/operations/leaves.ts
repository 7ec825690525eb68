import { decodeNumber, decodeNumbers } from '@parallax-ml/core'
import type { RuleTable } from '../rule.js'
import { randomBits } from './integers.js'

/** Values that come from no other, or from a key only. Inputs are the program's affair. */
export const leafRules: RuleTable<'constant' | 'iota' | 'randomBits'> = {
  constant(e, { shape, dtype, attributes }) {
    const type = e.typeOf(dtype)
    if ('value' in attributes) {
      return { name: e.number(decodeNumber(attributes.value), dtype), shape: [] }
    }
    return { name: e.writer.constant(type, shape, decodeNumbers(attributes.data)), shape }
  },
  iota(e, { shape, attributes: { axis } }) {
    const line = shape.map((size, i) => (i === axis ? size : 1))
    const values = Array.from({ length: shape[axis]! }, (_, i) => i)
    return { name: e.writer.constant('INT32', line, values), shape: line }
  },
  randomBits,
}
