const smallest = 1e-300
const limit = 100_000

/**
 * first + numerator(1) / (denominator(1) + numerator(2) / (denominator(2) + …)), by the method of
 * Lentz (1976) as Thompson and Barnett (1986) changed it.
 */
export function continuedFraction(
  first: number,
  numerator: (i: number) => number,
  denominator: (i: number) => number,
): number {
  const away = (x: number): number => (Math.abs(x) < smallest ? smallest : x)
  let value = away(first)
  let above = value
  let below = 0
  for (let i = 1; i < limit; i++) {
    below = 1 / away(denominator(i) + numerator(i) * below)
    above = away(denominator(i) + numerator(i) / above)
    const change = above * below
    value *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return value
}
