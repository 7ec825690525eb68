import { OptionError } from '../../errors/parallax-error.js'
import type { Json } from '../../files/json-metadata.js'
import { exponential } from '../../math/exponential.js'
import { logarithm } from '../../math/logarithm.js'
import { randomKey, uniforms } from '../../random/draws.js'
import type { Distribution, SearchSpace } from './distributions.js'

/** Values by the names of parameters. */
export type ParameterValues = Readonly<Record<string, Json>>

/** The parameters of a trial of random search: pure functions of (seed, name, trial). */
export const drawParameters = (space: SearchSpace, seed: number, trial: number): ParameterValues =>
  Object.fromEntries(
    Object.entries(space).map(([name, distribution]) => {
      const [coarse, fine] = uniforms(randomKey(seed, `search ${name}`, trial), 2)
      return [name, valueAt(distribution, coarse! + fine! / 2 ** 24)]
    }),
  )

/** The value below which a share of the distribution lies. */
function valueAt(distribution: Distribution, share: number): Json {
  if (distribution.kind === 'choice') {
    return distribution.values[Math.floor(share * distribution.values.length)]!
  }
  const { kind, low, high } = distribution
  if (kind === 'integer') return low + Math.floor(share * (high - low + 1))
  if (kind === 'uniform') return low + share * (high - low)
  const [from, to] = [logarithm(low), logarithm(high)]
  return Math.min(high, Math.max(low, exponential(from + share * (to - from))))
}

/**
 * Every combination of the values, the last parameter's changing fastest.
 * @throws {OptionError} if a parameter has no end of values.
 */
export const gridOf = (space: SearchSpace): ParameterValues[] =>
  Object.entries(space).reduce<ParameterValues[]>(
    (combinations, [name, distribution]) => {
      const values = valuesOf(name, distribution)
      return combinations.flatMap((given) => values.map((value) => ({ ...given, [name]: value })))
    },
    [{}],
  )

function valuesOf(name: string, distribution: Distribution): readonly Json[] {
  if (distribution.kind === 'choice') return distribution.values
  const { kind, low, high } = distribution
  if (kind === 'integer') return Array.from({ length: high - low + 1 }, (_, i) => low + i)
  throw new OptionError({
    where: `search options.space.${name}`,
    problem: `a grid has no end of values of ${kind}`,
    hint: "Use choice([...]) with the values to try, or strategy: 'random'.",
  })
}
