import { type Code, floatBytes } from '../../assembler/encode.js'
import { get, getGlobal, set } from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import { type FloatVector, f32x4, f64x2, v128 } from '../../assembler/vector.js'
import type { Emitter } from '../emitter.js'

/** A function of vectors while it is written: named values and constants of one float width. */
export class MathBuilder {
  readonly built: FunctionBuilder
  readonly float: FloatVector
  readonly #code: Code[] = []
  readonly #pool: number

  constructor(
    readonly emitter: Emitter,
    readonly bits: 32 | 64,
    parameters: number,
  ) {
    this.built = new FunctionBuilder(new Array(parameters).fill('v128'), ['v128'])
    this.float = bits === 32 ? f32x4 : f64x2
    this.#pool = this.built.local('i32')
    this.#code.push(set(this.#pool, getGlobal(0)))
  }

  /** The value of an expression, computed once. */
  let(value: Code): Code {
    const local = this.built.local('v128')
    this.#code.push(set(local, value))
    return get(local)
  }

  /** A float in every lane. */
  k(value: number): Code {
    const size = this.bits === 32 ? 4 : 8
    return this.#constant(floatBytes(value, size))
  }

  /** Bits in every lane, of 32 or 64 bits. */
  bitsOf(value: bigint): Code {
    const view = new DataView(new ArrayBuffer(8))
    if (this.bits === 32) view.setUint32(0, Number(BigInt.asUintN(32, value)), true)
    else view.setBigUint64(0, BigInt.asUintN(64, value), true)
    return this.#constant([...new Uint8Array(view.buffer, 0, this.bits / 8)])
  }

  #constant(bytes: readonly number[]): Code {
    const vector = Array.from({ length: 16 }, (_, i) => bytes[i % bytes.length]!)
    return v128.load(get(this.#pool), this.emitter.pooled(vector))
  }

  /** coefficients[0] + x · (coefficients[1] + …), lowest power first. */
  polynomial(x: Code, coefficients: readonly number[]): Code {
    const { add, mul } = this.float
    return coefficients
      .slice(0, -1)
      .reduceRight<Code>((sum, c) => add(mul(sum, x), this.k(c)), this.k(coefficients.at(-1)!))
  }

  /** yes where the mask is set, else no. */
  choose(mask: Code, yes: Code, no: Code): Code {
    return v128.bitSelect(yes, no, mask)
  }

  /** The size of one number with the sign of another one. */
  withSign(size: Code, sign: Code): Code {
    return v128.or(size, v128.and(sign, this.k(-0)))
  }

  finish(result: Code): FunctionBuilder {
    this.built.body = [this.#code, result]
    return this.built
  }
}
