import type { Code } from '../assembler/encode.js'
import { forRange, get, i32, plus, set, times } from '../assembler/instructions.js'
import { FunctionBuilder } from '../assembler/module.js'
import type { Axis, ContractKernel } from '../plan/kernels.js'
import { BodyEmitter } from './body.js'
import { Cursors } from './cursors.js'
import type { Emitter } from './emitter.js'
import type { Lanes } from './lanes.js'
import { type Tile, type TileContext, tileCode } from './tile.js'

/** Registers for sums in a tile of the result; more would be spilled. */
const sums = 8

/** Where a loop stands: a local, or a place that is known. */
interface Position {
  readonly local?: number
  readonly at: number
}

/**
 * A function of a contraction. Vectors lie along the last outer axis; a tile of the result, some
 * rows by some vectors, stays in registers while the inner axes are summed over.
 */
export function contractFunction(
  emitter: Emitter,
  kernel: ContractKernel,
  pointers: number,
): FunctionBuilder {
  const { lanes } = emitter
  const built = new FunctionBuilder(new Array(pointers).fill('i32'))
  const { outer, inner, loads, stores, a, b } = withVector(kernel)
  const tiling = tilingOf({ outer, inner }, lanes)
  const { row, vector } = tiling
  const body = new BodyEmitter(emitter, built, { loads, steps: kernel.steps, stores })
  const context: TileContext = {
    built,
    body,
    cursors: new Cursors(built, lanes, [...loads, ...stores]),
    ...tiling,
    aLocal: built.local('i32'),
    bLocal: built.local('i32'),
    sums: built.locals('v128', sums),
    operands: built.locals('v128', sums + 1),
    counters: inner.map(() => built.local('i32')),
  }
  const counters = outer.map(() => built.local('i32'))
  const positions: Position[] = outer.map(() => ({ at: 0 }))

  /** Sets the operands and cursors to the tile, and computes it. */
  const tile = (size: Tile): Code => {
    const reach = (base: Code, strides: readonly number[]): Code =>
      positions.reduce<Code>((address, { local, at }, axis) => {
        const stride = strides[axis]!
        if (stride === 0) return address
        const moved = plus(address, at * stride)
        return local === undefined ? moved : i32.add(moved, times(get(local), stride))
      }, base)
    const bytes = lanes.floatBytes
    const of = (key: 'a' | 'b') => outer.map((axis) => axis[key] * bytes)
    return [
      set(context.aLocal, reach(get(a.pointer), of('a'))),
      set(context.bLocal, reach(get(b.pointer), of('b'))),
      context.cursors.start(
        ({ strides }) =>
          (base) =>
            reach(base, strides),
      ),
      tileCode(context, size),
    ]
  }

  /** A loop over an axis in steps of `size`, and what is left at its end. */
  const along = (axis: number, size: number, work: (count: number) => Code): Code => {
    const whole = Math.floor(outer[axis]!.size / size) * size
    const rest = outer[axis]!.size - whole
    const placed = (position: Position, count: number): Code => {
      positions[axis] = position
      return work(count)
    }
    const isSingle = whole === size
    const main = isSingle
      ? placed({ at: 0 }, size)
      : forRange(counters[axis]!, 0, whole, size, placed({ local: counters[axis]!, at: 0 }, size))
    return [whole === 0 ? [] : main, rest === 0 ? [] : placed({ at: whole }, rest)]
  }

  const vectors = vectorsOf(context)
  const columns = (): Code =>
    along(vector, vectors * lanes.count, (count) => {
      const used = Math.ceil(count / lanes.count)
      const last = count % lanes.count || lanes.count
      const rows = Math.max(1, Math.floor(rowsOf(context, used)))
      if (row === undefined) return tile({ rows: 1, vectors: used, last })
      return along(row, Math.min(rows, outer[row]!.size), (height) =>
        tile({ rows: height, vectors: used, last }),
      )
    })
  const others = outer.map((_, axis) => axis).filter((axis) => axis !== row && axis !== vector)
  const loops = others.reduceRight<() => Code>(
    (work, axis) => () => along(axis, 1, work),
    columns,
  )()
  built.body = [body.before, loops]
  return built
}

type Tiling = Pick<TileContext, 'lanes' | 'outer' | 'inner' | 'row' | 'vector' | 'isDot' | 'isWide'>

