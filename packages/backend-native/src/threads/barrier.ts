import {
  atomicNotify,
  atomicWait,
  doWhile,
  drop,
  get,
  getGlobal,
  i32,
  set,
  tee,
  when,
} from '../assembler/instructions.js'
import { FunctionBuilder } from '../assembler/module.js'

/** Bytes that a barrier needs: how many threads have come, and how often all of them had. */
export const barrierBytes = 8
const meetings = 4

/** Looks at the memory before a thread goes to sleep: some ten microseconds, less than waking takes. */
const looks = 10_000

/**
 * A function that returns when all threads have called it. The last to come counts the meeting, and
 * wakes those that sleep.
 */
export function barrierFunction(global: number, threads: number): FunctionBuilder {
  const built = new FunctionBuilder()
  const [before, looked] = built.locals('i32', 2) as [number, number]
  const at = getGlobal(global)
  const isSame = i32.eq(i32.atomicLoad(at, meetings), get(before))
  const oneMore = tee(looked, i32.add(get(looked), i32.const(1)))
  built.body = [
    set(before, i32.atomicLoad(at, meetings)),
    when(
      i32.eq(i32.atomicAdd(at, i32.const(1)), i32.const(threads - 1)),
      [
        i32.atomicStore(at, i32.const(0)),
        drop(i32.atomicAdd(at, i32.const(1), meetings)),
        drop(atomicNotify(at, i32.const(threads), meetings)),
      ],
      [
        doWhile([], i32.and(isSame, i32.ltS(oneMore, i32.const(looks)))),
        when(isSame, doWhile(drop(atomicWait(at, get(before), meetings)), isSame)),
      ],
    ),
  ]
  return built
}
