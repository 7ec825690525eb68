import type { Code } from '../../assembler/encode.js'
import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import { f64x2, i32x4, i64x2, v128 } from '../../assembler/vector.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

const x = get(0)
/** ln 2 in two parts, the first of few bits so that multiples of it are exact. */
const [ln2High, ln2Low] = [0.6931471803691238, 1.9082149292705877e-10]
const smallestNormal = 2 ** -1022

/** y · 2^n for whole n, in two halves: it overflows to infinity and underflows gradually. */
function scale(m: MathBuilder, y: Code, n: Code): Code {
  const exponent = m.let(i64x2.fromI32(i32x4.fromF64(n)))
  const half = m.let(i64x2.fromI32(i32x4.shrS(i32x4.fromF64(n), 1)))
  const power = (e: Code) => i64x2.shl(i64x2.add(e, m.bitsOf(1023n)), 52)
  return m.float.mul(m.float.mul(y, power(half)), power(i64x2.sub(exponent, half)))
}

/** e^x as in fdlibm (Sun Microsystems): a rational function on [-ln 2 / 2, ln 2 / 2]. */
export function exp64(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 1)
  const { add, sub, mul, div, min, max, nearest } = m.float
  const inside = m.let(min(max(x, m.k(-746)), m.k(710)))
  const n = m.let(nearest(mul(inside, m.k(Math.LOG2E))))
  const high = m.let(sub(inside, mul(n, m.k(ln2High))))
  const low = m.let(mul(n, m.k(ln2Low)))
  const r = m.let(sub(high, low))
  const z = m.let(mul(r, r))
  const p = m.polynomial(
    z,
    [
      0.16666666666666602, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6,
      4.1381367970572385e-8,
    ],
  )
  const c = m.let(sub(r, mul(z, p)))
  const quotient = div(mul(r, c), sub(m.k(2), c))
  const y = m.let(sub(m.k(1), sub(sub(low, quotient), high)))
  return m.finish(scale(m, add(y, m.k(0)), n))
}

/** A number as 2^n · (1 + f), with 1 + f in [√½, √2]. */
function split(m: MathBuilder, value: Code): { readonly n: Code; readonly f: Code } {
  const { add, sub, mul, lt } = m.float
  const tiny = m.let(lt(value, m.k(smallestNormal)))
  const scaled = m.let(m.choose(tiny, mul(value, m.k(2 ** 52)), value))
  const biased = f64x2.fromI32(v128.shuffle32(i64x2.shrU(scaled, 52), v128.zero, [0, 2, 4, 4]))
  const fraction = m.let(
    v128.or(v128.and(scaled, m.bitsOf(0x000fffffffffffffn)), m.bitsOf(0x3fe0000000000000n)),
  )
  const below = m.let(lt(fraction, m.k(Math.SQRT1_2)))
  const n = m.let(
    sub(sub(sub(biased, m.k(1022)), v128.and(m.k(52), tiny)), v128.and(m.k(1), below)),
  )
  return { n, f: m.let(sub(add(fraction, v128.and(fraction, below)), m.k(1))) }
}

/** fdlibm's polynomial for (log(1 + f) − 2s) / s in z = s², s = f / (2 + f). */
const logarithmSeries = [
  0, 0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784,
  0.1818357216161805, 0.15313837699209373, 0.14798198605116586,
]

/** Puts in what the logarithms of 0, negative numbers, infinity and NaN are. */
function withEdges(m: MathBuilder, argument: Code, logarithm: Code): Code {
  const { lt, eq } = m.float
  const finite = m.let(m.choose(lt(argument, m.k(Infinity)), logarithm, argument))
  const real = m.let(m.choose(lt(argument, m.k(0)), m.k(Number.NaN), finite))
  return m.choose(eq(argument, m.k(0)), m.k(-Infinity), real)
}

/** Natural logarithm as in fdlibm. */
export function log64(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 1)
  const { add, sub, mul, div } = m.float
  const { n, f } = split(m, x)
  const s = m.let(div(f, add(m.k(2), f)))
  const z = m.let(mul(s, s))
  const series = m.let(m.polynomial(z, logarithmSeries))
  const half = m.let(mul(mul(m.k(0.5), f), f))
  const rest = add(mul(s, add(half, series)), mul(n, m.k(ln2Low)))
  const y = m.let(sub(mul(n, m.k(ln2High)), sub(sub(half, rest), f)))
  return m.finish(withEdges(m, x, y))
}

