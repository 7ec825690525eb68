import { baselineProtocol } from './baselines/index.js'
import { agreementProtocol } from './runs/agree.js'
import { explainingProtocol } from './runs/explain-run.js'
import { measuringProtocol } from './runs/measure.js'
import { type ComparisonPlan, seedsOf } from './runs/plan.js'
import { summaryProtocol } from './summary.js'

const seedProtocol =
  'A seed moves the first weights, the order of the rows in every epoch, and dropout; where a task says so, it also chooses or draws the training and test rows. The same seed gives the same start and rows on every backend.'

/** How the numbers of a comparison are made. */
export interface Protocol {
  /** What holds for all tasks, as paragraphs. */
  readonly general: readonly string[]
  /** What each task is, by its name. */
  readonly tasks: Readonly<Record<string, string>>
}

/** How the numbers of a comparison are made. */
export function protocolOf(plan: ComparisonPlan): Protocol {
  const names = plan.backends.map(({ name }) => name).join(', ')
  const epochs =
    plan.epochs === undefined
      ? ''
      : ` Epochs were set to ${plan.epochs} for every task, instead of the number that its description gives.`
  return {
    general: [
      `On ${names}.${epochs} ${seedProtocol}`,
      ...(plan.note === undefined ? [] : [plan.note]),
      measuringProtocol,
      summaryProtocol,
      baselineProtocol,
      explainingProtocol,
      agreementProtocol,
    ],
    tasks: Object.fromEntries(
      plan.tasks.map((task) => {
        const seeds = seedsOf(task, plan)
        const used = `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${showSeeds(seeds)}.`
        return [task.name, `${task.description} ${used}`]
      }),
    ),
  }
}

function showSeeds(seeds: readonly number[]): string {
  const isRange = seeds.length > 2 && seeds.every((seed, i) => seed === seeds[0]! + i)
  return isRange ? `${seeds[0]} to ${seeds.at(-1)}` : seeds.join(', ')
}
