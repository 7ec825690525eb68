import type { Code } from '../../assembler/encode.js'
import {
  advance,
  clearMemory,
  forRange,
  get,
  i32,
  set,
  times,
} from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import { i32x4 } from '../../assembler/vector.js'
import type { OtherKernel } from '../../plan/kernels.js'
import { bytesOf, type Lanes, loadVector, storeVector } from '../lanes.js'
import { acrossRow } from './across.js'

type Kernel<Kind extends OtherKernel['kind']> = Extract<OtherKernel, { kind: Kind }>

const storageOf = (dtype: string) => (dtype === 'float' ? 'float' : 'word')

/** Copies row `indices[i]` of the table into row i. Pointers: table, indices, result. */
export function gatherFunction(
  lanes: Lanes,
  { rows, width, storage, dtype }: Kernel<'gather'>,
): FunctionBuilder {
  const built = new FunctionBuilder(['i32', 'i32', 'i32'])
  const [table, indices, result] = [0, 1, 2]
  const [row, column, from] = built.locals('i32', 3) as [number, number, number]
  const bytes = bytesOf(storage, lanes)
  const to = storageOf(dtype)
  const toBytes = bytesOf(to, lanes)
  const pointers = [
    { local: from, bytes },
    { local: result, bytes: toBytes },
  ]
  built.body = forRange(row, 0, rows, 1, [
    set(from, i32.add(get(table), times(i32.load(get(indices)), width * bytes))),
    acrossRow(lanes, column, width, pointers, (count) =>
      storeVector(
        lanes,
        { base: get(result), offset: 0 },
        { storage: to, dtype },
        loadVector(lanes, { base: get(from), offset: 0 }, storage, dtype),
        count,
      ),
    ),
    advance(indices, 4),
    advance(result, width * toBytes),
  ])
  return built
}

/** Adds row i of the updates to row `indices[i]` of zeros. Pointers: updates, indices, result. */
export function scatterAddFunction(
  lanes: Lanes,
  { rows, width, size, dtype }: Kernel<'scatterAdd'>,
): FunctionBuilder {
  const built = new FunctionBuilder(['i32', 'i32', 'i32'])
  const [updates, indices, result] = [0, 1, 2]
  const [row, column, to] = built.locals('i32', 3) as [number, number, number]
  const storage = storageOf(dtype)
  const bytes = bytesOf(storage, lanes)
  const add = dtype === 'float' ? lanes.float.add : i32x4.add
  const at = (local: number) => loadVector(lanes, { base: get(local), offset: 0 }, storage, dtype)
  const pointers = [updates, to].map((local) => ({ local, bytes }))
  built.body = [
    clearFrom(result, size * bytes),
    forRange(row, 0, rows, 1, [
      set(to, i32.add(get(result), times(i32.load(get(indices)), width * bytes))),
      acrossRow(lanes, column, width, pointers, (count) =>
        storeVector(
          lanes,
          { base: get(to), offset: 0 },
          { storage, dtype },
          add(at(to), at(updates)),
          count,
        ),
      ),
      advance(indices, 4),
      advance(updates, width * bytes),
    ]),
  ]
  return built
}

/** Zeros from where a local points. */
export const clearFrom = (local: number, bytes: number): Code =>
  clearMemory(get(local), i32.const(bytes))

/** One element per index along an axis. Pointers: data, indices, result. */
export function gatherAlongFunction(
  lanes: Lanes,
  { outer, length, inner, count, dtype }: Kernel<'gatherAlong'>,
): FunctionBuilder {
  const built = new FunctionBuilder(['i32', 'i32', 'i32'])
  const [data, indices, result] = [0, 1, 2]
  const [block, turn, column, from] = built.locals('i32', 4) as [number, number, number, number]
  const bytes = bytesOf(storageOf(dtype), lanes)
  const { scalar } = lanes
  const address = i32.add(get(from), times(i32.load(get(indices)), inner * bytes))
  const move =
    dtype === 'float'
      ? scalar.store(get(result), scalar.load(address))
      : i32.store(get(result), i32.load(address))
  built.body = forRange(block, 0, outer, 1, [
    forRange(turn, 0, count, 1, [
      set(from, get(data)),
      forRange(column, 0, inner, 1, [
        move,
        advance(from, bytes),
        advance(indices, 4),
        advance(result, bytes),
      ]),
    ]),
    advance(data, length * inner * bytes),
  ])
  return built
}

/** 1 at the index of every row, 0 elsewhere. Pointers: indices, result. */
export function oneHotFunction(lanes: Lanes, { rows, depth }: Kernel<'oneHot'>): FunctionBuilder {
  const built = new FunctionBuilder(['i32', 'i32'])
  const [indices, result] = [0, 1]
  const row = built.local('i32')
  const { floatBytes: bytes, scalar } = lanes
  built.body = [
    clearFrom(result, rows * depth * bytes),
    forRange(row, 0, rows, 1, [
      scalar.store(i32.add(get(result), times(i32.load(get(indices)), bytes)), scalar.const(1)),
      advance(indices, 4),
      advance(result, depth * bytes),
    ]),
  ]
  return built
}
