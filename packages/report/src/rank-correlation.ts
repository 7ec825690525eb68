/** Spearman's rank correlation, ties at their mean rank; 0 where one side does not vary. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length - 1) / 2
  const sum = (f: (i: number) => number): number => x.reduce((total, _, i) => total + f(i), 0)
  const together = sum((i) => (x[i]! - middle) * (y[i]! - middle))
  const alone = Math.sqrt(sum((i) => (x[i]! - middle) ** 2) * sum((i) => (y[i]! - middle) ** 2))
  return alone === 0 ? 0 : together / alone
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const found = new Array<number>(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++
    for (let i = from; i <= to; i++) found[order[i]!] = (from + to) / 2
    from = to + 1
  }
  return found
}
