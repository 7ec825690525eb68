import { baselineProtocol } from './baselines.js'
import type { ComparisonPlan } from './comparison.js'
import { measuringProtocol } from './measure.js'
import { summaryProtocol } from './summary.js'

/** How the numbers of a comparison are made, as paragraphs. */
export function protocolOf({ tasks, backends, seeds, epochs }: ComparisonPlan): string {
  const names = backends.map(({ name }) => name).join(', ')
  return [
    `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${showSeeds(seeds)} on ${names}.${epochs === undefined ? '' : ` Epochs were set to ${epochs} for every task, instead of the number given below.`}`,
    ...tasks.map(({ name, description }) => `${name}: ${description}`),
    measuringProtocol,
    summaryProtocol,
    baselineProtocol,
  ].join('\n')
}

function showSeeds(seeds: readonly number[]): string {
  const isRange = seeds.length > 2 && seeds.every((seed, i) => seed === seeds[0]! + i)
  return isRange ? `${seeds[0]} to ${seeds.at(-1)}` : seeds.join(', ')
}
