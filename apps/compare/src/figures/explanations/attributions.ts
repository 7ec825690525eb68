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

/** Indices of the features, those first whose attributions for an output are largest on the mean. */
export function byImportance(attribution: Attribution, output: number): number[] {
  const sizes = new Array<number>(attribution.shape[1]).fill(0)
  for (let row = 0; row < attribution.shape[0]; row++) {
    attributionsOf(attribution, row, output).forEach((value, feature) => {
      sizes[feature]! += Math.abs(value)
    })
  }
  return sizes.map((_, feature) => feature).sort((a, b) => sizes[b]! - sizes[a]!)
}
