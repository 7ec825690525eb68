import type { Code } from '../assembler/encode.js'
import { advance, forRange, get, plus, set } from '../assembler/instructions.js'
import type { FunctionBuilder } from '../assembler/module.js'
import { v128 } from '../assembler/vector.js'
import type { Axis } from '../plan/kernels.js'
import type { BodyEmitter } from './body.js'
import type { Cursors } from './cursors.js'
import { firstLanes, type Lanes, loadApart, loadSplat, loadVector } from './lanes.js'

/** A part of the result: so many rows by so many vectors, the last one with so many lanes. */
export interface Tile {
  readonly rows: number
  readonly vectors: number
  readonly last: number
}

/** What the tiles of one contraction share. */
export interface TileContext {
  readonly lanes: Lanes
  readonly built: FunctionBuilder
  readonly body: BodyEmitter
  readonly cursors: Cursors
  readonly outer: readonly Axis[]
  readonly inner: readonly Axis[]
  readonly row: number | undefined
  readonly vector: number
  /** Whether vectors run along the sum. */
  readonly isDot: boolean
  readonly aLocal: number
  readonly bLocal: number
  readonly sums: readonly number[]
  readonly operands: readonly number[]
  readonly counters: readonly number[]
}

/** Turns of the innermost loop that are written out; more make V8 spill registers. */
const writtenOut = 8

/** Sums a tile up, and does with it what the kernel's body says. */
export function tileCode(context: TileContext, tile: Tile): Code {
  const { isDot, sums, lanes } = context
  const used = isDot ? tile.rows * lanes.count : tile.rows * tile.vectors
  return [
    sums.slice(0, used).map((local) => set(local, v128.zero)),
    isDot ? dotSums(context, tile) : outerSums(context, tile),
    epilogue(context, tile),
  ]
}

const axisOf = ({ outer, row }: TileContext): Axis =>
  row === undefined ? { size: 1, a: 0, b: 0 } : outer[row]!

/** Every turn adds an element of a, for each row, times vectors of b. */
function outerSums(context: TileContext, tile: Tile): Code {
  const { lanes, outer, vector, sums, operands, aLocal, bLocal } = context
  const { float, floatBytes: bytes, count } = lanes
  const row = axisOf(context)
  const along = outer[vector]!
  const load = (local: number, stride: number, offset: number, column: number): Code => {
    const address = { base: get(local), offset: offset + column * count * stride * bytes }
    if (stride === 0) return loadSplat(lanes, address, 'float', 'float')
    if (stride === 1) return loadVector(lanes, address, 'float', 'float')
    const used = column === tile.vectors - 1 ? tile.last : count
    return loadApart(lanes, address, 'float', 'float', { step: stride * bytes, count: used })
  }
  const columns = Array.from({ length: tile.vectors }, (_, column) => column)
  const single = operands.at(-1)!
  const loadB = (r: number, at: number): Code =>
    columns.map((column) =>
      set(operands[column]!, load(bLocal, along.b, (r * row.b + at) * bytes, column)),
    )
  return overInner(context, (atA, atB) => [
    row.b === 0 ? loadB(0, atB) : [],
    Array.from({ length: tile.rows }, (_, r) => {
      const offset = (r * row.a + atA) * bytes
      const isShared = along.a === 0 && tile.vectors > 1
      return [
        row.b === 0 ? [] : loadB(r, atB),
        isShared ? set(single, load(aLocal, 0, offset, 0)) : [],
        columns.map((column) => {
          const sum = sums[r * tile.vectors + column]!
          const a = isShared ? get(single) : load(aLocal, along.a, offset, column)
          return set(sum, float.add(get(sum), float.mul(a, get(operands[column]!))))
        }),
      ]
    }),
  ])
}

