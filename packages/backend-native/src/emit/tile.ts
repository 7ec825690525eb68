import type { Code } from '../assembler/encode.js'
import { advance, forRange, get, set } from '../assembler/instructions.js'
import type { FunctionBuilder } from '../assembler/module.js'
import { f32x4, f64x2, v128 } from '../assembler/vector.js'
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
  /** Whether sums of float32 are taken in float64. */
  readonly isWide: boolean
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
  return [
    context.isDot ? dotSums(context, tile) : outerSums(context, tile),
    epilogue(context, tile),
  ]
}

const zeroed = (locals: readonly number[]): Code => locals.map((local) => set(local, v128.zero))

const axisOf = ({ outer, row }: TileContext): Axis =>
  row === undefined ? { size: 1, a: 0, b: 0 } : outer[row]!

/**
 * Every turn adds an element of a, for each row, times vectors of b. A small tile is summed up in
 * several parts, so that one addition need not wait for the one before.
 */
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
  const used = tile.rows * tile.vectors
  const parts = Math.floor(sums.length / used)
  if (context.isWide) return wideSums(context, tile, load)
  const term = (atA: number, atB: number, part: number): Code => [
    columns.map((column) => set(operands[column]!, load(bLocal, along.b, atB * bytes, column))),
    Array.from({ length: tile.rows }, (_, r) => {
      const offset = (r * row.a + atA) * bytes
      const isShared = along.a === 0 && tile.vectors > 1
      return [
        isShared ? set(single, load(aLocal, 0, offset, 0)) : [],
        columns.map((column) => {
          const sum = sums[part * used + r * tile.vectors + column]!
          const a = isShared ? get(single) : load(aLocal, along.a, offset, column)
          return set(sum, float.add(get(sum), float.mul(a, get(operands[column]!))))
        }),
      ]
    }),
  ]
  return [
    zeroed(sums.slice(0, parts * used)),
    overInner(context, parts, term),
    sums
      .slice(used, parts * used)
      .map((sum, i) => set(sums[i % used]!, float.add(get(sums[i % used]!), get(sum)))),
  ]
}

/** The same with sums in float64, two vectors for each one of float32. */
function wideSums(
  context: TileContext,
  tile: Tile,
  load: (local: number, stride: number, offset: number, column: number) => Code,
): Code {
  const { lanes, outer, vector, sums, operands, aLocal, bLocal } = context
  const row = axisOf(context)
  const along = outer[vector]!
  const used = tile.rows * tile.vectors
  const [low, high] = [sums.slice(0, used), sums.slice(used, 2 * used)]
  const halves = (value: number): [Code, Code] => [
    f64x2.fromF32(get(value)),
    f64x2.fromF32(v128.shuffle32(get(value), get(value), [2, 3, 2, 3])),
  ]
  const [single, lower, upper] = operands.slice(-3) as [number, number, number]
  const term = (atA: number, atB: number): Code =>
    Array.from({ length: tile.vectors }, (_, column) => [
      set(single, load(bLocal, along.b, atB * lanes.floatBytes, column)),
      set(lower, halves(single)[0]),
      set(upper, halves(single)[1]),
      Array.from({ length: tile.rows }, (_, r) => {
        const i = r * tile.vectors + column
        const add = (sum: number, a: Code, b: number): Code =>
          set(sum, f64x2.add(get(sum), f64x2.mul(a, get(b))))
        return [
          set(single, load(aLocal, along.a, (r * row.a + atA) * lanes.floatBytes, column)),
          add(low[i]!, halves(single)[0], lower),
          add(high[i]!, along.a === 0 ? halves(single)[0] : halves(single)[1], upper),
        ]
      }),
    ])
  return [
    zeroed([...low, ...high]),
    overInner(context, 1, term),
    low.map((sum, i) => {
      const [first, second] = [f32x4.fromF64(get(sum)), f32x4.fromF64(get(high[i]!))]
      return set(sum, v128.shuffle32(first, second, [0, 1, 4, 5]))
    }),
  ]
}

/**
 * Runs the body for every place on the inner axes, given how far it is from the two locals, and
 * which of several parts it belongs to.
 */
function overInner(
  { inner, counters, aLocal, bLocal, lanes: { floatBytes } }: TileContext,
  parts: number,
  body: (atA: number, atB: number, part: number) => Code,
): Code {
  const move = (a: number, b: number): Code => [
    advance(aLocal, a * floatBytes),
    advance(bLocal, b * floatBytes),
  ]
  const innermost = (depth: number): Code => {
    const { size, a, b } = inner[depth]!
    const several = (turns: number): Code => [
      Array.from({ length: turns }, (_, turn) => body(turn * a, turn * b, turn % parts)),
      move(turns * a, turns * b),
    ]
    if (size <= writtenOut) return several(size)
    const rest = size % parts
    return [
      forRange(counters[depth]!, 0, size - rest, parts, several(parts)),
      rest === 0 ? [] : several(rest),
    ]
  }
  const level = (depth: number): Code => {
    const { size, a, b } = inner[depth]!
    const next = inner[depth + 1]
    if (next === undefined) return innermost(depth)
    return forRange(counters[depth]!, 0, size, 1, [
      level(depth + 1),
      move(a - next.size * next.a, b - next.size * next.b),
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
      const offset = column * outer[vector]!.b * bytes
      const value = loadVector(lanes, { base: get(bLocal), offset }, 'float', 'float')
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
    zeroed(sums.slice(0, tile.rows * count)),
    forRange(counters[0]!, 0, whole, 1, [
      term((value) => value),
      advance(aLocal, 16),
      advance(bLocal, 16),
    ]),
    tail === 0 ? [] : term((value) => v128.and(value, mask)),
    Array.from({ length: tile.rows }, (_, r) =>
      gatherLanes(lanes, sums.slice(r * count), operands),
    ),
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
