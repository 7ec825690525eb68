/** Keeps collinear features from dividing by nothing; far too small to change what others give. */
const ridge = 1e-9

/**
 * Linear regression: the weights of features and an intercept that leave the least squares.
 * Features are centred and scaled, so that the normal equations are well conditioned.
 */
export function leastSquares(
  x: readonly (readonly number[])[],
  y: readonly number[],
): (row: readonly number[]) => number {
  const columns = x[0]!.map((_, c) => x.map((row) => row[c]!))
  const centers = columns.map(meanOf)
  const spreads = columns.map((values, c) =>
    Math.sqrt(meanOf(values.map((value) => (value - centers[c]!) ** 2))),
  )
  const scaled = (row: readonly number[]): number[] =>
    row.map((value, c) => (spreads[c] === 0 ? 0 : (value - centers[c]!) / spreads[c]!))
  const rows = x.map(scaled)
  const intercept = meanOf(y)
  const dot = (a: number, b: number) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0)
  const equations = centers.map((_, a) => [
    ...centers.map((_, b) => dot(a, b) + (a === b ? ridge * rows.length : 0)),
    rows.reduce((sum, row, r) => sum + row[a]! * (y[r]! - intercept), 0),
  ])
  const weights = solve(equations)
  return (row) => scaled(row).reduce((sum, value, c) => sum + value * weights[c]!, intercept)
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Gauss and Jordan; the matrix is symmetric and positive, so that it needs no pivots. */
function solve(equations: number[][]): number[] {
  equations.forEach((own, i) => {
    for (const other of equations) {
      if (other === own) continue
      const factor = other[i]! / own[i]!
      for (let c = i; c < other.length; c++) other[c]! -= factor * own[c]!
    }
  })
  return equations.map((own, i) => own.at(-1)! / own[i]!)
}
