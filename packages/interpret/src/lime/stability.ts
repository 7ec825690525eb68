/**
 * How much the strongest features of several fits are the same, from 0 to 1: the mean Jaccard index of
 * the three with the largest coefficients, over all pairs of fits and all outputs. Of one fit it is 1.
 */
export function stabilityOf(fits: readonly Float64Array[], features: number): number {
  const outputs = fits[0]!.length / features
  const indices: number[] = []
  for (let o = 0; o < outputs; o++) {
    const strongest = fits.map((fit) => strongestOf(fit, o, features, outputs))
    for (const [i, one] of strongest.entries()) {
      for (const other of strongest.slice(0, i)) {
        const shared = one.filter((feature) => other.includes(feature)).length
        indices.push(shared / (one.length + other.length - shared))
      }
    }
  }
  return indices.length === 0 ? 1 : indices.reduce((sum, x) => sum + x, 0) / indices.length
}

const strongestOf = (fit: Float64Array, output: number, features: number, outputs: number) =>
  Array.from({ length: features }, (_, feature) => feature)
    .sort((a, b) => Math.abs(fit[b * outputs + output]!) - Math.abs(fit[a * outputs + output]!))
    .slice(0, 3)
