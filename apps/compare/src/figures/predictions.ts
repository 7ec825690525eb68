import type { Figure, ScatterFigure } from '@parallax-ml/report'
import { showShare } from '../format.js'
import type { ComparisonCell } from '../runs/comparison.js'
import { firstOfTasks, nameOf } from './names.js'

/** For regressions, what the first seed's network said of each test row. */
export const predictionFigures = (cells: readonly ComparisonCell[]): Figure[] =>
  firstOfTasks(cells).flatMap(({ task, backend, measured }): ScatterFigure[] => {
    const { run, evidence } = measured[0] ?? {}
    if (run === undefined || evidence?.predictions === undefined) return []
    return [
      {
        kind: 'scatter',
        title: `${nameOf(cells, task.name, backend)}: predictions`,
        see: `On the line, the network is right; its errors are ${showShare(run.test.rootMeanSquaredError!)} in the mean square. Test rows of seed ${run.seed}.`,
        x: { label: 'target' },
        y: { label: 'predicted' },
        identity: true,
        points: evidence.predictions.map(([x, y]) => ({ x, y })),
      },
    ]
  })
