import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import { v128 } from '../../assembler/vector.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

const x = get(0)

const builder = (emitter: Emitter): MathBuilder =>
  new MathBuilder(emitter, emitter.lanes.precision === 'float32' ? 32 : 64, 1)

/** 1 / (1 + e^−x). */
export function sigmoid(emitter: Emitter): FunctionBuilder {
  const m = builder(emitter)
  const { add, div, neg } = m.float
  return m.finish(div(m.k(1), add(m.k(1), emitter.math('exp', neg(x)))))
}

/** log(1 + x), with what rounding takes from 1 + x put back. */
export function log1p(emitter: Emitter): FunctionBuilder {
  const m = builder(emitter)
  const { add, sub, div, lt } = m.float
  const u = m.let(add(m.k(1), x))
  const lost = m.let(sub(x, sub(u, m.k(1))))
  const isUsual = v128.and(lt(m.k(0), u), lt(u, m.k(Infinity)))
  const sum = add(emitter.math('log', u), v128.and(div(lost, u), isUsual))
  return m.finish(sum)
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|), which neither overflows nor cancels. */
export function softplus(emitter: Emitter): FunctionBuilder {
  const m = builder(emitter)
  const { add, neg, abs, max } = m.float
  const tail = emitter.math('log1p', emitter.math('exp', neg(abs(x))))
  return m.finish(add(max(x, m.k(0)), tail))
}