/** How tiles cover a contraction whose last outer axis exists. */
function tilingOf({ outer, inner }: Pick<Tiling, 'outer' | 'inner'>, lanes: Lanes): Tiling {
  const vector = outer.length - 1
  const isWide = lanes.precision === 'float32' && hasFewLongSums(outer, inner)
  const isDot = !isWide && isDotProduct(outer[vector]!, inner, lanes)
  return { lanes, outer, inner, row: rowAxis(outer, vector), vector, isDot, isWide }
}

/** Whether the kernel adds float32 in float64. */
export const sumsInFloat64 = (kernel: ContractKernel, lanes: Lanes): boolean =>
  tilingOf(withVector(kernel), lanes).isWide

/**
 * Elements on every outer axis after which tiles begin anew. A kernel can be cut there without a
 * change of any number, if its parts have a tile at least and add in the same precision.
 */
export function tileSizes(kernel: ContractKernel, lanes: Lanes): number[] {
  const tiling = tilingOf(withVector(kernel), lanes)
  return tiling.outer.map((_, axis) => {
    if (axis === tiling.vector) return vectorsOf(tiling) * lanes.count
    // The height of a tile depends on its width; all heights divide this one.
    return axis === tiling.row ? sums : 1
  })
}

/**
 * The same kernel in which the last outer axis exists, and b moves along it if any operand does:
 * which of the two is a does not matter.
 */
function withVector(kernel: ContractKernel): ContractKernel {
  const widen = <Item extends { readonly strides: readonly number[] }>(
    items: readonly Item[],
    stride: number,
  ): Item[] => items.map((item) => ({ ...item, strides: [stride] }))
  const whole: ContractKernel =
    kernel.outer.length > 0
      ? kernel
      : {
          ...kernel,
          outer: [{ size: 1, a: 0, b: 0 }],
          loads: widen(kernel.loads, 0),
          stores: widen(kernel.stores, 1),
        }
  const inner = whole.inner.length > 0 ? whole.inner : [{ size: 1, a: 0, b: 0 }]
  const { a, b } = whole.outer.at(-1)!
  if (b !== 0 || a === 0) return { ...whole, inner }
  const swap = (axes: readonly Axis[]) =>
    axes.map((axis) => ({ size: axis.size, a: axis.b, b: axis.a }))
  return { ...whole, outer: swap(whole.outer), inner: swap(inner), a: whole.b, b: whole.a }
}

/** The axis of a tile's rows: one along which b stays where it is, so that rows share its vectors. */
function rowAxis(outer: readonly Axis[], vector: number): number | undefined {
  const sharing = outer.flatMap(({ b }, axis) => (axis !== vector && b === 0 ? [axis] : []))
  const wide = sharing.findLast((axis) => outer[axis]!.size >= 4)
  return wide ?? sharing.at(-1)
}

/** Whether vectors can run along the sum instead, since both operands lie in order there. */
const isDotProduct = (vector: Axis, inner: readonly Axis[], { count }: Lanes): boolean =>
  inner.length === 1 &&
  inner[0]!.a === 1 &&
  inner[0]!.b === 1 &&
  inner[0]!.size >= count &&
  vector.b !== 1 &&
  vector.a === 0

const sizeOf = (axes: readonly Axis[]): number => axes.reduce((size, axis) => size * axis.size, 1)

/** Whether sums may as well be taken in float64: they gain most by it, and there is little to do. */
function hasFewLongSums(outer: readonly Axis[], inner: readonly Axis[]): boolean {
  const [results, terms] = [sizeOf(outer), sizeOf(inner)]
  return terms >= 32 && results <= 64 && results * terms <= 16_384
}

/** Vectors side by side in a tile. */
function vectorsOf({ isDot, isWide, outer, row, vector, lanes }: Tiling): number {
  if (isDot) return 1
  if (isWide) return Math.min(2, Math.ceil(outer[vector]!.size / lanes.count))
  const height = row === undefined ? 1 : outer[row]!.size
  const best = height >= 3 ? 2 : height === 2 ? 4 : 8
  return Math.min(best, Math.ceil(outer[vector]!.size / lanes.count))
}

/** Rows that fit beside so many vectors. */
const rowsOf = ({ isDot, isWide, lanes }: Tiling, vectors: number): number =>
  isDot ? sums / lanes.count : sums / (isWide ? 2 * vectors : vectors)
