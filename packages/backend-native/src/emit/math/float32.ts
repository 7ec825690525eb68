import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import { f32x4, f64x2, i32x4, v128 } from '../../assembler/vector.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

const x = get(0)
/** ln 2 in two parts, the first of few bits so that multiples of it are exact. */
const [ln2High, ln2Low] = [0.693359375, -2.1219444e-4]
const smallestNormal = 2 ** -126

/** e^x: a polynomial of Cephes (S. Moshier) on [-ln 2 / 2, ln 2 / 2], times a power of two. */
export function exp32(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 32, 1)
  const { add, sub, mul, min, max, nearest } = m.float
  const inside = m.let(min(max(x, m.k(-104)), m.k(89)))
  const n = m.let(nearest(mul(inside, m.k(Math.LOG2E))))
  const r = m.let(sub(sub(inside, mul(n, m.k(ln2High))), mul(n, m.k(ln2Low))))
  const p = m.polynomial(
    r,
    [
      5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3,
      1.98756915e-4,
    ],
  )
  const y = m.let(add(add(mul(mul(p, r), r), r), m.k(1)))
  // In two halves, so that results overflow to infinity and underflow gradually.
  const exponent = m.let(i32x4.fromF32(n))
  const half = m.let(i32x4.shrS(exponent, 1))
  const power = (e: typeof half) => i32x4.shl(i32x4.add(e, m.bitsOf(127n)), 23)
  return m.finish(mul(mul(y, power(half)), power(i32x4.sub(exponent, half))))
}

/** Natural logarithm: a polynomial of Cephes on [√½, √2], and the exponent times ln 2. */
export function log32(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 32, 1)
  const { add, sub, mul, lt, eq } = m.float
  const tiny = m.let(lt(x, m.k(smallestNormal)))
  const scaled = m.let(m.choose(tiny, mul(x, m.k(2 ** 23)), x))
  const biased = f32x4.fromI32(i32x4.shrU(scaled, 23))
  const fraction = m.let(v128.or(v128.and(scaled, m.bitsOf(0x007fffffn)), m.bitsOf(0x3f000000n)))
  const below = m.let(lt(fraction, m.k(Math.SQRT1_2)))
  const n = m.let(sub(sub(sub(biased, m.k(126)), v128.and(m.k(23), tiny)), v128.and(m.k(1), below)))
  const f = m.let(sub(add(fraction, v128.and(fraction, below)), m.k(1)))
  const z = m.let(mul(f, f))
  const p = m.polynomial(
    f,
    [
      3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1,
      -1.2420140846e-1, 1.167699874e-1, -1.151461031e-1, 7.0376836292e-2,
    ],
  )
  const rest = sub(add(mul(mul(p, f), z), mul(n, m.k(ln2Low))), mul(z, m.k(0.5)))
  const y = m.let(add(add(f, rest), mul(n, m.k(ln2High))))
  const finite = m.let(m.choose(lt(x, m.k(Infinity)), y, x))
  const real = m.let(m.choose(lt(x, m.k(0)), m.k(Number.NaN), finite))
  return m.finish(m.choose(eq(x, m.k(0)), m.k(-Infinity), real))
}

/** Hyperbolic tangent: a polynomial of Cephes below 0.625, 1 − 2 / (e^2x + 1) beyond. */
export function tanh32(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 32, 1)
  const { add, sub, mul, div, lt, abs } = m.float
  const size = m.let(abs(x))
  const z = m.let(mul(x, x))
  const p = m.polynomial(
    z,
    [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3],
  )
  const near = m.let(add(mul(mul(p, z), size), size))
  const far = m.let(sub(m.k(1), div(m.k(2), add(emitter.math('exp', add(size, size)), m.k(1)))))
  return m.finish(m.withSign(m.choose(lt(size, m.k(0.625)), near, far), x))
}

/** A function of float64 pairs, applied to both halves of a vector of float32. */
export function throughFloat64(
  emitter: Emitter,
  name: 'erf64' | 'pow64',
  parameters: 1 | 2,
): FunctionBuilder {
  const m = new MathBuilder(emitter, 32, parameters)
  const operands = Array.from({ length: parameters }, (_, i) => get(i))
  const high = operands.map((each) => v128.shuffle32(each, each, [2, 3, 2, 3]))
  const half = (values: typeof operands) =>
    m.let(f32x4.fromF64(emitter.math(name, ...values.map((each) => f64x2.fromF32(each)))))
  return m.finish(v128.shuffle32(half(operands), half(high), [0, 1, 4, 5]))
}
