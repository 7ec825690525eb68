import type { ImageGridFigure, TableFigure } from '@parallax-ml/report'
import { showShare } from '../format.js'
import type { ComparisonCell } from '../runs/comparison.js'
import type { Mistake } from '../runs/evidence.js'
import { firstOfTasks, nameOf } from './names.js'

/** Features of a row that fit into a table, and rows that are enough of one. */
const mostFeatures = 4
const mostRows = 5

/** The test rows that the first seed's network got most wrong: pictures as pictures. */
export const mistakeFigures = (
  cells: readonly ComparisonCell[],
): (ImageGridFigure | TableFigure)[] =>
  firstOfTasks(cells).flatMap((cell): (ImageGridFigure | TableFigure)[] => {
    const { run, evidence } = cell.measured[0] ?? {}
    const mistakes = evidence?.mistakes ?? []
    if (run === undefined || mistakes.length === 0) return []
    const { classNames, featureNames } = cell.task.data(run.seed)
    const named = (label: number): string => classNames![label]!
    const title = `${nameOf(cells, cell.task.name, cell.backend)}: worst mistakes`
    const { actual, predicted, confidence } = mistakes[0]!
    const see = `The test rows of seed ${run.seed} whose right class was given the least probability, worst first: “${named(actual)}” was taken for “${named(predicted)}” with a confidence of ${percent(confidence)}.`
    const { picture } = cell.task
    if (picture !== undefined) {
      const images = mistakes.map(({ row, ...mistake }) => ({
        width: picture.width,
        pixels: row.map((value) => value / picture.ink),
        caption: `${named(mistake.actual)}, taken for ${named(mistake.predicted)}`,
        detail: `${percent(mistake.confidence)} sure`,
      }))
      return [{ kind: 'imageGrid', title, see, images }]
    }
    const features = featureNames.slice(0, mostFeatures)
    const columns = [
      { title: 'actual', isText: true },
      { title: 'predicted', isText: true },
      { title: 'confidence' },
      { title: 'probability of actual' },
      ...features.map((name) => ({ title: name })),
    ]
    const rows = mistakes
      .slice(0, mostRows)
      .map((mistake) => cellsOf(mistake, named, features.length))
    return [{ kind: 'table', title, see, wide: true, columns, rows }]
  })

const cellsOf = (
  { row, actual, predicted, confidence, probabilityOfActual }: Mistake,
  named: (label: number) => string,
  features: number,
): string[] => [
  named(actual),
  named(predicted),
  percent(confidence),
  showShare(probabilityOfActual),
  ...row.slice(0, features).map((value) => String(Number(value.toPrecision(4))).replace('-', '−')),
]

const percent = (share: number): string => `${Math.round(100 * share)} %`
