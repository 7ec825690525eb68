import type { Attribution } from '@parallax-ml/interpret'

/** The attributions of one row for one output, `[features]`. */
export function attributionsOf(
  { shape, values }: Attribution,
  row: number,
  output: number,
): number[] {
  const [, features, outputs] = shape
  return Array.from(
    { length: features },
    (_, feature) => values[(row * features + feature) * outputs + output]!,
  )
}

/** What the model said of a row. */
export const predictionOf = (
  { predictions, shape }: Attribution,
  row: number,
  output: number,
): number => predictions[row * shape[2] + output]!

/** The output that the model answers a row with: the largest. */
export function answeredOutput({ predictions, shape }: Attribution, row: number): number {
  const answers = predictions.slice(row * shape[2], (row + 1) * shape[2])
  return answers.indexOf(Math.max(...answers))
}

/** A row of features. */
export const rowOf = ({ data, shape }: Attribution, row: number): readonly number[] =>
  data.slice(row * shape[1], (row + 1) * shape[1])

/** Indices of the features, the most important on the whole first: mean size over rows and outputs. */
export function byImportance({ shape, values }: Attribution): number[] {
  const [, features, outputs] = shape
  const sizes = new Array<number>(features).fill(0)
  values.forEach((value, i) => {
    sizes[Math.floor(i / outputs) % features]! += Math.abs(value)
  })
  return sizes.map((_, feature) => feature).sort((a, b) => sizes[b]! - sizes[a]!)
}
