import type { Emission } from '../emission.js'

// ONNX Runtime's own functions, where they keep core's bounds; where they do not, made of others.

/** Its own `Sigmoid` is 0 below −18 and far off before; it is taken where the file shall be plain. */
export function sigmoid(e: Emission, [x]: readonly string[]): string {
  if (!e.isExact) return e.op('Sigmoid', [x!])
  const exponential = e.op('Exp', [e.op('Neg', [x!])])
  return e.op('Reciprocal', [e.op('Add', [exponential, e.number(1)])])
}

/**
 * Its float32 `Tanh` is too small by up to 4 roundings everywhere near 0, that of float64 is off by 7
 * at 18: the former is taken from float64, the latter is (1 − e) / (1 + e) for e = exp(−2|x|) beyond 1.
 */
export function tanh(e: Emission, [x]: readonly string[]): string {
  if (!e.isExact) return e.op('Tanh', [x!])
  if (e.precision === 'float32') {
    return e.cast(e.op('Tanh', [e.op('Cast', [x!], { to: 11 })]), 'float')
  }
  const size = e.op('Abs', [x!])
  const decay = e.op('Exp', [e.op('Mul', [size, e.number(-2)])])
  const ratio = e.op('Div', [e.op('Sub', [e.number(1), decay]), e.op('Add', [e.number(1), decay])])
  const signed = e.op('Mul', [ratio, e.op('Sign', [x!])])
  return e.op('Where', [e.op('Less', [size, e.number(1)]), e.op('Tanh', [x!]), signed])
}

/** Its own `Sign` of NaN is not NaN in every position. */
export const sign = (e: Emission, [x]: readonly string[]): string =>
  e.op('Where', [e.op('Equal', [x!, x!]), e.op('Sign', [x!]), x!])

/**
 * log(1 + x) without loss near 0: with u = 1 + x as it is rounded, log(u) · x / (u − 1)
 * (W. Kahan; theorem 4 of D. Goldberg, What every computer scientist should know, 1991).
 */
export function log1p(e: Emission, [x]: readonly string[]): string {
  const sum = e.op('Add', [x!, e.number(1)])
  const rest = e.op('Sub', [sum, e.number(1)])
  const logarithm = e.op('Log', [sum])
  const corrected = e.op('Mul', [logarithm, e.op('Div', [x!, rest])])
  const nearZero = e.op('Where', [e.op('Equal', [rest, e.number(0)]), x!, corrected])
  return e.op('Where', [e.op('Equal', [rest, x!]), logarithm, nearZero])
}

/** There is no `Softplus` of float64, and that of float32 is slower than this (measured: twice). */
export function softplus(e: Emission, [x]: readonly string[]): string {
  if (!e.isExact) return e.op('Softplus', [x!])
  const decay = e.op('Exp', [e.op('Neg', [e.op('Abs', [x!])])])
  return e.op('Add', [e.op('Relu', [x!]), log1p(e, [decay])])
}
