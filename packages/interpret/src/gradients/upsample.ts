import type { Matrix } from '../matrix.js'

/**
 * A map made larger or smaller by linear interpolation along both axes, where the middles of the corner
 * pixels do not move to the corners (half-pixel centres, `align_corners = false`); beyond the outermost
 * middles the nearest value stays.
 */
export function resizeBilinear(map: Matrix, rows: number, columns: number): Matrix {
  const vertical = positions(map.rows, rows)
  const horizontal = positions(map.columns, columns)
  const at = (r: number, c: number): number => map.values[r * map.columns + c]!
  const values = vertical.flatMap(({ low: top, high: bottom, share: down }) =>
    horizontal.map(({ low: left, high: right, share: across }) => {
      const above = (1 - across) * at(top, left) + across * at(top, right)
      const below = (1 - across) * at(bottom, left) + across * at(bottom, right)
      return (1 - down) * above + down * below
    }),
  )
  return { rows, columns, values: Float64Array.from(values) }
}

/** Between which two places of `from` each of `to` lies, and how near to the second. */
function positions(from: number, to: number) {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1)
    const low = Math.floor(place)
    return { low, high: Math.min(low + 1, from - 1), share: place - low }
  })
}
