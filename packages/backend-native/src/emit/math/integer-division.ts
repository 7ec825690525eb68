import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import { f64x2, i32x4, v128 } from '../../assembler/vector.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

/**
 * Quotients of int32 towards minus infinity. Float64 quotients of int32 round to a whole number only
 * if they are one, so their floor is exact.
 */
export function divideIntegers(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 2)
  const half = (parts: readonly number[]) => {
    const [a, b] = [0, 1].map((i) => f64x2.fromI32(v128.shuffle32(get(i), get(i), parts)))
    return m.let(i32x4.fromF64(f64x2.floor(f64x2.div(a!, b!))))
  }
  return m.finish(v128.shuffle32(half([0, 1, 0, 1]), half([2, 3, 2, 3]), [0, 1, 4, 5]))
}
