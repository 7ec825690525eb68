import type { DataType, Precision } from '@parallax-ml/core'
import { type Code, floatBytes } from '../assembler/encode.js'
import { f32, f64, i32, plus, type ScalarFloat } from '../assembler/instructions.js'
import { type FloatVector, f32x4, f64x2, i32x4, i64x2, v128 } from '../assembler/vector.js'
import type { Storage } from '../plan/kernels.js'

/**
 * How values lie in vectors. A vector holds as many values as floats fit in it. In registers a float
 * is itself, an int32 has the low 32-bit lanes, a bool is a mask as wide as a float.
 */
export interface Lanes {
  readonly precision: Precision
  /** Values in a vector. */
  readonly count: 4 | 2
  readonly floatBytes: 4 | 8
  readonly floatType: 'f32' | 'f64'
  readonly float: FloatVector
  readonly scalar: ScalarFloat
  /** int32 lanes → floats, and back without the fraction. */
  fromInt(a: Code): Code
  toInt(a: Code): Code
  /** 32-bit masks or numbers in the low lanes → masks as wide as floats, and back. */
  widen(mask: Code): Code
  narrow(mask: Code): Code
  loadFloatSplat(address: Code, offset: number): Code
  loadFloatLane(address: Code, into: Code, lane: number, offset: number): Code
}

const ones = i32x4Constant(1)

/** The same int32 in every lane, as an immediate. */
export function i32x4Constant(value: number): Code {
  const bytes = [...new Uint8Array(Int32Array.of(value, value, value, value).buffer)]
  return v128.const(bytes)
}

const float32Lanes: Lanes = {
  precision: 'float32',
  count: 4,
  floatBytes: 4,
  floatType: 'f32',
  float: f32x4,
  scalar: f32,
  fromInt: f32x4.fromI32,
  toInt: i32x4.fromF32,
  widen: (mask) => mask,
  narrow: (mask) => mask,
  loadFloatSplat: v128.load32Splat,
  loadFloatLane: v128.load32Lane,
}

const float64Lanes: Lanes = {
  precision: 'float64',
  count: 2,
  floatBytes: 8,
  floatType: 'f64',
  float: f64x2,
  scalar: f64,
  fromInt: f64x2.fromI32,
  toInt: i32x4.fromF64,
  widen: i64x2.fromI32,
  narrow: (mask) => v128.shuffle32(mask, v128.zero, [0, 2, 4, 4]),
  loadFloatSplat: v128.load64Splat,
  loadFloatLane: v128.load64Lane,
}

export const lanesOf = (precision: Precision): Lanes =>
  precision === 'float32' ? float32Lanes : float64Lanes

/** The same value in every lane of a register, as an immediate. */
export function constantVector(lanes: Lanes, value: number, dtype: DataType): Code {
  if (dtype === 'int32') return i32x4Constant(value)
  if (dtype === 'bool') return v128.const(new Array(16).fill(value === 0 ? 0 : 0xff))
  const bytes = floatBytes(value, lanes.floatBytes)
  return v128.const(Array.from({ length: 16 }, (_, i) => bytes[i % lanes.floatBytes]!))
}

/** Bytes of one value in memory. */
export const bytesOf = (
  storage: Storage,
  { floatBytes: bytes }: Pick<Lanes, 'floatBytes'>,
): number => (storage === 'float' ? bytes : storage === 'word' ? 4 : 1)

/** Turns int32 lanes from memory into what a register of that type holds. */
function fromWords(lanes: Lanes, words: Code, dtype: DataType): Code {
  if (dtype === 'int32') return words
  return dtype === 'float' ? lanes.fromInt(words) : lanes.widen(i32x4.ne(words, v128.zero))
}

/** An address and a constant that is added to it; the sum is never negative. */
export interface Address {
  readonly base: Code
  readonly offset: number
}

const direct = ({ base, offset }: Address): [Code, number] =>
  offset >= 0 ? [base, offset] : [plus(base, offset), 0]

/** Neighbouring values. Reads a whole vector, also where fewer values are left. */
export function loadVector(lanes: Lanes, at: Address, storage: Storage, dtype: DataType): Code {
  const [base, offset] = direct(at)
  if (storage === 'float') return v128.load(base, offset)
  if (storage === 'byte') {
    const bytes =
      lanes.count === 4
        ? v128.load32Zero(base, offset)
        : v128.load16Lane(base, v128.zero, 0, offset)
    return fromWords(lanes, i32x4.fromBytes(bytes), dtype)
  }
  const words = lanes.count === 4 ? v128.load(base, offset) : v128.load64Zero(base, offset)
  return fromWords(lanes, words, dtype)
}

/** One value in every lane. */
export function loadSplat(lanes: Lanes, at: Address, storage: Storage, dtype: DataType): Code {
  const [base, offset] = direct(at)
  if (storage === 'float') return lanes.loadFloatSplat(base, offset)
  if (storage === 'byte') {
    return fromWords(lanes, i32x4.splat(i32.load8u(base, offset)), dtype)
  }
  return fromWords(lanes, v128.load32Splat(base, offset), dtype)
}

/** Values that lie `step` bytes apart, in as many lanes as asked. */
export function loadApart(
  lanes: Lanes,
  { base, offset }: Address,
  storage: Storage,
  dtype: DataType,
  { step, count }: { readonly step: number; readonly count: number },
): Code {
  let vector: Code = v128.zero
  for (let lane = 0; lane < count; lane++) {
    const [address, rest] = direct({ base, offset: offset + lane * step })
    if (storage === 'float') vector = lanes.loadFloatLane(address, vector, lane, rest)
    else if (storage === 'word') vector = v128.load32Lane(address, vector, lane, rest)
    else vector = i32x4.replaceLane(vector, lane, i32.load8u(address, rest))
  }
  return storage === 'float' ? vector : fromWords(lanes, vector, dtype)
}

/** Stores the first `count` lanes of a register behind one another; it is read several times. */
export function storeVector(
  lanes: Lanes,
  at: Address,
  { storage, dtype }: { readonly storage: Storage; readonly dtype: DataType },
  value: Code,
  count: number,
): Code {
  const [base, offset] = direct(at)
  const isBool = dtype === 'bool'
  const raw = isBool ? v128.and(lanes.narrow(value), ones) : value
  const laneBytes = bytesOf(storage, lanes)
  if (count * laneBytes === 16) return v128.store(base, raw, offset)
  const parts: Code[] = []
  for (let byte = 0; byte < count * laneBytes; ) {
    const left = count * laneBytes - byte
    if (left >= 8) parts.push(v128.store64Lane(base, raw, byte / 8, offset + byte))
    else parts.push(v128.store32Lane(base, raw, byte / 4, offset + byte))
    byte += left >= 8 ? 8 : 4
  }
  return parts
}

/** Bits set in the first `count` lanes. */
export function firstLanes({ floatBytes: bytes }: Lanes, count: number): Code {
  return v128.const(Array.from({ length: 16 }, (_, i) => (i < count * bytes ? 0xff : 0)))
}
