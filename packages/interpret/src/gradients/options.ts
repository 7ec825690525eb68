import { OptionError } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'

/** Options of every method that differentiates. */
export interface GradientOptions {
  /** Indices of the outputs to explain. Default all; each costs a gradient of its own. */
  readonly outputs?: readonly number[]
  /** Ends the work between two batches, by throwing its reason. */
  readonly signal?: AbortSignal
}

/** The schema of {@link GradientOptions}. */
export const gradientOptions = {
  outputs: z.array(z.int().nonnegative()).min(1).optional(),
  signal: z.instanceof(AbortSignal).optional(),
}

/**
 * The indices of the explained outputs.
 * @throws {OptionError} if the model has no such output.
 */
export function chosenOutputs(
  { outputNames }: ExplainableModel,
  outputs: readonly number[] | undefined,
): readonly number[] {
  const bad = outputs?.find((index) => index >= outputNames.length)
  if (bad === undefined) return outputs ?? outputNames.map((_, index) => index)
  throw new OptionError({
    where: 'option outputs',
    problem: 'the model has no such output',
    expected: `0 to ${outputNames.length - 1}`,
    received: String(bad),
  })
}
