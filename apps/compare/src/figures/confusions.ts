import type { Figure, HeatMapFigure } from '@parallax-ml/report'
import type { ComparisonCell } from '../runs/comparison.js'
import { count } from '../words.js'
import { firstOfTasks, nameOf } from './names.js'

/** How often each class was taken for which, over all seeds. */
export const confusionFigures = (cells: readonly ComparisonCell[]): Figure[] =>
  firstOfTasks(cells).flatMap((cell): HeatMapFigure[] => {
    const { task, backend, measured } = cell
    const counts = countsOf(cell)
    if (counts === undefined) return []
    const names = task.data(measured[0]!.run.seed).classNames!
    const totals = counts.map((row) => row.reduce((a, b) => a + b, 0))
    const others = cells.filter((other) => other.task.name === task.name && other !== cell)
    return [
      {
        kind: 'heatMap',
        title: `${nameOf(cells, task.name, backend)}: confusion`,
        see: `${worst(counts, names)} Test rows of ${count(measured.length, 'seed')}; colour is the share of the row.${agreement(counts, others)}`,
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

/** The sum over the seeds; undefined where there are no classes or no runs. */
function countsOf({ measured }: ComparisonCell): number[][] | undefined {
  const matrices = measured.flatMap(({ evidence: { confusion } }) => (confusion ? [confusion] : []))
  return matrices[0]?.map((row, i) =>
    row.map((_, j) => matrices.reduce((sum, matrix) => sum + matrix[i]![j]!, 0)),
  )
}

/** How far the counts of other backends are from these. */
const agreement = (
  counts: readonly (readonly number[])[],
  others: readonly ComparisonCell[],
): string =>
  others
    .flatMap((other) => {
      const theirs = countsOf(other)?.flat()
      if (theirs === undefined) return []
      const moved = counts.flat().reduce((sum, n, i) => sum + Math.abs(n - theirs[i]!), 0) / 2
      const said = moved === 0 ? 'counts the same' : `counts ${Math.ceil(moved)} otherwise`
      return [` ${other.backend} ${said}.`]
    })
    .join('')

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
