import { type Code, floatBytes, signed, unsigned } from './encode.js'

/** An instruction takes the code of its operands, which leave their values on the stack. */
type Unary = (a: Code) => Code
type Binary = (a: Code, b: Code) => Code

const unary =
  (opcode: number): Unary =>
  (a) => [a, opcode]
const binary =
  (opcode: number): Binary =>
  (a, b) => [a, b, opcode]
/** The offset is a constant in bytes that is added to the address. */
const load =
  (opcode: number, align: number) =>
  (address: Code, offset = 0): Code => [address, opcode, align, unsigned(offset)]
const store =
  (opcode: number, align: number) =>
  (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    opcode,
    align,
    unsigned(offset),
  ]

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)]
export const getGlobal = (index: number): Code => [0x23, unsigned(index)]
export const call = (index: number, ...operands: Code[]): Code => [operands, 0x10, unsigned(index)]

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  load: load(0x28, 2),
  load8u: load(0x2d, 0),
  store: store(0x36, 2),
  eqz: unary(0x45),
  eq: binary(0x46),
  ltS: binary(0x48),
  ltU: binary(0x49),
  gtS: binary(0x4a),
  geS: binary(0x4e),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  divS: binary(0x6d),
  divU: binary(0x6e),
  or: binary(0x72),
  and: binary(0x71),
  xor: binary(0x73),
  shl: binary(0x74),
  shrU: binary(0x76),
  rotl: binary(0x77),
  atomicAdd: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    0xfe,
    0x1e,
    2,
    unsigned(offset),
  ],
  atomicLoad: (address: Code, offset = 0): Code => [address, 0xfe, 0x10, 2, unsigned(offset)],
  atomicStore: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    0xfe,
    0x17,
    2,
    unsigned(offset),
  ],
}

/** Sleeps while the int32 in shared memory is what it is expected to be; leaves how it ended. */
export const atomicWait = (address: Code, expected: Code, offset: number): Code => [
  address,
  expected,
  // No limit of time: -1 as an int64.
  [0x42, 0x7f],
  [0xfe, 0x01, 2, unsigned(offset)],
]

/** Wakes so many of those that sleep at an address; leaves how many they were. */
export const atomicNotify = (address: Code, count: Code, offset: number): Code => [
  address,
  count,
  [0xfe, 0x00, 2, unsigned(offset)],
]

export const drop = (value: Code): Code => [value, 0x1a]

/** Instructions on single floats, of either width. */
export interface ScalarFloat {
  const(value: number): Code
  load(address: Code, offset?: number): Code
  store(address: Code, value: Code, offset?: number): Code
  eq: Binary
  ne: Binary
  gt: Binary
  le: Binary
  add: Binary
  mul: Binary
  div: Binary
  /** From a signed int32. */
  fromInt: Unary
}

export const f32: ScalarFloat = {
  const: (value) => [0x43, floatBytes(value, 4)],
  load: load(0x2a, 2),
  store: store(0x38, 2),
  eq: binary(0x5b),
  ne: binary(0x5c),
  gt: binary(0x5e),
  le: binary(0x5f),
  add: binary(0x92),
  mul: binary(0x94),
  div: binary(0x95),
  fromInt: unary(0xb2),
}

export const f64: ScalarFloat = {
  const: (value) => [0x44, floatBytes(value, 8)],
  load: load(0x2b, 3),
  store: store(0x39, 3),
  eq: binary(0x61),
  ne: binary(0x62),
  gt: binary(0x64),
  le: binary(0x65),
  add: binary(0xa0),
  mul: binary(0xa2),
  div: binary(0xa3),
  fromInt: unary(0xb7),
}

/** Of two values the first if the condition is not 0. */
export const select = (yes: Code, no: Code, condition: Code): Code => [yes, no, condition, 0x1b]

/** Runs code if the condition is not 0. */
export const when = (condition: Code, body: Code, otherwise?: Code): Code => [
  condition,
  [0x04, 0x40],
  body,
  otherwise === undefined ? [] : [0x05, otherwise],
  0x0b,
]

/** Repeats the body while the condition after it holds. */
export const doWhile = (body: Code, condition: Code): Code => [
  [0x03, 0x40],
  body,
  condition,
  [0x0d, 0],
  0x0b,
]

/** Bulk memory: sets `size` bytes to 0. */
export const clearMemory = (address: Code, size: Code): Code => [
  address,
  i32.const(0),
  size,
  [0xfc, 0x0b, 0],
]

/** local += amount */
export const advance = (local: number, amount: number): Code =>
  amount === 0 ? [] : set(local, i32.add(get(local), i32.const(amount)))

/** address + amount, where the amount is known. */
export const plus = (address: Code, amount: number): Code =>
  amount === 0 ? address : i32.add(address, i32.const(amount))

/** value · factor, where the factor is known. */
export function times(value: Code, factor: number): Code {
  if (factor === 1) return value
  const shift = Math.log2(factor)
  if (Number.isInteger(shift) && shift > 0) return i32.shl(value, i32.const(shift))
  return i32.mul(value, i32.const(factor))
}

/** for (i = from; i < to; i += step) body, with bounds that are known and at least one turn. */
export function forRange(i: number, from: number, to: number, step: number, body: Code): Code {
  if (from >= to) return []
  const start = set(i, i32.const(from))
  if (from + step >= to) return [start, body]
  const next = tee(i, i32.add(get(i), i32.const(step)))
  return [start, doWhile(body, i32.ltS(next, i32.const(to)))]
}

/** for (i = from; i < to; i++) body, with bounds found at run time. */
export const forBetween = (i: number, from: Code, to: Code, body: Code): Code => [
  set(i, from),
  when(i32.ltS(get(i), to), doWhile(body, i32.ltS(tee(i, i32.add(get(i), i32.const(1))), to))),
]
