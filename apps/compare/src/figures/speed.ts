import { median } from '@parallax-ml/core'
import type { Figure, IntervalsFigure } from '@parallax-ml/report'
import { showCount, showDuration } from '../format.js'
import type { ComparisonCell } from '../runs/comparison.js'
import { nameOf } from './names.js'

/** Speed and duration of training, each seed counted. */
export function speedFigures(cells: readonly ComparisonCell[]): Figure[] {
  const some = cells.filter(({ measured }) => measured.length > 0)
  if (some.length === 0) return []
  const figure = (
    title: string,
    label: string,
    measure: 'stepsPerSecond' | 'trainMs',
    show: (value: number) => string,
  ): IntervalsFigure => {
    const rows = some.map(({ task, backend, measured }) => {
      const values = measured.map(({ run }) => run.timing[measure])
      const middle = median(values)
      return {
        label: nameOf(cells, task.name, backend),
        value: middle,
        low: Math.min(...values),
        high: Math.max(...values),
        text: show(middle),
      }
    })
    const sorted = rows.toSorted((a, b) => a.value - b.value)
    const [least, most] = [sorted[0]!, sorted.at(-1)!]
    return {
      kind: 'intervals',
      title,
      see: `From ${show(least.value)} (${least.label}) to ${show(most.value)} (${most.label}): median, and slowest to fastest seed. The first seed also warms up the engine.`,
      axis: { label, scale: 'log' },
      rows,
    }
  }
  return [
    figure('Training steps per second', 'steps per second', 'stepsPerSecond', showCount),
    figure('Time to train', 'milliseconds', 'trainMs', showDuration),
  ]
}
