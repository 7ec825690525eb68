import type { NamedRows, RowsLike, Tensor } from '@parallax-ml/core'
import { type Matrix, zeros } from '../matrix.js'

type Shapes = Readonly<Record<string, readonly number[]>>

/** How the inputs of a model lie one after the other in a row of features. */
export interface JoinedInputs {
  readonly names: readonly string[]
  /** The model's inputs, of rows of features. */
  split(rows: Matrix): RowsLike | NamedRows
  /** Rows of features, of what there is for every input. */
  join(parts: Readonly<Record<string, Tensor>>, rows: number): Matrix
}

/** Joins the inputs of a model to one row of features. */
export function joinedInputs(inputs: Shapes): JoinedInputs {
  const entries = Object.entries(inputs)
  const sizes = entries.map(([, shape]) => shape.reduce((product, size) => product * size, 1))
  return {
    names: entries.flatMap(([name, shape]) =>
      places(shape).map((place) =>
        entries.length > 1 ? `${name} ${place}` : shape.length === 1 ? `x${place}` : place,
      ),
    ),
    split({ rows, columns, values }) {
      if (entries.length === 1) return { shape: [rows, ...entries[0]![1]], data: values }
      let offset = 0
      const parts = entries.map(([name, shape], i) => {
        const size = sizes[i]!
        const data = new Float64Array(rows * size)
        for (let r = 0; r < rows; r++) {
          const start = r * columns + offset
          data.set(values.subarray(start, start + size), r * size)
        }
        offset += size
        return [name, { shape: [rows, ...shape], data }] as const
      })
      return Object.fromEntries(parts)
    },
    join(parts, rows) {
      const joined = zeros(
        rows,
        sizes.reduce((a, c) => a + c, 0),
      )
      let offset = 0
      for (const [i, [name]] of entries.entries()) {
        const { data } = parts[name]!
        const size = sizes[i]!
        for (let r = 0; r < rows; r++) {
          joined.values.set(data.subarray(r * size, (r + 1) * size), r * joined.columns + offset)
        }
        offset += size
      }
      return joined
    },
  }
}

/** The indices of every element of a shape, as text, row-major. */
function places(shape: readonly number[]): string[] {
  return shape.reduce<string[]>(
    (before, size) =>
      before.flatMap((place) =>
        Array.from({ length: size }, (_, i) => (place === '' ? `${i}` : `${place}, ${i}`)),
      ),
    [''],
  )
}
