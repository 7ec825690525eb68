import type { Graph, Support } from '@parallax-ml/core'

/** What a backend says of a graph: which operations it lacks, and what else stands in the way. */
export function supportBy(
  { nodes }: Graph,
  isKnown: (op: string) => boolean,
  others: readonly string[],
): Support {
  const missing = nodes.filter(({ op }) => !isKnown(op)).map(({ op }) => `it has no ${op}`)
  const reasons = [...others, ...new Set(missing)]
  return reasons.length === 0 ? { supported: true } : { supported: false, reasons }
}
