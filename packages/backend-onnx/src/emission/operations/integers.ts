import type { NodeOf, OperationAttributes } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Made } from '../rule.js'

const smallest = -(2 ** 31)

/** Rounded towards minus infinity; ONNX rounds towards 0. Never traps: by 0 it is what it may be. */
export function divideIntegers(e: Emission, [a, b]: readonly string[]): string {
  const divisor = e.writer.constantOf(b!)?.data
  const only = divisor?.length === 1 ? Number(divisor[0]) : undefined
  const bits = Math.log2(only ?? 0)
  if (Number.isInteger(bits) && bits > 0) return shiftRight(e, a!, bits)
  const safe = only === undefined || only === 0 || only === -1 ? safeDivisor(e, a!, b!) : b!
  const rest = e.op('Mod', [a!, safe])
  const isInexact = e.op('Not', [e.op('Equal', [rest, integer(e, 0)])])
  const differ = e.op('Xor', [isNegative(e, a!), isNegative(e, safe)])
  const isBelow = e.cast(e.op('And', [isInexact, differ]), 'int32')
  return e.op('Sub', [e.op('Div', [a!, safe]), isBelow])
}

/** By 0, and −2³¹ by −1, processors trap; 1 gives what 32 bits hold of the latter. */
function safeDivisor(e: Emission, a: string, b: string): string {
  const isZero = e.op('Equal', [b, integer(e, 0)])
  const isMinusOne = e.op('Equal', [b, integer(e, -1)])
  const overflows = e.op('And', [isMinusOne, e.op('Equal', [a, integer(e, smallest)])])
  return e.op('Where', [e.op('Or', [isZero, overflows]), integer(e, 1), b])
}

/** Division by 2^bits: ONNX shifts unsigned numbers only, so the sign bit is flipped before. */
function shiftRight(e: Emission, x: string, bits: number): string {
  const flipped = e.op('BitwiseXor', [x, integer(e, smallest)])
  return e.op('Sub', [shifted(e, flipped, bits, 'RIGHT'), integer(e, 2 ** (31 - bits))])
}

function shifted(e: Emission, x: string, bits: number, direction: 'LEFT' | 'RIGHT'): string {
  const count = e.writer.constant('UINT32', [], [bits])
  const unsigned = e.op('Cast', [x], { to: 12 })
  return e.cast(e.op('BitShift', [unsigned, count], { direction }), 'int32')
}

const integer = (e: Emission, value: number): string => e.number(value, 'int32')
const isNegative = (e: Emission, x: string): string => e.op('Less', [x, integer(e, 0)])

const times = (e: Emission, x: string, factor: number): string =>
  e.op('Mul', [x, integer(e, factor | 0)])

const xorShifted = (e: Emission, x: string, bits: number): string =>
  e.op('BitwiseXor', [x, shifted(e, x, bits, 'RIGHT')])

function rotated(e: Emission, x: string, bits: number): string {
  return e.op('BitwiseOr', [shifted(e, x, bits, 'LEFT'), shifted(e, x, 32 - bits, 'RIGHT')])
}

/** A word of MurmurHash3 before it meets the state. */
const scrambled = (e: Emission, word: string): string =>
  times(e, rotated(e, times(e, word, 0xcc9e2d51), 15), 0x1b873593)

/** A scrambled word mixed into the state. */
function mixed(e: Emission, state: string, word: string): string {
  const turned = rotated(e, e.op('BitwiseXor', [state, word]), 13)
  return e.op('Add', [times(e, turned, 5), integer(e, 0xe6546b64 | 0)])
}

/** The same for a number that is known. */
function scrambledNumber(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51)
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593)
}

/** MurmurHash3 of (key[1], stream, i) with seed key[0], as core's `randomBits` is defined. */
export function randomBits(e: Emission, { inputs, attributes }: NodeOf<'randomBits'>): Made {
  const { shape, stream }: OperationAttributes['randomBits'] = attributes
  const key = e.full(inputs[0]!)
  const [seed, first] = [0, 1].map((i) =>
    e.op('Gather', [key, e.writer.constant('INT64', [], [i])]),
  )
  const prefix = mixed(
    e,
    mixed(e, seed!, scrambled(e, first!)),
    integer(e, scrambledNumber(stream)),
  )
  const count = shape.reduce((size, axis) => size * axis, 1)
  const words = Int32Array.from({ length: count }, (_, i) => scrambledNumber(i))
  const hashed = mixed(e, prefix, e.writer.constant('INT32', shape, words))
  const finished = e.op('BitwiseXor', [hashed, integer(e, 12)])
  const once = times(e, xorShifted(e, finished, 16), 0x85ebca6b)
  return { name: xorShifted(e, times(e, xorShifted(e, once, 13), 0xc2b2ae35), 16), shape }
}
