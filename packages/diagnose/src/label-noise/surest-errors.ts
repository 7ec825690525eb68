import { normalCdf } from '../statistics/distributions.js'

/**
 * The share of wrong answers in the half of the rows that are answered most surely, where two normal
 * classes of equal spread and size overlap so much that the share over all rows is `error`. Overlap
 * makes few mistakes far from the border; wrong labels make as many there as anywhere.
 *
 * With δ = −Φ⁻¹(error), and m the median distance from the border, it is 2 Φ(−m − δ).
 *
 * @param error from 0 to 1; of ½ and more, all answers are guesses.
 */
export function surestErrors(error: number): number {
  if (error >= 0.5) return 0.5
  if (error <= 0) return 0
  const delta = root((at) => error - normalCdf(-at))
  const middle = root((at) => normalCdf(at - delta) - normalCdf(-at - delta) - 0.5)
  return 2 * normalCdf(-middle - delta)
}

/** Where a rising function crosses 0, between 0 and 40. */
function root(rising: (at: number) => number): number {
  let [low, high] = [0, 40]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (rising(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}
