import type { ComparisonCell } from '../runs/comparison.js'

/** The backend is named only where there are several. */
export function nameOf(
  all: readonly { readonly backend: string }[],
  task: string,
  backend: string,
): string {
  return new Set(all.map((each) => each.backend)).size > 1 ? `${task}, ${backend}` : task
}

/**
 * For each task, its first cell with runs. Backends are to agree, so that one of them stands for
 * all where figures show what networks learned.
 */
export function firstOfTasks(cells: readonly ComparisonCell[]): ComparisonCell[] {
  const some = cells.filter(({ measured }) => measured.length > 0)
  return some.filter(
    ({ task }, i) => some.findIndex((other) => other.task.name === task.name) === i,
  )
}
