import type { Code } from '../../assembler/encode.js'
import { advance, forRange, get, i32, set, when } from '../../assembler/instructions.js'
import { FunctionBuilder } from '../../assembler/module.js'
import type { Lines, OtherKernel } from '../../plan/kernels.js'
import type { Lanes } from '../lanes.js'

type Kernel = Extract<OtherKernel, { kind: 'argmax' | 'cumsum' }>

/** Runs `work` at the first element of every line; the two pointers stand there. */
function overLines(
  { outer, length, inner }: Lines,
  counters: readonly [number, number],
  advances: { readonly element: Code; readonly block: Code },
  work: Code,
): Code {
  const block = forRange(counters[1], 0, inner, 1, [work, advances.element])
  return forRange(counters[0], 0, outer, 1, [block, length > 1 ? advances.block : []])
}

/** Index of the first largest element, or of the first NaN. Pointers: input, result. */
export function argmaxFunction(lanes: Lanes, kernel: Kernel): FunctionBuilder {
  const isFloat = kernel.dtype === 'float'
  const built = new FunctionBuilder(['i32', 'i32'])
  const [input, result] = [0, 1]
  const [block, column, k, at, from] = built.locals('i32', 5) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const best = built.local(isFloat ? lanes.floatType : 'i32')
  const value = built.local(isFloat ? lanes.floatType : 'i32')
  const { scalar } = lanes
  const bytes = isFloat ? lanes.floatBytes : 4
  const load = (offset: number) =>
    isFloat ? scalar.load(get(from), offset) : i32.load(get(from), offset)
  // Larger, or NaN after what is no NaN.
  const isBetter = isFloat
    ? i32.and(i32.eqz(scalar.le(get(value), get(best))), scalar.eq(get(best), get(best)))
    : i32.gtS(get(value), get(best))
  const { length, inner } = kernel
  const work: Code = [
    set(from, get(input)),
    set(best, load(0)),
    set(at, i32.const(0)),
    forRange(k, 1, length, 1, [
      advance(from, inner * bytes),
      set(value, load(0)),
      when(isBetter, [set(best, get(value)), set(at, get(k))]),
    ]),
    i32.store(get(result), get(at)),
    advance(result, 4),
  ]
  const advances = {
    element: advance(input, bytes),
    block: advance(input, (length - 1) * inner * bytes),
  }
  built.body = overLines(kernel, [block, column], advances, work)
  return built
}

/** Running sums. Pointers: input, result. */
export function cumsumFunction(lanes: Lanes, kernel: Kernel): FunctionBuilder {
  const isFloat = kernel.dtype === 'float'
  const built = new FunctionBuilder(['i32', 'i32'])
  const [input, result] = [0, 1]
  const [block, column, k, from, to] = built.locals('i32', 5) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const sum = built.local(isFloat ? lanes.floatType : 'i32')
  const bytes = isFloat ? lanes.floatBytes : 4
  const arithmetic = isFloat ? lanes.scalar : i32
  const { length, inner } = kernel
  const zero = isFloat ? lanes.scalar.const(0) : i32.const(0)
  const work: Code = [
    set(from, get(input)),
    set(to, get(result)),
    set(sum, zero),
    forRange(k, 0, length, 1, [
      set(sum, arithmetic.add(get(sum), arithmetic.load(get(from)))),
      arithmetic.store(get(to), get(sum)),
      advance(from, inner * bytes),
      advance(to, inner * bytes),
    ]),
  ]
  const both = (amount: number): Code => [advance(input, amount), advance(result, amount)]
  const advances = { element: both(bytes), block: both((length - 1) * inner * bytes) }
  built.body = overLines(kernel, [block, column], advances, work)
  return built
}
