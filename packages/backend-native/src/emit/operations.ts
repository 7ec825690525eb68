import type { Code } from '../assembler/encode.js'
import { i32x4, v128 } from '../assembler/vector.js'
import type { Step } from '../plan/kernels.js'
import type { Emitter } from './emitter.js'
import { constantVector, i32x4Constant } from './lanes.js'

/** The code of an elementwise operation; its operands are locals or immediates. */
export function operation(emitter: Emitter, { op, from, dtype }: Step, operands: Code[]): Code {
  const { lanes } = emitter
  const [a, b, c] = operands as [Code, Code, Code]
  if (op === 'copy') return a
  if (op === 'select') return v128.bitSelect(b, c, dtype === 'int32' ? lanes.narrow(a) : a)
  if (op === 'cast') return cast(emitter, a, from, dtype)
  if (from === 'float') return floatOperation(emitter, op, a, b)
  return from === 'int32' ? integerOperation(emitter, op, a, b) : maskOperation(op, a, b)
}

function floatOperation(emitter: Emitter, op: Step['op'], a: Code, b: Code): Code {
  const { float } = emitter.lanes
  const k = (value: number) => constantVector(emitter.lanes, value, 'float')
  switch (op) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
      return float[op](a, b)
    case 'neg':
    case 'abs':
    case 'sqrt':
    case 'floor':
      return float[op](a)
    case 'maximum':
      return float.max(a, b)
    case 'minimum':
      return float.min(a, b)
    case 'relu':
      return float.pmax(a, v128.zero) // a < 0 ? 0 : a, so that NaN stays
    case 'round':
      return float.nearest(a)
    case 'rsqrt':
      return float.div(k(1), float.sqrt(a))
    case 'sign':
      return v128.bitSelect(
        k(1),
        v128.bitSelect(k(-1), a, float.lt(a, v128.zero)),
        float.gt(a, v128.zero),
      )
    case 'exp':
    case 'log':
    case 'log1p':
    case 'tanh':
    case 'sigmoid':
    case 'softplus':
    case 'erf':
      return emitter.math(op, a)
    case 'pow':
      return emitter.math('pow', a, b)
    case 'isFinite':
      return float.lt(float.abs(a), k(Infinity))
    case 'equal':
      return float.eq(a, b)
    case 'notEqual':
      return float.ne(a, b)
    case 'less':
      return float.lt(a, b)
    case 'lessEqual':
      return float.le(a, b)
    case 'greater':
      return float.gt(a, b)
    case 'greaterEqual':
      return float.ge(a, b)
    default:
      throw new Error(`${op} is no operation on floats`)
  }
}

function integerOperation(emitter: Emitter, op: Step['op'], a: Code, b: Code): Code {
  const { widen } = emitter.lanes
  switch (op) {
    case 'add':
    case 'sub':
    case 'mul':
      return i32x4[op](a, b)
    case 'neg':
    case 'abs':
      return i32x4[op](a)
    case 'div':
      return emitter.math('divideIntegers', a, b)
    case 'maximum':
      return i32x4.max(a, b)
    case 'minimum':
      return i32x4.min(a, b)
    case 'sign':
      return i32x4.min(i32x4.max(a, i32x4Constant(-1)), i32x4Constant(1))
    case 'equal':
      return widen(i32x4.eq(a, b))
    case 'notEqual':
      return widen(i32x4.ne(a, b))
    case 'less':
      return widen(i32x4.lt(a, b))
    case 'lessEqual':
      return widen(i32x4.le(a, b))
    case 'greater':
      return widen(i32x4.gt(a, b))
    case 'greaterEqual':
      return widen(i32x4.ge(a, b))
    default:
      throw new Error(`${op} is no operation on int32`)
  }
}

function maskOperation(op: Step['op'], a: Code, b: Code): Code {
  switch (op) {
    case 'and':
    case 'or':
      return v128[op](a, b)
    case 'not':
      return v128.not(a)
    case 'equal':
      return v128.not(v128.xor(a, b))
    case 'notEqual':
      return v128.xor(a, b)
    default:
      throw new Error(`${op} is no operation on bool`)
  }
}

function cast({ lanes }: Emitter, a: Code, from: Step['from'], to: Step['dtype']): Code {
  if (from === to) return a
  if (to === 'bool') {
    return from === 'float' ? lanes.float.ne(a, v128.zero) : lanes.widen(i32x4.ne(a, v128.zero))
  }
  if (from === 'bool') {
    const one = constantVector(lanes, 1, to)
    return v128.and(to === 'float' ? a : lanes.narrow(a), one)
  }
  return to === 'float' ? lanes.fromInt(a) : lanes.toInt(a)
}
