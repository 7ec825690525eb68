import type { FieldFigure, Figure } from '@parallax-ml/report'
import { showShare } from '../format.js'
import type { ComparisonCell } from '../runs/comparison.js'
import { firstOfTasks, nameOf } from './names.js'

/** What networks of two features say over the whole plane, from the first seed that has a run. */
export const decisionFigures = (cells: readonly ComparisonCell[]): Figure[] =>
  firstOfTasks(cells).flatMap(({ task, backend, measured }): FieldFigure[] => {
    const { run, evidence } = measured[0] ?? {}
    if (run === undefined || evidence?.map === undefined) return []
    const { ends, columns, probabilities, points } = evidence.map
    const { featureNames, classNames } = task.data(run.seed)
    const [first, second] = classNames as [string, string]
    return [
      {
        kind: 'field',
        title: `${nameOf(cells, task.name, backend)}: decisions`,
        see: `Orange where the network says “${first}”, blue where it says “${second}”, pale where it is unsure; the line is where it changes its mind. Seed ${run.seed}, accuracy ${showShare(run.test.accuracy!)} on the points.`,
        x: { label: featureNames[0]!, domain: ends[0] },
        y: { label: featureNames[1]!, domain: ends[1] },
        value: `probability of ${second}`,
        domain: [0, 1],
        boundary: 0.5,
        columns,
        values: probabilities,
        points: byClass(points).map(({ row, label }) => ({
          x: row[0]!,
          y: row[1]!,
          group: classNames![label]!,
        })),
      },
    ]
  })

/** The first class comes first, since groups take their colours in the order that they come in. */
const byClass = <Point extends { readonly label: number }>(points: readonly Point[]): Point[] =>
  points.toSorted((a, b) => a.label - b.label)
