import type { Tensor } from '@parallax-ml/core'
import type { LabelledRows, Recipe, Subject } from '../subject.js'

/** Of each row the probability of every class, or the one number of a regression. */
export type Answers = readonly (readonly number[])[]

/** Scores of answers: of classes accuracy and log loss, of numbers R² and mean squared error. */
export interface Scores {
  /** Accuracy or R²: higher is better. */
  readonly score: number
  /** Mean log loss, or mean squared error: lower is better. */
  readonly loss: number
}

/** Outputs of a network as answers: one output of two classes is the probability of the second. */
export function answersOf({ shape, data }: Tensor, { kind, recipe }: Subject): Answers {
  const count = shape[0]!
  const width = data.length / count
  const outputs = Array.from({ length: count }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width)),
  )
  if (kind === 'regression') return outputs
  const probabilities = givesLogits(recipe) ? outputs.map(fromLogits) : outputs
  return width === 1 ? probabilities.map(([p]) => [1 - p!, p!]) : probabilities
}

const givesLogits = ({ loss }: Recipe): boolean =>
  typeof loss === 'object' && (loss as { fromLogits?: boolean }).fromLogits === true

function fromLogits(logits: readonly number[]): number[] {
  if (logits.length === 1) return [1 / (1 + Math.exp(-logits[0]!))]
  const most = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

/** Index of the largest; the first of equals. */
export const likeliest = (probabilities: readonly number[]): number =>
  probabilities.indexOf(Math.max(...probabilities))

/** Whether each row is answered rightly. */
export const rightAnswers = (answers: Answers, y: readonly number[]): boolean[] =>
  answers.map((row, i) => likeliest(row) === y[i])

/** A probability of 0 for what is true would cost infinitely much. */
const least = 1e-7

/** Scores of answers for rows whose targets are known. */
export function scoresOf(answers: Answers, y: readonly number[], kind: Subject['kind']): Scores {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  if (kind === 'classification') {
    const score = mean(rightAnswers(answers, y).map(Number))
    return { score, loss: mean(answers.map((row, i) => -Math.log(Math.max(least, row[y[i]!]!)))) }
  }
  const center = mean(y)
  const loss = mean(answers.map(([value], i) => (value! - y[i]!) ** 2))
  return { score: 1 - loss / mean(y.map((value) => (value - center) ** 2)), loss }
}

/** Some rows, in the order of the indices. */
export const pick = ({ x, y }: LabelledRows, indices: readonly number[]): LabelledRows => ({
  x: indices.map((i) => x[i]!),
  y: indices.map((i) => y[i]!),
})
