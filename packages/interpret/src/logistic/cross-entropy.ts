import type { Matrix } from '../matrix.js'
import { dot } from './dot.js'
import type { Local } from './newton.js'

/** What the weights are fitted to. */
export interface LogisticData {
  /** Standardised features, `[rows, features]`. */
  readonly x: Matrix
  readonly labels: Int32Array
  /** `[rows]`; their sum divides the loss. */
  readonly weights: Float64Array
  readonly classes: number
  readonly l2: number
}

/** Logits that have weights of their own: of two classes only the second's. */
export const freeLogits = (classes: number): number => (classes === 2 ? 1 : classes)

/** Logits of one row, of a parameter vector `[logits][intercept, features]`. */
export function logitsOf(
  row: ArrayLike<number>,
  parameters: ArrayLike<number>,
  logits: Float64Array,
): void {
  const width = row.length + 1
  for (let k = 0; k < logits.length; k++) {
    let sum = parameters[k * width]!
    for (let j = 1; j < width; j++) sum += parameters[k * width + j]! * row[j - 1]!
    logits[k] = sum
  }
}

/**
 * Turns the free logits of one row into probabilities in place, and gives the logarithm of what
 * they were divided by. Of two classes, the first has logit 0.
 */
export function softmaxInPlace(logits: Float64Array): number {
  const isBinary = logits.length === 1
  let largest = isBinary ? Math.max(0, logits[0]!) : logits[0]!
  for (let k = 1; k < logits.length; k++) largest = Math.max(largest, logits[k]!)
  let total = isBinary ? Math.exp(-largest) : 0
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k]! - largest)
    total += logits[k]!
  }
  for (let k = 0; k < logits.length; k++) logits[k]! /= total
  return largest + Math.log(total)
}

/** The weighted mean of the cross-entropies, plus l2 / 2 · Σ w² (without intercepts) over Σ weights. */
export function crossEntropy(data: LogisticData, parameters: Float64Array): Local {
  const { x, labels, weights, l2 } = data
  const free = freeLogits(data.classes)
  const first = data.classes - free
  const width = x.columns + 1
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const probabilities = new Float64Array(x.rows * free)
  const gradient = penaltySlopes(parameters, width, l2)
  let value = dot(gradient, parameters) / 2
  eachRow(x, (row, r) => {
    const p = probabilities.subarray(r * free, (r + 1) * free)
    logitsOf(row, parameters, p)
    const label = labels[r]! - first
    const own = label < 0 ? 0 : p[label]!
    value += weights[r]! * (softmaxInPlace(p) - own)
    for (let k = 0; k < free; k++) {
      addRow(gradient, k * width, row, weights[r]! * (p[k]! - (k === label ? 1 : 0)))
    }
  })
  return {
    value: value / total,
    gradient: gradient.map((slope) => slope / total),
    product(vector) {
      const image = penaltySlopes(vector, width, l2)
      const u = new Float64Array(free)
      eachRow(x, (row, r) => {
        const p = probabilities.subarray(r * free, (r + 1) * free)
        logitsOf(row, vector, u)
        const mean = dot(p, u)
        for (let k = 0; k < free; k++) {
          addRow(image, k * width, row, weights[r]! * p[k]! * (u[k]! - mean))
        }
      })
      return image.map((part) => part / total)
    },
  }
}

const penaltySlopes = (parameters: Float64Array, width: number, l2: number): Float64Array =>
  parameters.map((weight, i) => (i % width === 0 ? 0 : l2 * weight))

function eachRow({ rows, columns, values }: Matrix, see: (row: Float64Array, r: number) => void) {
  for (let r = 0; r < rows; r++) see(values.subarray(r * columns, (r + 1) * columns), r)
}

function addRow(sums: Float64Array, from: number, row: Float64Array, factor: number): void {
  sums[from]! += factor
  for (let j = 0; j < row.length; j++) sums[from + 1 + j]! += factor * row[j]!
}
