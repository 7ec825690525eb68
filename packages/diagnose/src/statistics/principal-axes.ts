/** Where rows lie along the two directions in which they vary most. */
export interface PlanePoint {
  readonly x: number
  readonly y: number
}

const steps = 100

/**
 * Rows on their first two principal axes (Pearson 1901), found by power iteration; the axes are those
 * of `reference`, whose columns should have mean 0 and like scales.
 */
export function onPrincipalPlane(
  reference: readonly ArrayLike<number>[],
  rows: readonly ArrayLike<number>[],
): PlanePoint[] {
  const first = axisOf(reference)
  const second = axisOf(reference, first)
  return rows.map((row) => ({ x: dot(row, first), y: dot(row, second) }))
}

/** The direction of most variance, at a right angle to another if one is given. */
function axisOf(rows: readonly ArrayLike<number>[], other?: Float64Array): Float64Array {
  const width = rows[0]!.length
  let axis = Float64Array.from({ length: width }, (_, c) => 1 / (c + 1))
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(width)
    for (const row of rows) {
      const along = dot(row, axis)
      for (let c = 0; c < width; c++) next[c]! += along * row[c]!
    }
    if (other) {
      const along = dot(next, other)
      for (let c = 0; c < width; c++) next[c]! -= along * other[c]!
    }
    const length = Math.sqrt(dot(next, next))
    if (!(length > 1e-12)) return new Float64Array(width)
    axis = next.map((each) => each / length)
  }
  return axis
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
