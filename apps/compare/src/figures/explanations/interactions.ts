import { DataError } from '@parallax-ml/core'
import type { Interactions } from '@parallax-ml/interpret'
import { type HeatMapFigure, showNumber } from '@parallax-ml/report'
import { answerOf } from './words.js'

const definitions = {
  SII: 'Shapley interaction index',
  STI: 'Shapley–Taylor index',
  H2: 'Friedman’s H², the share of the joint effect that is no sum of two',
} as const

/** How much every pair of features acts together, in one row of the explanation, for one output. */
export function interactionFigure(interactions: Interactions, output = 0, row = 0): HeatMapFigure {
  const { index, shape, values, featureNames } = interactions
  const [rows, features, , outputs] = shape
  if (row >= rows || output >= outputs || features < 2) {
    throw new DataError({
      where: 'interactions',
      problem: 'there is no such row or output, or no pair',
    })
  }
  const at = (a: number, b: number): number =>
    values[((row * features + a) * features + b) * outputs + output]!
  // What a feature does alone is not asked here.
  const table = featureNames.map((_, a) => featureNames.map((_, b) => (a === b ? 0 : at(a, b))))
  const pairs = featureNames.flatMap((_, a) =>
    featureNames.slice(0, a).map((_, b) => [a, b] as const),
  )
  const sizes = pairs.map(([a, b]) => Math.abs(at(a, b)))
  const [first, second] = pairs[sizes.indexOf(Math.max(...sizes))]!
  return {
    kind: 'heatMap',
    title: `What acts together on the ${answerOf(interactions, output)}`,
    see: `${featureNames[first]} and ${featureNames[second]} interact most (${showNumber(at(first, second))}). ${definitions[index]}.`,
    rows: 'feature',
    columns: 'feature',
    rowNames: featureNames,
    columnNames: featureNames,
    values: table,
    texts: table.map((line, a) =>
      line.map((value, b) => (a === b ? '' : showNumber(Number(value.toPrecision(2))))),
    ),
    colors: index === 'H2' ? 'sequential' : 'diverging',
  }
}
