/** Σ of alternating xᵏ/k!, for k from `first` in steps of two. */
function series(x: number, first: number): number {
  const square = x * x
  let sum = 1
  for (let k = first + 16; k > first; k -= 2) sum = 1 - (square / (k * (k - 1))) * sum
  return first === 0 ? sum : x * sum
}

/**
 * cos(π · turns) for `turns` from 0 to 1, within 2 ulp of 1. Unlike `Math.cos` it is made of
 * operations that IEEE 754 defines to the bit, so that all machines agree. A quarter of the circle
 * at most is left to the series, so that 0, ½ and 1 give 1, 0 and −1 exactly.
 */
export function cosineOfPi(turns: number): number {
  if (turns > 0.5) return -cosineOfPi(1 - turns)
  return turns <= 0.25 ? series(Math.PI * turns, 0) : series(Math.PI * (0.5 - turns), 1)
}
