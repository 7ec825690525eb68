/** Ranks from 1 for the smallest; equal values share the mean of their ranks. */
export function ranksOf(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

/** Indices from the largest value to the smallest; of equal values the first comes first. */
export const descending = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, i) => i).sort((i, j) => values[j]! - values[i]! || i - j)
