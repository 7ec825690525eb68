import { checkCount } from '../statistics/check.js'
import type { Table } from './standardized.js'

/** The nearest rows of each row, from near to far. */
export interface Neighbours {
  /** How many each row has. */
  readonly count: number
  /** `[rows · count]` */
  readonly indices: Int32Array
  /** Euclidean, `[rows · count]`. */
  readonly distances: Float64Array
}

/**
 * The nearest other rows of every row of a table, by comparing all pairs once: time grows with the
 * square of the rows, memory with rows · count.
 *
 * @throws {OptionError} unless there are more rows than neighbours asked for.
 */
export function nearestNeighbours(table: Table, count: number): Neighbours {
  checkCount('count', count)
  checkCount('number of rows', table.rows, count + 1)
  const best = emptyNeighbours(table.rows, count)
  for (let i = 1; i < table.rows; i++) {
    for (let j = 0; j < i; j++) {
      const bound = Math.max(worst(best, i), worst(best, j))
      const square = squaredDistance(table, i, table, j, bound)
      insert(best, i, j, square)
      insert(best, j, i, square)
    }
  }
  return rooted(best)
}

/**
 * The rows of another table that are nearest to each row of a table.
 * @throws {OptionError} if the other table has fewer rows than neighbours asked for.
 */
export function nearestAmong(table: Table, others: Table, count: number): Neighbours {
  checkCount('count', count)
  checkCount('number of other rows', others.rows, count)
  checkCount('number of columns', others.columns, table.columns)
  const best = emptyNeighbours(table.rows, count)
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < others.rows; j++) {
      insert(best, i, j, squaredDistance(table, i, others, j, worst(best, i)))
    }
  }
  return rooted(best)
}

const emptyNeighbours = (rows: number, count: number): Neighbours => ({
  count,
  indices: new Int32Array(rows * count),
  distances: new Float64Array(rows * count).fill(Number.POSITIVE_INFINITY),
})

const rooted = (best: Neighbours): Neighbours => ({
  ...best,
  distances: best.distances.map(Math.sqrt),
})

const worst = ({ count, distances }: Neighbours, row: number): number =>
  distances[(row + 1) * count - 1]!

/** Once above `bound` the sum goes no further. */
function squaredDistance(a: Table, i: number, b: Table, j: number, bound: number): number {
  const [x, y] = [i * a.columns, j * b.columns]
  let sum = 0
  for (let c = 0; c < a.columns && sum <= bound; c++) {
    const difference = a.values[x + c]! - b.values[y + c]!
    sum += difference * difference
  }
  return sum
}

function insert(
  { count, indices, distances }: Neighbours,
  row: number,
  other: number,
  square: number,
) {
  const last = (row + 1) * count - 1
  if (!(square < distances[last]!)) return
  let place = last
  for (; place > row * count && distances[place - 1]! > square; place--) {
    distances[place] = distances[place - 1]!
    indices[place] = indices[place - 1]!
  }
  distances[place] = square
  indices[place] = other
}
