/** Ranks from 1; equal values share the mean of theirs. */
export interface Ranks {
  readonly ranks: number[]
  /** Σ (t³ − t) over the groups of t equal values, which corrections for ties need. */
  readonly tieTerm: number
}

/** The ranks of values, in their order. */
export function rank(values: readonly number[]): Ranks {
  const order = Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Array<number>(values.length)
  let tieTerm = 0
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (const i of order.slice(start, end)) ranks[i] = (start + 1 + end) / 2
    const ties = end - start
    tieTerm += ties ** 3 - ties
    start = end
  }
  return { ranks, tieTerm }
}
