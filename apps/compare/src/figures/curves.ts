import { median } from '@parallax-ml/core'
import type { Figure, LinesFigure, Series } from '@parallax-ml/report'
import { showLoss } from '../format.js'
import type { ComparisonCell } from '../runs/comparison.js'
import { count } from '../words.js'

/** Keeps the logarithm finite. */
const leastLoss = 1e-7

/** For each task, the training loss of every seed on every backend. */
export function curveFigures(cells: readonly ComparisonCell[]): Figure[] {
  const some = cells.filter(({ measured }) => measured.length > 0)
  const tasks = [...new Set(some.map(({ task }) => task.name))]
  return tasks.map((task): LinesFigure => {
    const own = some.filter((cell) => cell.task.name === task)
    const middles = own.map(medianCurve)
    const ends = own.flatMap(({ measured }) => measured.map(({ curve }) => curve.at(-1)![1]))
    const [first, last] = [middles[0]!.points[0]![1], middles[0]!.points.at(-1)![1]]
    return {
      kind: 'lines',
      title: `${task}: training loss`,
      see: `${count(ends.length, 'run')}; the median falls from ${showLoss(first)} to ${showLoss(last)}, and the runs end between ${showLoss(Math.min(...ends))} and ${showLoss(Math.max(...ends))}.`,
      x: { label: 'epoch' },
      y: { label: 'mean loss of the epoch', scale: 'log' },
      series: [...own.flatMap(seedCurves), ...middles],
    }
  })
}

const seedCurves = ({ backend, measured }: ComparisonCell): Series[] =>
  measured.map(({ run, curve }) => ({
    name: `seed ${run.seed}, ${backend}`,
    group: backend,
    points: curve.map(([epoch, loss]) => [epoch, Math.max(loss, leastLoss)]),
  }))

/** All seeds train for the same epochs, so that their curves have the same places. */
function medianCurve({ backend, measured }: ComparisonCell): Series {
  const curves = measured.map(({ curve }) => curve)
  const points = curves[0]!.map(([epoch], i): [number, number] => [
    epoch,
    Math.max(leastLoss, median(curves.flatMap((curve) => curve[i]?.[1] ?? []))),
  ])
  return { name: `median, ${backend}`, group: backend, strong: true, points }
}
