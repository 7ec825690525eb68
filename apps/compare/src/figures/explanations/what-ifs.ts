import type { Model } from '@parallax-ml/core'
import type { OutputSpace } from '@parallax-ml/interpret'
import { pageLayers, showNumber, type WhatIfFigure } from '@parallax-ml/report'

/** What sliders need besides the model. */
export interface WhatIfRow {
  readonly featureNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly space: OutputSpace
  /** Rows that give each slider its ends, and whose mean contributions are measured from. */
  readonly rows: readonly ArrayLike<number>[]
  /** Index of the row that the sliders start at. */
  readonly row: number
  /** What the model said of it. */
  readonly prediction: readonly number[]
  /** Features that get sliders, the most important first; the first of all by default. */
  readonly sliders?: readonly number[]
}

const mostSliders = 12

/**
 * Sliders for one row, for as many features as can be taken in at a glance; the others stay.
 *
 * @throws {UnsupportedError} if a page cannot run the model; it says which layers it can.
 */
export function whatIfFigure(model: Model, options: WhatIfRow): WhatIfFigure {
  const { featureNames, outputNames, space, rows, row, prediction } = options
  const own = rows[row]!
  const columns = featureNames.map((_, i) => rows.map((each) => each[i]!))
  const ends = columns.map((column) => [Math.min(...column), Math.max(...column)] as const)
  const means = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length)
  const varying = (options.sliders ?? featureNames.map((_, i) => i))
    .filter((i) => ends[i]![0] < ends[i]![1])
    .slice(0, mostSliders)
  const answered = prediction.indexOf(Math.max(...prediction))
  return {
    kind: 'whatIf',
    title: `What if row ${row} were otherwise`,
    see: `The network runs in this page: move a slider, or use the arrow keys on it, and the answer, now ${outputNames[answered]} (${showNumber(prediction[answered]!)}), and what contributes to it follow. Sliders end where the data do; contributions are integrated gradients from the mean row.`,
    wide: true,
    features: featureNames.map((name, i) => ({
      name,
      value: own[i]!,
      baseline: means[i]!,
      ...(varying.includes(i) && {
        min: ends[i]![0],
        max: ends[i]![1],
        ...(columns[i]!.every(Number.isInteger) && { step: 1 }),
      }),
    })),
    layers: pageLayers(model),
    outputNames,
    unit: space,
    prediction,
    predictedBy: `the ${model.backend.name} backend in ${model.precision}`,
  }
}
