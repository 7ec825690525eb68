import type { RunFacts } from '../../training/callbacks/callback.js'
import { type BuiltTrial, checkBuilt } from './built-trial.js'
import type { ParametersOf, SearchSpace } from './distributions.js'
import { resolveTermination } from './early-termination.js'
import { signOf, valuesOfTrial } from './monitor.js'
import { parseSearch, type SearchOptions } from './options.js'
import type { ParameterValues } from './parameters.js'
import { doneTrials, planTrials } from './plan-trials.js'
import { failureOf, runTrial } from './run-trial.js'
import type { Outcome, Trial } from './trial.js'

/** What {@link search} returns: plain data. */
export interface SearchResult<Values = ParameterValues> {
  /** In order, those of an earlier call included. */
  readonly trials: readonly Trial<Values>[]
  /** The completed trial of the best score, the first of equals; absent if none was completed. */
  readonly best?: Trial<Values>
  readonly monitor: string
  /** Whether all trials are done, or the signal ended it before. */
  readonly stopped: { readonly reason: 'completed' | 'aborted'; readonly message: string }
}

/**
 * Searches the parameters of a spec and of its training, at random or on a grid, for the best score on
 * rows that were not trained on. Everything that is random follows from the seed, so that the same
 * call gives the same trials on the same backend, whether in one go or resumed by `done`. Trials that
 * choose no seed of their own share the search's, so that they differ by their parameters alone.
 *
 * The best of many scores is better than what it will be on other rows: judge it on a test set.
 *
 * @throws {OptionError} if an option is unknown or does not suit the others.
 *
 * @example
 * const { best } = await search({
 *   space: { units: integer(4, 64), learningRate: logUniform(1e-4, 1e-1) },
 *   build: ({ units, learningRate }) => ({
 *     spec: sequential({ inputShape: [4], layers: [dense({ units, activation: 'relu' }), dense({ units: 1 })] }),
 *     options: { backend: native, loss: 'meanSquaredError', epochs: 50, optimizer: { name: 'adam', learningRate } },
 *   }),
 *   data, validationData, trials: 20, earlyTermination: 'medianStopping',
 * })
 */
export async function search<const Space extends SearchSpace>(
  options: SearchOptions<Space>,
): Promise<SearchResult<ParametersOf<Space>>> {
  const parsed = parseSearch(options)
  const { monitor, signal, earlyTermination } = parsed
  const judge = earlyTermination === undefined ? undefined : resolveTermination(earlyTermination)
  const planned = planTrials(parsed)
  const done = doneTrials(parsed, planned)
  const trials: Trial[] = []
  for (const [i, parameters] of planned.entries()) {
    const trial = done.get(i + 1) ?? (await newTrial(i + 1, parameters))
    if (trial === undefined) break
    trials.push(trial)
  }
  const best = bestTrial()
  return {
    trials,
    ...(best && { best }),
    monitor,
    stopped: endOf(trials.length, planned.length),
  } as unknown as SearchResult<ParametersOf<Space>>

  /** Undefined if the signal aborted it. */
  async function newTrial(number: number, parameters: ParameterValues): Promise<Trial | undefined> {
    if (signal?.aborted) return undefined
    const outcome = await attempt(parameters)
    if (outcome === undefined) return undefined
    const trial = { trial: number, parameters, ...outcome }
    await options.onTrial?.(trial as unknown as Trial<ParametersOf<Space>>)
    return trial
  }

  async function attempt(parameters: ParameterValues): Promise<Outcome | undefined> {
    let built: BuiltTrial
    let values: RunFacts['values']
    try {
      built = parsed.build(parameters as never)
      values = valuesOfTrial(built)
    } catch (error) {
      return failureOf(error)
    }
    checkBuilt(built)
    const sign = signOf(values, monitor)
    const turned = (curve: readonly number[]) => curve.map((value) => sign * value)
    const earlier = trials.map(({ curve, status }) => ({
      curve: turned(curve),
      isCompleted: status === 'completed',
    }))
    return runTrial(
      built,
      parsed,
      judge && ((curve: readonly number[]) => judge(turned(curve), earlier)),
    )
  }

  function bestTrial(): Trial | undefined {
    const completed = trials.filter(({ status }) => status === 'completed')
    const [first] = completed
    if (first === undefined) return undefined
    // Trials of an earlier call do not tell which scores are the better ones; what they train does.
    const sign = signOf(valuesOfTrial(parsed.build(first.parameters as never)), monitor)
    return completed.reduce((best, trial) =>
      sign * trial.score! < sign * best.score! ? trial : best,
    )
  }
}

function endOf(done: number, planned: number): SearchResult['stopped'] {
  return done === planned
    ? { reason: 'completed', message: `All ${planned} trials are done.` }
    : { reason: 'aborted', message: `The signal aborted it after ${done} of ${planned} trials.` }
}
