import { sizeOf } from '@parallax-ml/core'
import type { Ref, Scope } from '../saved-model/scope.js'
import { attribute } from '../saved-model/values.js'
import type { Rules } from './rule.js'
import { gather, reshape } from './structure.js'

/** Arithmetic of 32-bit words without a sign, which wraps. */
class Words {
  constructor(readonly scope: Scope) {}

  of(value: number): Ref {
    return this.scope.scalar('uint32', value >>> 0)
  }
  times(x: Ref, factor: number): Ref {
    return this.scope.op('Mul', [x, this.of(factor)])
  }
  differ(x: Ref, y: Ref): Ref {
    return this.scope.op('BitwiseXor', [x, y])
  }
  right(x: Ref, bits: number): Ref {
    return this.scope.op('RightShift', [x, this.of(bits)])
  }
  rotate(x: Ref, bits: number): Ref {
    const left = this.scope.op('LeftShift', [x, this.of(bits)])
    return this.scope.op('BitwiseOr', [left, this.right(x, 32 - bits)])
  }
  mix(state: Ref, word: Ref): Ref {
    const k = this.times(this.rotate(this.times(word, 0xcc9e2d51), 15), 0x1b873593)
    const h = this.times(this.rotate(this.differ(state, k), 13), 5)
    return this.scope.op('AddV2', [h, this.of(0xe6546b64)])
  }
  finish(state: Ref, bytes: number): Ref {
    const fold = (h: Ref, bits: number): Ref => this.differ(h, this.right(h, bits))
    const h = this.differ(state, this.of(bytes))
    return fold(this.times(fold(this.times(fold(h, 16), 0x85ebca6b), 13), 0xc2b2ae35), 16)
  }
}

const bitcast = (scope: Scope, x: Ref, type: 'int32' | 'uint32'): Ref =>
  scope.op('Bitcast', [x], { type, attributes: { type: attribute.type(type) } })

/** Core's random bits: MurmurHash3_x86_32 of (key[1], stream, element) with seed key[0]. */
export const randomRules: Rules = {
  randomBits({ scope, inputs: [key], node: { attributes, shape } }) {
    const words = new Words(scope)
    const part = (i: number): Ref =>
      bitcast(scope, gather(scope, key!, scope.scalar('int32', i)), 'uint32')
    const bounds = [0, sizeOf(shape), 1].map((value) => scope.scalar('int32', value))
    const counter = bitcast(scope, scope.op('Range', bounds), 'uint32')
    const prefix = words.mix(words.mix(part(0), part(1)), words.of(attributes.stream))
    const bits = words.finish(words.mix(prefix, counter), 12)
    return reshape(scope, bitcast(scope, bits, 'int32'), shape)
  },
}
