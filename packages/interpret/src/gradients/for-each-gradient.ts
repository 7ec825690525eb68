import { yieldToEventLoop } from '@parallax-ml/core'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { rowOf, zeros } from '../matrix.js'

/** Gradients that one call of the model gives at most, so that memory stays bounded. */
const batch = 1024

/** Points at which gradients are asked for, and what is done with them. */
export interface GradientVisit {
  readonly outputs: readonly number[]
  /** Number of points. */
  readonly points: number
  /** Writes the features of a point. */
  pointAt(index: number, features: Float64Array): void
  /** Takes the gradient of `outputs[position]` at a point, which is valid during the call alone. */
  visit(index: number, position: number, gradient: Float64Array): void
  readonly signal?: AbortSignal | undefined
}

/**
 * Differentiates some outputs at many points, in order, as batches in which every row is a point and
 * one of its outputs. Gives the number of gradients, for the count of evaluations.
 */
export async function forEachGradient(
  explained: ExplainableModel,
  { outputs, points, pointAt, visit, signal }: GradientVisit,
): Promise<number> {
  const pairs = points * outputs.length
  for (let start = 0; start < pairs; start += batch) {
    signal?.throwIfAborted()
    const size = Math.min(batch, pairs - start)
    const rows = zeros(size, explained.featureNames.length)
    const cotangents = zeros(size, explained.outputNames.length)
    for (let r = 0; r < size; r++) {
      const position = (start + r) % outputs.length
      pointAt(Math.floor((start + r) / outputs.length), rowOf(rows, r))
      rowOf(cotangents, r)[outputs[position]!] = 1
    }
    const gradients = await explained.gradients(rows, cotangents)
    for (let r = 0; r < size; r++) {
      const pair = start + r
      visit(Math.floor(pair / outputs.length), pair % outputs.length, rowOf(gradients, r))
    }
    if (start + size < pairs) await yieldToEventLoop()
  }
  return pairs
}