/** Runs the body for every place on the inner axes, given how far it is from the two locals. */
function overInner(
  { inner, counters, aLocal, bLocal, lanes: { floatBytes } }: TileContext,
  body: (atA: number, atB: number) => Code,
): Code {
  const level = (depth: number): Code => {
    const { size, a, b } = inner[depth]!
    const next = inner[depth + 1]
    if (next === undefined && size <= writtenOut) {
      return [
        Array.from({ length: size }, (_, turn) => body(turn * a, turn * b)),
        depth === 0
          ? []
          : [advance(aLocal, size * a * floatBytes), advance(bLocal, size * b * floatBytes)],
      ]
    }
    const step = (key: 'a' | 'b') =>
      (inner[depth]![key] - (next === undefined ? 0 : next.size * next[key])) * floatBytes
    return forRange(counters[depth]!, 0, size, 1, [
      next === undefined ? body(0, 0) : level(depth + 1),
      advance(aLocal, step('a')),
      advance(bLocal, step('b')),
    ])
  }
  return level(0)
}

/** Every turn multiplies vectors that run along the sum; the lanes are added up at the end. */
function dotSums(context: TileContext, tile: Tile): Code {
  const { lanes, outer, vector, inner, sums, operands, aLocal, bLocal, counters } = context
  const { float, floatBytes: bytes, count } = lanes
  const row = axisOf(context)
  const columns = tile.last
  const single = operands.at(-1)!
  const whole = Math.floor(inner[0]!.size / count)
  const tail = inner[0]!.size % count
  // What lies behind the end may be NaN, so both operands are cut off.
  const term = (cut: (value: Code) => Code): Code => [
    Array.from({ length: columns }, (_, column) => {
      const address = plus(get(bLocal), 0)
      const offset = column * outer[vector]!.b * bytes
      const value = loadVector(lanes, { base: address, offset }, 'float', 'float')
      return set(operands[column]!, cut(value))
    }),
    Array.from({ length: tile.rows }, (_, r) => {
      const offset = r * row.a * bytes
      const value = loadVector(lanes, { base: get(aLocal), offset }, 'float', 'float')
      return [
        set(single, cut(value)),
        Array.from({ length: columns }, (_, column) => {
          const sum = sums[r * count + column]!
          return set(sum, float.add(get(sum), float.mul(get(single), get(operands[column]!))))
        }),
      ]
    }),
  ]
  const mask = firstLanes(lanes, tail)
  return [
    forRange(counters[0]!, 0, whole, 1, [
      term((value) => value),
      advance(aLocal, 16),
      advance(bLocal, 16),
    ]),
    tail === 0 ? [] : term((value) => v128.and(value, mask)),
    Array.from({ length: tile.rows }, (_, r) => gatherLanes(lanes, sums.slice(r * count), operands)),
  ]
}

/** Turns the sums of `count` columns, spread over lanes, into one vector in the first of them. */
function gatherLanes(
  { count, float }: Lanes,
  sums: readonly number[],
  spare: readonly number[],
): Code {
  const pair = (a: number, b: number, low: number[], high: number[]): Code =>
    float.add(v128.shuffle32(get(a), get(b), low), v128.shuffle32(get(a), get(b), high))
  const [first, second, third, fourth] = sums as [number, number, number, number]
  const [low, high] = [
    [0, 1, 4, 5],
    [2, 3, 6, 7],
  ]
  if (count === 2) return set(first, pair(first, second, low!, high!))
  const [even, odd] = [
    [0, 4, 1, 5],
    [2, 6, 3, 7],
  ]
  return [
    set(spare[0]!, pair(first, second, even!, odd!)),
    set(spare[1]!, pair(third, fourth, even!, odd!)),
    set(first, pair(spare[0]!, spare[1]!, low!, high!)),
  ]
}

/** The body of the kernel for every vector of the tile. */
function epilogue(context: TileContext, tile: Tile): Code {
  const { body, cursors, row, vector, lanes, sums, isDot } = context
  return Array.from({ length: tile.rows }, (_, r) =>
    Array.from({ length: tile.vectors }, (_, column) =>
      body.point({
        at: (reference) => {
          const { local, strides } = cursors.of(reference)
          const across = row === undefined ? 0 : r * strides[row]!
          return { base: get(local), offset: across + column * lanes.count * strides[vector]! }
        },
        apart: ({ strides }) => strides[vector]!,
        lanes: column === tile.vectors - 1 ? tile.last : lanes.count,
        sum: get(sums[isDot ? r * lanes.count : r * tile.vectors + column]!),
      }),
    ),
  )
}
