/**
 * Rank-biased overlap of two rankings of the same things, best first, 0 to 1: the share that the first d
 * places have in common, averaged over depths d with weights (1 − p) p^(d − 1), so that the top counts
 * most (Webber, Moffat and Zobel, "A similarity measure for indefinite rankings", 2010).
 *
 * Beyond the last place it is taken to go on as it ends (their RBO-ext), so that equal rankings have 1;
 * `truncated` leaves that part out.
 */
export function rankBiasedOverlap(
  a: readonly number[],
  b: readonly number[],
  p = 0.9,
  { truncated = false } = {},
): number {
  const [seenA, seenB] = [new Set<number>(), new Set<number>()]
  const depth = Math.min(a.length, b.length)
  let [common, sum, weight] = [0, 0, 1 - p]
  for (let d = 0; d < depth; d++) {
    const [x, y] = [a[d]!, b[d]!]
    seenA.add(x)
    seenB.add(y)
    common += x === y ? 1 : (seenB.has(x) ? 1 : 0) + (seenA.has(y) ? 1 : 0)
    sum += weight * (common / (d + 1))
    weight *= p
  }
  return truncated || depth === 0 ? sum : sum + (common / depth) * p ** depth
}
