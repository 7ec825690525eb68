import { isSumMetric } from '../../metrics/definition.js'
import { byOutput, type Objective } from '../../training/objective.js'
import type { FitOptions } from '../../training/options.js'

/**
 * The metrics that training steps can have: all but those that need every row at once, which only an
 * evaluation has.
 */
export const trainingMetrics = (
  objective: Objective,
  { metrics, weightedMetrics }: Pick<FitOptions, 'metrics' | 'weightedMetrics'>,
): Pick<FitOptions, 'metrics' | 'weightedMetrics'> => ({
  metrics: ofSums(objective, 'metrics', metrics),
  weightedMetrics: ofSums(objective, 'weightedMetrics', weightedMetrics),
})

function ofSums(
  { outputs }: Objective,
  option: 'metrics' | 'weightedMetrics',
  choices: FitOptions['metrics'],
): NonNullable<FitOptions['metrics']> {
  const chosen = byOutput(option, choices ?? [], Object.keys(outputs)) as Record<string, never[]>
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { metrics }]) => {
      const own = metrics.filter(({ weighted }) => weighted === (option === 'weightedMetrics'))
      const keeps = (_: unknown, i: number): boolean => isSumMetric(own[i]!.definition)
      return [name, (chosen[name] ?? []).filter(keeps)]
    }),
  )
}
