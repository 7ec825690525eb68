import type { FunctionBuilder } from '../../assembler/module.js'
import type { Emitter } from '../emitter.js'
import { log1p, sigmoid, softplus } from './composed.js'
import { erf64 } from './erf64.js'
import { exp32, log32, tanh32, throughFloat64 } from './float32.js'
import { exp64, log64, pow64, tanh64 } from './float64.js'
import { divideIntegers } from './integer-division.js'

/** Functions of vectors: of the session's width, or of float64 where the name says so. */
export type MathName =
  | 'exp'
  | 'log'
  | 'log1p'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'erf'
  | 'pow'
  | 'exp64'
  | 'erf64'
  | 'pow64'
  | 'divideIntegers'

/** The function of that name, for the emitter's width of floats. */
export function mathFunction(name: MathName, emitter: Emitter): FunctionBuilder {
  const narrow = emitter.lanes.precision === 'float32'
  switch (name) {
    case 'exp':
      return narrow ? exp32(emitter) : exp64(emitter)
    case 'log':
      return narrow ? log32(emitter) : log64(emitter)
    case 'tanh':
      return narrow ? tanh32(emitter) : tanh64(emitter)
    case 'log1p':
      return log1p(emitter)
    case 'sigmoid':
      return sigmoid(emitter)
    case 'softplus':
      return softplus(emitter)
    case 'erf':
      return narrow ? throughFloat64(emitter, 'erf64', 1) : erf64(emitter)
    case 'pow':
      return narrow ? throughFloat64(emitter, 'pow64', 2) : pow64(emitter)
    case 'exp64':
      return exp64(emitter)
    case 'erf64':
      return erf64(emitter)
    case 'pow64':
      return pow64(emitter)
    case 'divideIntegers':
      return divideIntegers(emitter)
  }
}
