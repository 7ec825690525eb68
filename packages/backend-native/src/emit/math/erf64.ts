import { get } from '../../assembler/instructions.js'
import type { FunctionBuilder } from '../../assembler/module.js'
import type { Emitter } from '../emitter.js'
import { MathBuilder } from './math-builder.js'

/** Rational functions of fdlibm (Sun Microsystems), each a numerator and a denominator. */
const near = [
  [
    1.28379167095512558561e-1, -3.25042107247001499370e-1, -2.84817495755985104766e-2,
    -5.77027029648944159157e-3, -2.37630166566501626084e-5,
  ],
  [
    1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3,
    1.32494738004321644526e-4, -3.96022827877536812320e-6,
  ],
] as const
const aroundOne = [
  [
    -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1,
    3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2,
    -2.16637559486879084300e-3,
  ],
  [
    1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2,
    1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.19844998467991074170e-2,
  ],
] as const
const far = [
  [
    -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1,
    -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2,
    -8.12874355063065934246e1, -9.81432934416914548592,
  ],
  [
    1, 1.96512716674392571292e1, 1.37657754143519042600e2, 4.34565877475229228821e2,
    6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2,
    6.57024977031928170135, -6.04244152148580987438e-2,
  ],
] as const
const beyond = [
  [
    -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1,
    -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3,
    -4.83519191608651397019e2,
  ],
  [
    1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3,
    3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2,
    -2.24409524465858183362e1,
  ],
] as const
const erfOfOne = 8.45062911510467529297e-1

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
