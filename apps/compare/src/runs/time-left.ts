import type { RunProgress } from './comparison.js'
import { type ComparisonPlan, seedsOf } from './plan.js'
import { workOf } from './work.js'

/** Runs of a task on a backend: how many are left, and how long those took that were made. */
interface Cell {
  readonly task: string
  readonly backend: string
  readonly work: number
  left: number
  seconds: number
  made: number
}

/**
 * Guesses from the runs so far how many seconds the others will take: from runs of the same task on
 * the same backend or, where there are none yet, by {@link workOf} from all others.
 */
export function timeLeft(
  plan: ComparisonPlan,
  now: () => number = () => performance.now() / 1000,
): (progress: RunProgress) => number | undefined {
  const cells: Cell[] = plan.tasks.flatMap((task) =>
    plan.backends.map((backend) => ({
      task: task.name,
      backend: backend.name,
      work: workOf(task, plan.epochs),
      left: seedsOf(task, plan).length,
      seconds: 0,
      made: 0,
    })),
  )
  let begun = now()
  return ({ task, backend, training, isSaved }) => {
    const at = cells.find((cell) => cell.task === task.name && cell.backend === backend)!
    if (training === undefined) {
      at.left--
      if (!isSaved) {
        at.seconds += now() - begun
        at.made++
      }
      begun = now()
      return secondsOf(cells)
    }
    const running = { ...at, left: at.left - training.step / training.steps }
    return secondsOf(cells.map((cell) => (cell === at ? running : cell)))
  }
}

function secondsOf(cells: readonly Cell[]): number | undefined {
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, c) => total + of(c), 0)
  const workMade = sum((cell) => cell.made * cell.work)
  if (workMade === 0) return undefined
  const secondsPerWork = sum((cell) => cell.seconds) / workMade
  return sum(({ left, seconds, made, work }) => {
    return left * (made > 0 ? seconds / made : work * secondsPerWork)
  })
}
