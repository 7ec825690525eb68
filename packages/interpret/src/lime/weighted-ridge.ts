import { OptionError } from '@parallax-ml/core'
import { cholesky } from '../cholesky.js'
import { type Matrix, rowOf } from '../matrix.js'

/** A linear model of every output. */
export interface Ridge {
  /** `[features, outputs]`. */
  readonly coefficients: Float64Array
  /** `[outputs]`, as the following. */
  readonly intercepts: Float64Array
  /** What it says of the first sample. */
  readonly first: Float64Array
  /** Weighted R²: 1 less the weighted squares of its errors over those about the weighted mean. */
  readonly r2: Float64Array
}

/**
 * Minimises Σ w (y − a − b·x)² + ridge · |b|², with a penalty above 0.
 * @throws {OptionError} if the penalty is too small for features that hang together.
 */
export function weightedRidge(x: Matrix, y: Matrix, weights: Float64Array, ridge: number): Ridge {
  const { rows, columns: features } = x
  const outputs = y.columns
  const meanX = weightedMeans(x, weights)
  const meanY = weightedMeans(y, weights)
  const matrix = new Float64Array(features * features)
  const right = Array.from({ length: outputs }, () => new Float64Array(features))
  for (let r = 0; r < rows; r++) {
    const centred = rowOf(x, r).map((value, i) => value - meanX[i]!)
    const answers = rowOf(y, r)
    for (let i = 0; i < features; i++) {
      const weighted = weights[r]! * centred[i]!
      for (let j = 0; j < features; j++) matrix[i * features + j]! += weighted * centred[j]!
      for (let o = 0; o < outputs; o++) right[o]![i]! += weighted * (answers[o]! - meanY[o]!)
    }
  }
  for (let i = 0; i < features; i++) matrix[i * features + i]! += ridge
  const factored = factor(matrix, features)
  const slopes = right.map((b) => factored.solve(b))
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0)
  const say = (o: number, r: number): number =>
    rowOf(x, r).reduce((sum, value, i) => sum + slopes[o]![i]! * (value - meanX[i]!), meanY[o]!)
  const perOutput = (of: (o: number) => number) =>
    Float64Array.from({ length: outputs }, (_, o) => of(o))
  return {
    coefficients: Float64Array.from(
      { length: features * outputs },
      (_, i) => slopes[i % outputs]![Math.floor(i / outputs)]!,
    ),
    intercepts: perOutput((o) =>
      slopes[o]!.reduce((sum, slope, i) => sum - slope * meanX[i]!, meanY[o]!),
    ),
    first: perOutput((o) => say(o, 0)),
    r2: perOutput((o) => {
      let [errors, total] = [0, 0]
      for (let r = 0; r < rows; r++) {
        const answer = y.values[r * outputs + o]!
        errors += weights[r]! * (answer - say(o, r)) ** 2
        total += weights[r]! * (answer - meanY[o]!) ** 2
      }
      // Of answers that are all the same, what differs is rounding.
      return total <= 1e-24 * totalWeight * meanY[o]! ** 2 ? 1 : 1 - errors / total
    }),
  }
}

function factor(matrix: Float64Array, features: number) {
  const factored = cholesky(matrix, features)
  if (factored !== undefined) return factored
  throw new OptionError({
    where: 'option ridge',
    problem: 'it is too small for features that hang together as these do',
    hint: 'Raise it, or draw more samples.',
  })
}

function weightedMeans({ columns, values }: Matrix, weights: Float64Array): Float64Array {
  const sums = new Float64Array(columns)
  values.forEach((value, i) => {
    sums[i % columns]! += weights[Math.floor(i / columns)]! * value
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return sums.map((sum) => sum / total)
}
