import type { Code } from '../../assembler/encode.js'
import {
  advance,
  forBetween,
  forRange,
  get,
  i32,
  select,
  set,
  times,
} from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import { i32x4, v128 } from '../../assembler/vector.js'
import type { Pooling } from '../../plan/kernels.js'
import { constantVector, type Lanes, loadVector, storeVector } from '../lanes.js'
import { clearFrom } from './indexing.js'

/** What a kernel does at every window, for one vector of channels. */
interface WindowWork {
  readonly before?: Code
  /** For every cell inside the image; `cell` holds its address. */
  readonly cell: (lanes: number) => Code
  /** A second time over the cells, if that is needed. */
  readonly between?: Code
  readonly cellAgain?: (lanes: number) => Code
  readonly after?: (lanes: number) => Code
}

/** Loops over images, windows, vectors of channels and the cells of a window inside the image. */
class WindowLoops {
  readonly built: FunctionBuilder
  /** Address of the cell, in an image. */
  readonly cell: number
  /** Address of the window's results. */
  readonly result: number
  /** How many cells of the window are inside the image, in every lane as a float. */
  readonly inside: number
  /** Number of the cell in its window, in every lane. */
  readonly number: number
  readonly #image: number
  readonly #counters: readonly number[]

  constructor(
    readonly lanes: Lanes,
    readonly pooling: Pooling,
    pointers: number,
  ) {
    this.built = new FunctionBuilder(new Array(pointers).fill('i32'))
    this.cell = this.built.local('i32')
    this.result = this.built.local('i32')
    this.#image = this.built.local('i32')
    this.inside = this.built.local('v128')
    this.number = this.built.local('v128')
    this.#counters = this.built.locals('i32', 10)
  }

