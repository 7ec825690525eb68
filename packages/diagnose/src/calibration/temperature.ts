import { checkPredictions } from './top-label.js'

/** What probabilities count as at least, so that they have logarithms. */
const smallest = 1e-12
/** Where the temperature is looked for. */
const range = { low: 0.01, high: 100 }

/** Logarithms of probabilities, which are logits of them; below 1e-12 they count as 1e-12. */
export const logits = (probabilities: readonly ArrayLike<number>[]): number[][] =>
  probabilities.map((row) => Array.from(row, (p) => Math.log(Math.max(p, smallest))))

/** softmax(logits / temperature), row by row. */
export function withTemperature(
  rows: readonly ArrayLike<number>[],
  temperature: number,
): number[][] {
  return rows.map((row) => {
    const scaled = Array.from(row, (logit) => logit / temperature)
    const largest = Math.max(...scaled)
    const powers = scaled.map((logit) => Math.exp(logit - largest))
    const sum = powers.reduce((total, power) => total + power, 0)
    return powers.map((power) => power / sum)
  })
}

/**
 * The temperature that makes the log loss of softmax(logits / temperature) smallest (Guo et al., "On
 * calibration of modern neural networks", 2017): above 1 the model was too sure, below 1 not sure
 * enough. Rows of their own, not those the model was trained on. The loss is convex in 1 /
 * temperature, so its slope is bisected, from 0.01 to 100; rows that are all right, or hardly ever,
 * give one of these ends.
 *
 * @param rows of logits; probabilities go through {@link logits} first.
 * @throws {DataError} if rows or labels do not fit.
 */
export function fitTemperature(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
): number {
  checkPredictions(rows, labels, 'logits')
  let [low, high] = [Math.log(range.low), Math.log(range.high)]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (slope(rows, labels, Math.exp(middle)) > 0) high = middle
    else low = middle
  }
  return Math.exp((low + high) / 2)
}

/** Of the log loss along the temperature, up to a positive factor: > 0 where less is better. */
function slope(rows: readonly ArrayLike<number>[], labels: ArrayLike<number>, temperature: number) {
  const probabilities = withTemperature(rows, temperature)
  return rows.reduce((sum, row, i) => {
    // Differences first: of a row that is right for sure none is below 0, however it is rounded.
    const own = row[labels[i]!]!
    return sum + probabilities[i]!.reduce((total, p, k) => total + p * (own - row[k]!), 0)
  }, 0)
}
