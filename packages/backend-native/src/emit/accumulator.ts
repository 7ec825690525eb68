import type { DataType } from '@parallax-ml/core'
import type { Code } from '../assembler/encode.js'
import { get, set } from '../assembler/instructions.js'
import type { FunctionBuilder } from '../assembler/module.js'
import { f32x4, f64x2, i32x4, v128 } from '../assembler/vector.js'
import type { Reduction } from '../plan/kernels.js'
import { constantVector, type Lanes } from './lanes.js'

type Combination = Pick<Reduction, 'kind' | 'dtype'>

/** Combines vectors in several parts that run side by side. */
export interface Accumulator {
  /** Sets the parts to the neutral value. */
  readonly start: Code
  add(part: number, value: Code): Code
  /** Puts the combination of all parts into `local`; of all lanes too, if they belong together. */
  finish(isAcross: boolean): Code
  readonly local: number
}

/** Sums of float32 are taken in float64, as everywhere in Parallax: terms of both signs cancel well. */
export function accumulator(
  lanes: Lanes,
  built: FunctionBuilder,
  reduction: Combination,
  parts: number,
): Accumulator {
  const { kind, dtype } = reduction
  if (kind === 'sum' && dtype === 'float' && lanes.precision === 'float32')
    return wide(built, parts)
  const locals = built.locals('v128', parts)
  const [local, ...others] = locals as [number, ...number[]]
  const add = (to: number, value: Code): Code => set(to, combine(lanes, reduction, get(to), value))
  return {
    local,
    start: locals.map((each) => set(each, neutral(lanes, kind, dtype))),
    add: (part, value) => add(locals[part]!, value),
    finish: (isAcross) => [
      others.map((other) => add(local, get(other))),
      isAcross ? acrossLanes(lanes, reduction, local) : [],
    ],
  }
}

/** Four float32 as two pairs of float64. */
function wide(built: FunctionBuilder, parts: number): Accumulator {
  const local = built.local('v128')
  const low = built.locals('v128', parts)
  const high = built.locals('v128', parts)
  const add = (to: number, value: Code): Code => set(to, f64x2.add(get(to), value))
  const join = ([first, ...others]: readonly number[]): Code =>
    others.map((other) => add(first!, get(other)))
  return {
    local,
    start: [...low, ...high].map((each) => set(each, v128.zero)),
    add: (part, value) => [
      set(local, value),
      add(low[part]!, f64x2.fromF32(get(local))),
      add(high[part]!, f64x2.fromF32(v128.shuffle32(get(local), get(local), [2, 3, 2, 3]))),
    ],
    finish(isAcross) {
      const [first, second] = [low[0]!, high[0]!]
      const swapped = v128.shuffle32(get(first), get(first), [2, 3, 0, 1])
      return [
        join(low),
        join(high),
        isAcross ? [add(first, get(second)), add(first, swapped)] : [],
        set(
          local,
          v128.shuffle32(f32x4.fromF64(get(first)), f32x4.fromF64(get(second)), [0, 1, 4, 5]),
        ),
      ]
    },
  }
}

/** What changes nothing when it is combined with something. */
export const neutral = (lanes: Lanes, kind: Reduction['kind'], dtype: DataType): Code =>
  kind === 'sum'
    ? v128.zero
    : constantVector(lanes, dtype === 'float' ? -Infinity : -(2 ** 31), dtype)

function combine(
  { float }: Lanes,
  { kind, dtype }: Pick<Reduction, 'kind' | 'dtype'>,
  a: Code,
  b: Code,
): Code {
  if (dtype === 'float') return kind === 'sum' ? float.add(a, b) : float.max(a, b)
  return kind === 'sum' ? i32x4.add(a, b) : i32x4.max(a, b)
}

/** Combines the lanes of a local; each then holds the result. */
export function acrossLanes(
  lanes: Lanes,
  reduction: Pick<Reduction, 'kind' | 'dtype'>,
  local: number,
): Code {
  const pairs = [1, 0, 3, 2]
  const halves = [2, 3, 0, 1]
  const moves =
    lanes.count === 4 ? [halves, pairs] : reduction.dtype === 'float' ? [halves] : [pairs]
  return moves.map((parts) => {
    const moved = v128.shuffle32(get(local), get(local), parts)
    return set(local, combine(lanes, reduction, get(local), moved))
  })
}
