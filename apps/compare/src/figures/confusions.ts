import type { Figure, HeatMapFigure } from '@parallax-ml/report'
import type { ComparisonCell } from '../runs/comparison.js'
import { count } from '../words.js'
import { nameOf } from './scores.js'

/** How often each class was taken for which, over all seeds; tasks without mistakes have none. */
export const confusionFigures = (cells: readonly ComparisonCell[]): Figure[] =>
  cells.flatMap((cell): HeatMapFigure[] => {
    const matrices = cell.measured.flatMap(({ evidence: { confusion } }) =>
      confusion === undefined ? [] : [confusion],
    )
    if (matrices.length === 0) return []
    const { run } = cell.measured[0]!
    const names = cell.task.data(run.seed).classNames!
    const counts = names.map((_, i) =>
      names.map((_, j) => matrices.reduce((sum, matrix) => sum + matrix[i]![j]!, 0)),
    )
    const totals = counts.map((row) => row.reduce((a, b) => a + b, 0))
    return [
      {
        kind: 'heatMap',
        title: `${nameOf(cells, cell.task.name, cell.backend)}: confusion`,
        see: `${worst(counts, names)} Test rows of ${count(matrices.length, 'seed')}; colour is the share of the row.`,
        rows: 'actual',
        columns: 'predicted',
        rowNames: names,
        columnNames: names,
        values: counts.map((row, i) => row.map((value) => value / (totals[i] || 1))),
        texts: counts.map((row) => row.map((value) => (value === 0 ? '' : String(value)))),
        domain: [0, 1],
      },
    ]
  })

function worst(counts: readonly (readonly number[])[], names: readonly string[]): string {
  const pairs = counts.flatMap((row, actual) =>
    row.map((number, predicted) => ({
      number: actual === predicted ? 0 : number,
      actual,
      predicted,
    })),
  )
  const total = counts.flat().reduce((a, b) => a + b, 0)
  const wrong = pairs.reduce((sum, { number }) => sum + number, 0)
  if (wrong === 0) return `No mistake among ${total} answers.`
  const most = pairs.reduce((a, b) => (b.number > a.number ? b : a))
  return `${wrong} of ${total} answers are wrong; most often, “${names[most.actual]}” was taken for “${names[most.predicted]}” (${most.number} times).`
}
