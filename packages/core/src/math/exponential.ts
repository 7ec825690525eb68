import { wholePower } from './whole-power.js'

/** ln 2 in two parts, the first with so few digits that whole multiples of it are exact. */
const upper = 0.6931471803691238
const lower = 1.9082149292705877e-10

/**
 * e^x for x between −700 and 700, within 2 ulp. Unlike `Math.exp` it is made of operations that
 * IEEE 754 defines to the bit, so that all machines agree.
 */
export function exponential(x: number): number {
  const halvings = Math.round(x / Math.LN2)
  const rest = x - halvings * upper - halvings * lower
  let series = 1
  for (let k = 14; k >= 1; k--) series = 1 + (rest / k) * series
  const scale = wholePower(2, Math.abs(halvings))
  return halvings < 0 ? series / scale : series * scale
}
