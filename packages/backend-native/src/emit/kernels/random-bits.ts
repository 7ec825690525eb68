import type { Code } from '../../assembler/encode.js'
import { advance, forRange, get, i32, set } from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import { i32x4, v128 } from '../../assembler/vector.js'
import type { OtherKernel } from '../../plan/kernels.js'
import { i32x4Constant, type Lanes, storeVector } from '../lanes.js'

type Kernel = Extract<OtherKernel, { kind: 'randomBits' }>

const [factor1, factor2, add3] = [0xcc9e2d51 | 0, 0x1b873593, 0xe6546b64 | 0]

/** One round of MurmurHash3 on single integers. */
function mixed(state: Code, word: Code): Code {
  const k = i32.mul(i32.rotl(i32.mul(word, i32.const(factor1)), i32.const(15)), i32.const(factor2))
  const h = i32.rotl(i32.xor(state, k), i32.const(13))
  return i32.add(i32.mul(h, i32.const(5)), i32.const(add3))
}

/**
 * Element i is the MurmurHash3 of (key[1], stream, i) with seed key[0], several at a time. Pointers:
 * key, result.
 */
export function randomBitsFunction(lanes: Lanes, { size, stream }: Kernel): FunctionBuilder {
  const built = new FunctionBuilder(['i32', 'i32'])
  const [key, result] = [0, 1]
  const counter = built.local('i32')
  const [state, index, value] = built.locals('v128', 3) as [number, number, number]
  const k = i32x4Constant
  const rotated = (local: number, bits: number): Code =>
    v128.or(i32x4.shl(get(local), bits), i32x4.shrU(get(local), 32 - bits))
  const shifted = (bits: number): Code => v128.xor(get(value), i32x4.shrU(get(value), bits))
  const hash: Code = [
    set(value, i32x4.mul(get(index), k(factor1))),
    set(value, v128.xor(get(state), i32x4.mul(rotated(value, 15), k(factor2)))),
    set(value, i32x4.add(i32x4.mul(rotated(value, 13), k(5)), k(add3))),
    set(value, v128.xor(get(value), k(12))),
    set(value, i32x4.mul(shifted(16), k(0x85ebca6b | 0))),
    set(value, i32x4.mul(shifted(13), k(0xc2b2ae35 | 0))),
    set(value, shifted(16)),
    set(index, i32x4.add(get(index), k(lanes.count))),
  ]
  const store = (count: number): Code =>
    storeVector(
      lanes,
      { base: get(result), offset: 0 },
      { storage: 'word', dtype: 'int32' },
      get(value),
      count,
    )
  const prefix = mixed(mixed(i32.load(get(key)), i32.load(get(key), 4)), i32.const(stream))
  const full = Math.floor(size / lanes.count)
  const tail = size % lanes.count
  built.body = [
    set(state, i32x4.splat(prefix)),
    set(index, v128.const([...new Uint8Array(Int32Array.of(0, 1, 2, 3).buffer)])),
    forRange(counter, 0, full, 1, [hash, store(lanes.count), advance(result, 4 * lanes.count)]),
    tail === 0 ? [] : [hash, store(tail)],
  ]
  return built
}
