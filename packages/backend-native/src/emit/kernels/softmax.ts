import type { Code } from '../../assembler/encode.js'
import { advance, forRange, get, set } from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import { v128 } from '../../assembler/vector.js'
import type { OtherKernel } from '../../plan/kernels.js'
import { acrossLanes } from '../accumulator.js'
import type { Emitter } from '../emitter.js'
import { constantVector, firstLanes, loadVector, storeVector } from '../lanes.js'
import { acrossRow } from './across.js'

type Kernel = Extract<OtherKernel, { kind: 'softmax' | 'logSoftmax' }>

/** Softmax of every row, or its logarithm. Pointers: input, result. */
export function softmaxFunction(emitter: Emitter, { kind, rows, width }: Kernel): FunctionBuilder {
  const { lanes } = emitter
  const { float, floatBytes: bytes, count } = lanes
  const built = new FunctionBuilder(['i32', 'i32'])
  const [input, result] = [0, 1]
  const [row, column] = built.locals('i32', 2) as [number, number]
  const [largest, total] = built.locals('v128', 2) as [number, number]
  const k = (value: number) => constantVector(lanes, value, 'float')
  const load = (local: number) =>
    loadVector(lanes, { base: get(local), offset: 0 }, 'float', 'float')
  const store = (value: Code, used: number) =>
    storeVector(
      lanes,
      { base: get(result), offset: 0 },
      { storage: 'float', dtype: 'float' },
      value,
      used,
    )
  const pointers = [input, result].map((local) => ({ local, bytes }))
  const across = (body: (used: number) => Code) => acrossRow(lanes, column, width, pointers, body)
  const masked = (value: Code, other: Code, used: number): Code =>
    used === count ? value : v128.bitSelect(value, other, firstLanes(lanes, used))

  const findLargest = [
    set(largest, k(-Infinity)),
    across((used) =>
      set(largest, float.max(get(largest), masked(load(input), k(-Infinity), used))),
    ),
    acrossLanes(lanes, { kind: 'max', dtype: 'float' }, largest),
  ]
  const shifted = float.sub(load(input), get(largest))
  const sumUp = (value: Code, used: number): Code =>
    set(total, float.add(get(total), masked(value, v128.zero, used)))
  const addUp = acrossLanes(lanes, { kind: 'sum', dtype: 'float' }, total)
  const exponential = built.local('v128')
  const probabilities: Code = [
    across((used) => [
      set(exponential, emitter.math('exp', shifted)),
      sumUp(get(exponential), used),
      store(get(exponential), used),
    ]),
    addUp,
    across((used) => store(float.div(load(result), get(total)), used)),
  ]
  const logarithms: Code = [
    across((used) => sumUp(emitter.math('exp', shifted), used)),
    addUp,
    set(total, emitter.math('log', get(total))),
    across((used) => store(float.sub(shifted, get(total)), used)),
  ]
  built.body = forRange(row, 0, rows, 1, [
    findLargest,
    set(total, v128.zero),
    kind === 'softmax' ? probabilities : logarithms,
    advance(input, width * bytes),
    advance(result, width * bytes),
  ])
  return built
}
