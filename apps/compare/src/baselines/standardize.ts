import { mean } from '@parallax-ml/core'

/** Mean squared distance from the mean. */
export function varianceOf(values: readonly number[]): number {
  const center = mean(values)
  return mean(values.map((value) => (value - center) ** 2))
}

/** Makes rows of mean 0 and variance 1, by what the training rows show; constant features become 0. */
export function standardizer(
  x: readonly (readonly number[])[],
): (row: readonly number[]) => number[] {
  const columns = x[0]!.map((_, column) => x.map((row) => row[column]!))
  const centers = columns.map(mean)
  const deviations = columns.map((values) => Math.sqrt(varianceOf(values)))
  return (row) =>
    row.map((value, i) => (deviations[i] === 0 ? 0 : (value - centers[i]!) / deviations[i]!))
}
