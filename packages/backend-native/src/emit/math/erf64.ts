import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

/** Rational functions of fdlibm (Sun Microsystems), each a numerator and a denominator. */
const near = [
  [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
] as const
const aroundOne = [
  [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164,
    0.01363708391202905, 0.011984499846799107,
  ],
] as const
const far = [
  [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006,
    -162.39666946257347, -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679,
    429.00814002756783, 108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
] as const
const beyond = [
  [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192,
    -637.5664433683896, -1025.0951316110772, -483.5191916086514,
  ],
  [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955,
    2553.0504064331644, 474.52854120695537, -22.44095244658582,
  ],
] as const
const erfOfOne = 0.8450629115104675

/** The error function, on the four ranges of fdlibm. */
export function erf64(emitter: Emitter): FunctionBuilder {
  const m = new MathBuilder(emitter, 64, 1)
  const { add, sub, mul, div, lt, abs, min } = m.float
  const x = get(0)
  // From 6 on the result is 1, and 1 is what comes out.
  const size = m.let(min(abs(x), m.k(6)))
  const ratio = (z: typeof size, [over, under]: readonly (readonly number[])[]) =>
    m.let(div(m.polynomial(z, over!), m.polynomial(z, under!)))
  const z = m.let(mul(size, size))
  const small = m.let(add(size, mul(size, ratio(z, near))))
  const middle = m.let(add(m.k(erfOfOne), ratio(m.let(sub(size, m.k(1))), aroundOne)))
  const inverse = m.let(div(m.k(1), z))
  const isFar = m.let(lt(size, m.k(1 / 0.35)))
  const tail = m.choose(isFar, ratio(inverse, far), ratio(inverse, beyond))
  const complement = div(emitter.math('exp64', sub(sub(tail, z), m.k(0.5625))), size)
  const large = m.let(sub(m.k(1), complement))
  const upper = m.let(m.choose(lt(size, m.k(1.25)), middle, large))
  return m.finish(m.withSign(m.choose(lt(size, m.k(0.84375)), small, upper), x))
}