/** Hyperbolic tangent: a rational function of Cephes below 0.625, 1 − 2 / (e^2x + 1) beyond. */
export function tanh64(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 1)
  const { add, sub, mul, div, lt, abs } = m.float
  const size = m.let(abs(x))
  const z = m.let(mul(x, x))
  const over = m.polynomial(z, [-1614.6876844170845, -99.28772310019185, -0.9643991794250523])
  const under = m.polynomial(z, [4844.063053251255, 2235.4883906010045, 112.81167849163293, 1])
  const near = m.let(add(mul(mul(div(over, under), z), size), size))
  const far = m.let(sub(m.k(1), div(m.k(2), add(emitter.math('exp', add(size, size)), m.k(1)))))
  return m.finish(m.withSign(m.choose(lt(size, m.k(0.625)), near, far), x))
}

/** High and low part of a logarithm, whose sum has some 20 more bits than a float64. */
function wideLogarithm(m: MathBuilder, value: Code): { readonly high: Code; readonly low: Code } {
  const { add, sub, mul, div } = m.float
  const { n, f } = split(m, value)
  const divisor = m.let(add(m.k(2), f))
  const divisorRest = m.let(sub(f, sub(divisor, m.k(2))))
  const s = m.let(div(f, divisor))
  const z = m.let(mul(s, s))
  const product = exactProduct(m, s, divisor)
  const residue = sub(sub(sub(f, product.high), product.low), mul(s, divisorRest))
  const sRest = m.let(div(residue, divisor))
  const twice = m.let(add(s, s))
  const main = m.let(mul(n, m.k(ln2High)))
  const series = mul(s, m.polynomial(z, logarithmSeries))
  const sum = m.let(add(main, twice))
  const virtual = m.let(sub(sum, main))
  const lost = m.let(add(sub(main, sub(sum, virtual)), sub(twice, virtual)))
  const low = m.let(add(add(lost, add(sRest, sRest)), add(series, mul(n, m.k(ln2Low)))))
  const high = m.let(add(sum, low))
  return { high, low: m.let(sub(low, sub(high, sum))) }
}

/** a · b and what rounding took from it (T. J. Dekker, 1971). */
function exactProduct(
  m: MathBuilder,
  a: Code,
  b: Code,
): { readonly high: Code; readonly low: Code } {
  const { add, sub, mul } = m.float
  const halves = (value: Code) => {
    const large = m.let(mul(value, m.k(2 ** 27 + 1)))
    const upper = m.let(sub(large, sub(large, value)))
    return [upper, m.let(sub(value, upper))] as const
  }
  const [a1, a2] = halves(a)
  const [b1, b2] = halves(b)
  const high = m.let(mul(a, b))
  const cross = add(add(sub(mul(a1, b1), high), mul(a1, b2)), mul(a2, b1))
  return { high, low: m.let(add(cross, mul(a2, b2))) }
}

/** base^exponent with the edges of IEEE 754, through a logarithm of more than 53 bits. */
export function pow64(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 2)
  const { add, mul, abs, lt, eq, ne, floor } = m.float
  const y = get(1)
  const size = m.let(abs(x))
  const wide = wideLogarithm(m, size)
  const isUsual = m.let(v128.and(lt(m.k(0), size), lt(size, m.k(Infinity))))
  const isModest = m.let(v128.and(isUsual, lt(abs(y), m.k(2 ** 900))))
  const high = m.let(withEdges(m, size, wide.high))
  const product = exactProduct(m, y, high)
  const low = m.let(v128.and(add(product.low, mul(y, wide.low)), isModest))
  const power = m.let(emitter.math('exp64', product.high))
  // A correction of an infinite result or an overflowing one would be NaN.
  const corrected = m.let(add(power, v128.and(mul(power, low), lt(power, m.k(Infinity)))))
  const isOne = v128.or(eq(size, m.k(1)), eq(y, m.k(0)))
  const positive = m.let(m.choose(isOne, m.k(1), corrected))
  const isNegative = m.let(lt(x, m.k(0)))
  const half = m.let(mul(y, m.k(0.5)))
  const isWhole = m.let(eq(floor(y), y))
  const isOdd = m.let(v128.and(isWhole, ne(floor(half), half)))
  // −0 to an odd power keeps its sign as well.
  const negated = m.let(v128.xor(positive, v128.and(v128.and(x, m.k(-0)), isOdd)))
  const isComplex = v128.andNot(v128.and(isNegative, lt(size, m.k(Infinity))), isWhole)
  const real = m.let(m.choose(isComplex, m.k(Number.NaN), negated))
  const keepsNan = v128.andNot(ne(x, x), eq(y, m.k(0)))
  const withNan = m.let(m.choose(keepsNan, x, real))
  const yIsNan = v128.andNot(ne(y, y), eq(x, m.k(1)))
  return m.finish(m.choose(yIsNan, y, withNan))
}
