import { suggest } from '../../errors/nearest.js'
import { OptionError } from '../../errors/parallax-error.js'
import { architectureOf } from '../../model/architecture.js'
import { parseSpec } from '../../spec/parse-spec.js'
import type { RunFacts } from '../../training/callbacks/callback.js'
import { objectiveOf } from '../../training/objective.js'
import { valuesOf } from '../../training/plan.js'
import type { BuiltTrial } from './built-trial.js'

/**
 * The values that a trial will have, and which are the better ones.
 * @throws {SpecError} if its spec is wrong. @throws {OptionError} if its loss or metrics are.
 */
export const valuesOfTrial = ({ spec, options }: BuiltTrial): RunFacts['values'] =>
  valuesOf(objectiveOf(architectureOf(parseSpec(spec)), options), true)

/**
 * What a value is multiplied by so that lower is better.
 * @throws {OptionError} if a trial does not have it.
 */
export function signOf(values: RunFacts['values'], monitor: string): 1 | -1 {
  const better = values[monitor]
  if (better !== undefined) return better === 'lower' ? 1 : -1
  throw new OptionError({
    where: 'search options.monitor',
    problem: `there will be no '${monitor}' to go by`,
    hint: suggest(monitor, Object.keys(values)),
  })
}
