import { type ComparisonPlan, type ComparisonProgress, seedsOf } from './comparison.js'
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
): (progress: ComparisonProgress) => number | undefined {
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
    const spent = now() - begun
    if (training === undefined) {
      at.left--
      begun = now()
      if (!isSaved) {
        at.seconds += spent
        at.made++
      }
      return secondsOf(cells)
    }
    const share = training.step / training.steps
    const running = {
      ...at,
      seconds: at.seconds + spent,
      made: at.made + share,
      left: at.left - share,
    }
    return secondsOf(cells.map((cell) => (cell === at ? running : cell)))
  }
}

function secondsOf(cells: readonly Cell[]): number | undefined {
  const made = cells.filter((cell) => cell.made > 0)
  // The beginning of a first run tells too little.
  if (cells.every((cell) => cell.made < 1)) return undefined
  const sum = (of: (cell: Cell) => number): number => made.reduce((total, c) => total + of(c), 0)
  const secondsPerWork = sum((cell) => cell.seconds) / sum((cell) => cell.made * cell.work)
  return cells.reduce((total, { left, seconds, made, work }) => {
    const each = made > 0 ? seconds / made : work * secondsPerWork
    return total + left * each
  }, 0)
}