  /** `image` points to cells, `windows` to results. */
  emit(image: number, windows: number, work: WindowWork): Code {
    const { images, height, width, channels, windows: counts } = this.pooling
    const bytes = this.lanes.floatBytes
    const [n, i, j, c] = this.#counters as [number, number, number, number]
    const { count } = this.lanes
    const full = Math.floor(channels / count)
    const tail = channels % count
    const vector = (lanes: number): Code => [
      this.#window(work, lanes),
      advance(this.result, lanes * bytes),
    ]
    const channelsOnce = [
      set(c, i32.const(0)),
      forRange(c, 0, full * count * bytes, count * bytes, vector(count)),
      tail === 0 ? [] : [set(c, i32.const(full * count * bytes)), vector(tail)],
    ]
    return [
      set(this.#image, get(image)),
      set(this.result, get(windows)),
      forRange(n, 0, images, 1, [
        forRange(i, 0, counts[0], 1, [
          this.#range(0, i),
          forRange(j, 0, counts[1], 1, [this.#range(1, j), this.#countInside(), channelsOnce]),
        ]),
        advance(this.#image, height * width * channels * bytes),
      ]),
    ]
  }

  /** Locals of the first cell inside on an axis and the one behind the last, and where cell 0 is. */
  #bounds(axis: 0 | 1): readonly [first: number, end: number, start: number] {
    const at = 4 + 3 * axis
    return [this.#counters[at]!, this.#counters[at + 1]!, this.#counters[at + 2]!]
  }

  #range(axis: 0 | 1, window: number): Code {
    const { size, strides, before, height, width } = this.pooling
    const [first, end, start] = this.#bounds(axis)
    const cells = axis === 0 ? height : width
    const outside = i32.sub(i32.const(0), get(start))
    const left = i32.sub(i32.const(cells), get(start))
    const [zero, all] = [i32.const(0), i32.const(size[axis]!)]
    return [
      set(start, i32.sub(times(get(window), strides[axis]!), i32.const(before[axis]!))),
      set(first, select(outside, zero, i32.gtS(outside, zero))),
      set(end, select(left, all, i32.ltS(left, all))),
    ]
  }

  #countInside(): Code {
    const [first, end] = this.#bounds(0)
    const [left, right] = this.#bounds(1)
    const cells = i32.mul(i32.sub(get(end), get(first)), i32.sub(get(right), get(left)))
    return set(this.inside, this.lanes.float.splat(this.lanes.scalar.fromInt(cells)))
  }

  #window(
    { before = [], cell, between = [], cellAgain, after = () => [] }: WindowWork,
    lanes: number,
  ): Code {
    return [
      before,
      this.#cells(cell(lanes)),
      between,
      cellAgain === undefined ? [] : this.#cells(cellAgain(lanes)),
      after(lanes),
    ]
  }

  #cells(body: Code): Code {
    const { width, channels, size } = this.pooling
    const bytes = this.lanes.floatBytes
    const [first, end, top] = this.#bounds(0)
    const [left, right, start] = this.#bounds(1)
    const [p, q] = [this.built.local('i32'), this.built.local('i32')]
    const pixel = i32.add(times(i32.add(get(top), get(p)), width), i32.add(get(start), get(left)))
    const base = i32.add(get(this.#image), get(this.#counters[3]!))
    const cellNumber = i32.add(times(get(p), size[1]), get(left))
    return forBetween(p, get(first), get(end), [
      set(this.cell, i32.add(base, times(pixel, channels * bytes))),
      set(this.number, i32x4.splat(cellNumber)),
      forBetween(q, get(left), get(right), [
        body,
        advance(this.cell, channels * bytes),
        set(this.number, i32x4.add(get(this.number), i32x4.splat(i32.const(1)))),
      ]),
    ])
  }
}

const float = { storage: 'float', dtype: 'float' } as const

const load = (lanes: Lanes, local: number): Code =>
  loadVector(lanes, { base: get(local), offset: 0 }, 'float', 'float')

const store = (lanes: Lanes, local: number, value: Code, count: number): Code =>
  storeVector(lanes, { base: get(local), offset: 0 }, float, value, count)

const addTo = (lanes: Lanes, local: number, value: Code, count: number): Code =>
  store(lanes, local, lanes.float.add(load(lanes, local), value), count)

/** The largest cell; NaN if there is one. Pointers: images, result. */
export function maxPoolFunction(lanes: Lanes, pooling: Pooling): FunctionBuilder {
  const loops = new WindowLoops(lanes, pooling, 2)
  const best = loops.built.local('v128')
  loops.built.body = loops.emit(0, 1, {
    before: set(best, constantVector(lanes, -Infinity, 'float')),
    cell: () => set(best, lanes.float.max(get(best), load(lanes, loops.cell))),
    after: (count) => store(lanes, loops.result, get(best), count),
  })
  return loops.built
}

/**
 * Adds every window's cotangent to its first largest cell, or its first NaN. Pointers: images,
 * cotangents, result; cells are found in the images and written as far from the result's begin.
 */
export function maxPoolGradientFunction(lanes: Lanes, pooling: Pooling): FunctionBuilder {
  const loops = new WindowLoops(lanes, pooling, 3)
  const { built, cell, number, result } = loops
  const [images, cotangents, gradient] = [0, 1, 2]
  const [best, value, winner, isBetter] = built.locals('v128', 4) as [
    number,
    number,
    number,
    number,
  ]
  const [distance, target] = built.locals('i32', 2) as [number, number]
  const { float: f } = lanes
  const { images: count, height, width, channels } = pooling
  built.body = [
    clearFrom(gradient, count * height * width * channels * lanes.floatBytes),
    set(distance, i32.sub(get(gradient), get(images))),
    loops.emit(images, cotangents, {
      before: [
        set(best, constantVector(lanes, -Infinity, 'float')),
        set(winner, constantVector(lanes, -1, 'int32')),
      ],
      cell: () => {
        const isNew = v128.andNot(f.eq(get(best), get(best)), f.le(get(value), get(best)))
        // Of cells that are all −∞, the first one wins.
        const isFirst = lanes.widen(i32x4.lt(get(winner), v128.zero))
        return [
          set(value, load(lanes, cell)),
          set(isBetter, v128.or(isNew, isFirst)),
          set(best, v128.bitSelect(get(value), get(best), get(isBetter))),
          set(winner, v128.bitSelect(get(number), get(winner), lanes.narrow(get(isBetter)))),
        ]
      },
      cellAgain: (used) => [
        set(target, i32.add(get(cell), get(distance))),
        addTo(
          lanes,
          target,
          v128.and(load(lanes, result), lanes.widen(i32x4.eq(get(winner), get(number)))),
          used,
        ),
      ],
    }),
  ]
  return built
}

/** The mean of the cells inside the image. Pointers: images, result. */
export function averagePoolFunction(lanes: Lanes, pooling: Pooling): FunctionBuilder {
  const loops = new WindowLoops(lanes, pooling, 2)
  const sum = loops.built.local('v128')
  loops.built.body = loops.emit(0, 1, {
    before: set(sum, v128.zero),
    cell: () => set(sum, lanes.float.add(get(sum), load(lanes, loops.cell))),
    after: (count) =>
      store(lanes, loops.result, lanes.float.div(get(sum), get(loops.inside)), count),
  })
  return loops.built
}

/** Shares every window's cotangent among its cells. Pointers: cotangents, result. */
export function averagePoolGradientFunction(lanes: Lanes, pooling: Pooling): FunctionBuilder {
  const loops = new WindowLoops(lanes, pooling, 2)
  const { images, height, width, channels } = pooling
  const share = loops.built.local('v128')
  const [cotangents, gradient] = [0, 1]
  loops.built.body = [
    clearFrom(gradient, images * height * width * channels * lanes.floatBytes),
    loops.emit(gradient, cotangents, {
      before: set(share, lanes.float.div(load(lanes, loops.result), get(loops.inside))),
      cell: (used) => addTo(lanes, loops.cell, get(share), used),
    }),
  ]
  return loops.built
}
