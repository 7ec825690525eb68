import { OptionError } from '../../errors/parallax-error.js'
import type { ParsedSearch } from './options.js'
import { drawParameters, gridOf, type ParameterValues } from './parameters.js'
import type { Trial } from './trial.js'

/**
 * The parameters of every trial, in order.
 * @throws {OptionError} if a grid has no end.
 */
export function planTrials({ space, strategy, seed, trials }: ParsedSearch): ParameterValues[] {
  if (strategy === 'grid') return gridOf(space).slice(0, trials)
  return Array.from({ length: trials! }, (_, i) => drawParameters(space, seed, i + 1))
}

/**
 * Trials of an earlier call by their number.
 * @throws {OptionError} if one is not of this search.
 */
export function doneTrials(
  { done }: ParsedSearch,
  planned: readonly ParameterValues[],
): ReadonlyMap<number, Trial> {
  for (const [i, { trial, parameters }] of done.entries()) {
    const own = planned[trial - 1]
    if (own !== undefined && isSame(own, parameters)) continue
    throw new OptionError({
      where: `search options.done[${i}]`,
      problem: `trial ${trial} is of another search`,
      ...(own && { expected: JSON.stringify(own), received: JSON.stringify(parameters) }),
      hint: 'Resume with the same space, strategy, seed and at least as many trials.',
    })
  }
  return new Map(done.map((trial) => [trial.trial, trial]))
}

const isSame = (a: ParameterValues, b: ParameterValues): boolean => sorted(a) === sorted(b)

const sorted = (parameters: ParameterValues): string =>
  JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
