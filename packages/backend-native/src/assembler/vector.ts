import { type Code, unsigned } from './encode.js'
import { i32 } from './instructions.js'

/** Instructions on 128-bit vectors; the numbers are those of the SIMD proposal. */
const opcode = (code: number): Code => [0xfd, unsigned(code)]
const op =
  (code: number) =>
  (...operands: Code[]): Code => [operands, opcode(code)]
const load =
  (code: number, align: number) =>
  (address: Code, offset = 0): Code => [address, opcode(code), align, unsigned(offset)]
const loadLane =
  (code: number, align: number) =>
  (address: Code, into: Code, lane: number, offset = 0): Code => [
    address,
    into,
    opcode(code),
    align,
    unsigned(offset),
    lane,
  ]
const lane =
  (code: number) =>
  (vector: Code, index: number): Code => [vector, opcode(code), index]
const replaceLane =
  (code: number) =>
  (vector: Code, index: number, value: Code): Code => [vector, value, opcode(code), index]
const shift =
  (code: number) =>
  (vector: Code, bits: number): Code => [vector, i32.const(bits), opcode(code)]

export const v128 = {
  load: load(0x00, 2),
  load32Splat: load(0x09, 2),
  load64Splat: load(0x0a, 3),
  load32Zero: load(0x5c, 2),
  load64Zero: load(0x5d, 3),
  load16Lane: loadLane(0x55, 0),
  load32Lane: loadLane(0x56, 2),
  load64Lane: loadLane(0x57, 3),
  store: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    opcode(0x0b),
    2,
    unsigned(offset),
  ],
  store32Lane: loadLane(0x5a, 2),
  store64Lane: loadLane(0x5b, 3),
  const: (bytes: readonly number[]): Code => [opcode(0x0c), bytes],
  not: op(0x4d),
  and: op(0x4e),
  /** a and not b */
  andNot: op(0x4f),
  or: op(0x50),
  xor: op(0x51),
  /** Bits of a where the mask is set, of b elsewhere. */
  bitSelect: (a: Code, b: Code, mask: Code): Code => [a, b, mask, opcode(0x52)],
  /** 32-bit parts 0–3 of a and 4–7 of b. */
  shuffle32: (a: Code, b: Code, parts: readonly number[]): Code => [
    a,
    b,
    opcode(0x0d),
    parts.flatMap((part) => [4 * part, 4 * part + 1, 4 * part + 2, 4 * part + 3]),
  ],
  zero: [opcode(0x0c), new Array<number>(16).fill(0)] as Code,
}

export const i32x4 = {
  splat: op(0x11),
  lane: lane(0x1b),
  replaceLane: replaceLane(0x1c),
  eq: op(0x37),
  ne: op(0x38),
  lt: op(0x39),
  gt: op(0x3b),
  le: op(0x3d),
  ge: op(0x3f),
  abs: op(0xa0),
  neg: op(0xa1),
  shl: shift(0xab),
  shrS: shift(0xac),
  shrU: shift(0xad),
  add: op(0xae),
  sub: op(0xb1),
  mul: op(0xb5),
  min: op(0xb6),
  max: op(0xb8),
  /** The low 4 bytes, each as an integer without sign. */
  fromBytes: (a: Code): Code => op(0xa9)(op(0x89)(a)),
  fromF32: op(0xf8),
  /** Of two float64, into the low lanes. */
  fromF64: op(0xfc),
}

export const i64x2 = {
  splat: op(0x12),
  /** The low two int32, sign kept. */
  fromI32: op(0xc7),
  neg: op(0xc1),
  shl: shift(0xcb),
  shrS: shift(0xcc),
  shrU: shift(0xcd),
  add: op(0xce),
  sub: op(0xd1),
}

/** What float vectors of either width have in common. */
export interface FloatVector {
  splat(scalar: Code): Code
  lane(vector: Code, index: number): Code
  eq(a: Code, b: Code): Code
  ne(a: Code, b: Code): Code
  lt(a: Code, b: Code): Code
  gt(a: Code, b: Code): Code
  le(a: Code, b: Code): Code
  ge(a: Code, b: Code): Code
  floor(a: Code): Code
  /** Halves to the even number. */
  nearest(a: Code): Code
  abs(a: Code): Code
  neg(a: Code): Code
  sqrt(a: Code): Code
  add(a: Code, b: Code): Code
  sub(a: Code, b: Code): Code
  mul(a: Code, b: Code): Code
  div(a: Code, b: Code): Code
  /** NaN if one is. */
  min(a: Code, b: Code): Code
  max(a: Code, b: Code): Code
  /** b < a ? b : a */
  pmin(a: Code, b: Code): Code
  /** a < b ? b : a */
  pmax(a: Code, b: Code): Code
}

export const f32x4: FloatVector & { fromI32(a: Code): Code; fromF64(a: Code): Code } = {
  splat: op(0x13),
  lane: lane(0x1f),
  eq: op(0x41),
  ne: op(0x42),
  lt: op(0x43),
  gt: op(0x44),
  le: op(0x45),
  ge: op(0x46),
  floor: op(0x68),
  nearest: op(0x6a),
  abs: op(0xe0),
  neg: op(0xe1),
  sqrt: op(0xe3),
  add: op(0xe4),
  sub: op(0xe5),
  mul: op(0xe6),
  div: op(0xe7),
  min: op(0xe8),
  max: op(0xe9),
  pmin: op(0xea),
  pmax: op(0xeb),
  fromI32: op(0xfa),
  fromF64: op(0x5e),
}

export const f64x2: FloatVector & { fromI32(a: Code): Code; fromF32(a: Code): Code } = {
  splat: op(0x14),
  lane: lane(0x21),
  eq: op(0x47),
  ne: op(0x48),
  lt: op(0x49),
  gt: op(0x4a),
  le: op(0x4b),
  ge: op(0x4c),
  floor: op(0x75),
  nearest: op(0x94),
  abs: op(0xec),
  neg: op(0xed),
  sqrt: op(0xef),
  add: op(0xf0),
  sub: op(0xf1),
  mul: op(0xf2),
  div: op(0xf3),
  min: op(0xf4),
  max: op(0xf5),
  pmin: op(0xf6),
  pmax: op(0xf7),
  fromI32: op(0xfe),
  fromF32: op(0x5f),
}
