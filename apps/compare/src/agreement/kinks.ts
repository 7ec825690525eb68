import { createModel, randomKey, type Tensor, uniforms } from '@parallax-ml/core'
import { explainByGradients, explainedRows } from '../runs/explain-run.js'
import type { Rows, Task } from '../tasks/task.js'
import { arbiter } from './evidence.js'
import { rowsOf } from './explanations.js'

/**
 * By how much each number of some rows' integrated gradients varies in float64 where nothing but
 * rounding does, by row; absent for rows that were not asked about.
 */
export type Jumps = readonly (readonly number[] | undefined)[]

/** Relative size of what numbers are moved by: a few roundings of float32, as sums of products make. */
const nudge = 2 ** -22
const draws = 16

/**
 * Explains rows in float64 again and again, with features and weights moved by a few roundings. That
 * moves integrated gradients by next to nothing, but on a kink: the slopes of rectifiers and max
 * pooling jump where values tie, and rounding decides to which side of it a backend falls.
 *
 * @param wanted places among the explained rows.
 */
export async function jumpsOf(
  task: Task,
  weights: Readonly<Record<string, Tensor>>,
  seed: number,
  wanted: readonly number[],
): Promise<Jumps> {
  const data = task.data(seed)
  const { backend, precision } = arbiter
  // Layers that centre features lose as much of small values as of large ones.
  const sizes = data.featureNames.map((_, feature) =>
    data.train.x.reduce((largest, row) => Math.max(largest, Math.abs(row[feature]!)), 0),
  )
  const found: (readonly (readonly number[])[])[] = []
  for (let draw = 0; draw < draws; draw++) {
    const shares = sharesOf(draw, 'features', sizes.length)
    const moved = (rows: Rows['x']): number[][] =>
      rows.map((row) => row.map((value, feature) => value + sizes[feature]! * shares[feature]!))
    const near = { ...data, train: { ...data.train, x: moved(data.train.x) } }
    const rows = moved(wanted.map((r) => explainedRows(data)[r]!))
    const model = createModel(task.spec, { backend, precision, weights: nudged(weights, draw) })
    found.push(rowsOf(await explainByGradients(model, task, near, rows)))
    await model.dispose()
  }
  const jumps: (readonly number[] | undefined)[] = []
  for (const [place, r] of wanted.entries()) {
    jumps[r] = found[0]![place]!.map((_, i) => {
      const values = found.map((rows) => rows[place]![i]!)
      return Math.max(...values) - Math.min(...values)
    })
  }
  return jumps
}

const nudged = (
  weights: Readonly<Record<string, Tensor>>,
  draw: number,
): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    Object.entries(weights).map(([path, tensor]) => {
      const shares = sharesOf(draw, path, tensor.data.length)
      const data = Float64Array.from(tensor.data, (value, i) => value * (1 + shares[i]!))
      return [path, { ...tensor, data }]
    }),
  )

const sharesOf = (draw: number, purpose: string, count: number): Float64Array =>
  uniforms(randomKey(draw, `kinks of ${purpose}`), count).map((place) => nudge * (2 * place - 1))
