import type { Code } from '../../assembler/encode.js'
import { advance, forRange, i32, set } from '../../assembler/instructions.js'
import type { Lanes } from '../lanes.js'

/** Runs the body for every vector of a row of `width` values, and then moves the pointers back. */
export function acrossRow(
  lanes: Lanes,
  counter: number,
  width: number,
  pointers: readonly { readonly local: number; readonly bytes: number }[],
  body: (lanes: number) => Code,
): Code {
  const { count } = lanes
  const full = Math.floor(width / count)
  const tail = width % count
  const move = (vectors: number) =>
    pointers.map(({ local, bytes }) => advance(local, vectors * count * bytes))
  return [
    set(counter, i32.const(0)),
    forRange(counter, 0, full, 1, [body(count), move(1)]),
    tail === 0 ? [] : body(tail),
    move(-full),
  ]
}
