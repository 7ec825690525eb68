import { OptionError } from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { type Limits, limits } from '../explained/limits.js'

/** Options of every method that differentiates. */
export interface GradientOptions extends Limits {
  /** Indices of the outputs to explain. Default all; each costs a gradient of its own. */
  readonly outputs?: readonly number[]
}

/** The schema of {@link GradientOptions}. */
export const gradientOptions = {
  outputs: z.array(z.int().nonnegative()).min(1).optional(),
  ...limits,
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
