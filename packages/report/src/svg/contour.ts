import { contours } from 'd3-contour'
import type { Plane } from './plane.js'

/** A place in the grid of values, in columns and rows. */
type Place = readonly [column: number, row: number]

/** Traces where values reach a threshold: the area, or its edge without that of the plane. */
export function tracer(
  { left, top, right, bottom }: Plane,
  columns: number,
  values: readonly number[],
): { area(threshold: number): string; edge(threshold: number): string } {
  const rows = values.length / columns
  const trace = contours().size([columns + 2, rows + 2])
  const framed = [...frame(columns, rows, values)]
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value - 1))
  const rings = (threshold: number): Place[][] =>
    trace
      .contour(framed, threshold)
      .coordinates.flat()
      .map((ring) => ring.map(([c, r]) => [clamp(c!, columns), clamp(r!, rows)]))
  const point = ([column, row]: Place): string => {
    const x = left + ((right - left) * column) / columns
    const y = bottom - ((bottom - top) * row) / rows
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  }
  const isOnEdge = ([column, row]: Place): boolean =>
    column === 0 || column === columns || row === 0 || row === rows
  return {
    area: (threshold) =>
      rings(threshold)
        .map((ring) => `M${ring.map(point).join('L')}Z`)
        .join(''),
    edge: (threshold) =>
      rings(threshold)
        .flatMap((ring) =>
          ring.map((place, i) => {
            const before = ring[i - 1]
            const moves = before === undefined || (isOnEdge(before) && isOnEdge(place))
            return `${moves ? 'M' : 'L'}${point(place)}`
          }),
        )
        .join(''),
  }
}

/** The values with those at the edge once more around them, so that no corner is cut off. */
function* frame(columns: number, rows: number, values: readonly number[]): Generator<number> {
  const inside = (place: number, count: number): number => Math.min(count, Math.max(1, place)) - 1
  for (let row = 0; row < rows + 2; row++) {
    for (let column = 0; column < columns + 2; column++) {
      yield values[inside(row, rows) * columns + inside(column, columns)]!
    }
  }
}
