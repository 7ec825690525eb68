import type { Matrix } from '@parallax-ml/interpret'
import type { LabelledRows } from '../subject.js'
import type { Answers } from './answers.js'

/** Rows as interpret's models take them. */
export const matrixOf = (x: LabelledRows['x']): Matrix => ({
  rows: x.length,
  columns: x[0]!.length,
  values: Float64Array.from(x.flat()),
})

/** What they give, as answers. */
export const rowsOf = ({ rows, columns, values }: Matrix): Answers =>
  Array.from({ length: rows }, (_, r) =>
    Array.from(values.subarray(r * columns, (r + 1) * columns)),
  )
