import { DataError } from '@parallax-ml/core'
import type { DependenceCurve } from '@parallax-ml/interpret'
import { type DependenceFigure, type HeatMapFigure, showNumber } from '@parallax-ml/report'
import { answerOf, capital, methodName } from './words.js'

const mostRows = 50

/**
 * Curves of one feature on the same axes: partial dependence, the rows behind it, accumulated local
 * effects. Effects have mean 0, so they are moved to the mean of the partial dependence.
 *
 * @throws {DataError} if the curves are of different features, or of two.
 */
export function dependenceFigure(curves: readonly DependenceCurve[], output = 0): DependenceFigure {
  const [first] = curves as [DependenceCurve]
  const [feature] = first.features as [number]
  const isOne = curves.every(({ features }) => features.length === 1 && features[0] === feature)
  if (!isOne) {
    throw new DataError({
      where: 'dependence curves',
      problem: 'they are not all of one same feature',
    })
  }
  const main = curves.find(({ individual }) => individual) ?? first
  const partial = curves.find(({ method }) => method === 'partialDependence')
  const center = partial === undefined ? 0 : meanOf(partial, output)
  const name = first.featureNames[feature]!
  const drawn = curves.map((curve) => {
    const lift = curve.method === 'accumulatedLocalEffects' ? center : 0
    const points = curve.grid[0]!.map((x, i) => [x, valueAt(curve, i, output) + lift] as const)
    return { name: nameOf(curve, curves), points }
  })
  const values = drawn[0]!.points.map(([, y]) => y)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const moved =
    center === 0 ? '' : ' Accumulated effects are moved to the mean of the partial dependence.'
  return {
    kind: 'dependence',
    title: capital(`${answerOf(first, output)} by ${name}`),
    see: `By ${drawn[0]!.name}, the answer lies between ${showNumber(least)} and ${showNumber(most)} as ${name} varies.${spreadOf(drawn)} Where it is grey, hardly any rows lie and curves are guesswork.${moved}`,
    x: { label: name },
    y: { label: answerOf(first, output) },
    curves: drawn,
    grid: main.grid[0]!,
    ...(main.individual && { individual: rowsOf(main, output) }),
    ...(main.density && { density: main.density }),
  }
}

/** How the answer goes with two features together, as a heat map. */
export function jointDependence(curve: DependenceCurve, output = 0): HeatMapFigure {
  const [first, second] = curve.features
  if (first === undefined || second === undefined) {
    throw new DataError({ where: 'dependence curve', problem: 'it is not of two features' })
  }
  const [rows, columns] = curve.grid as [readonly number[], readonly number[]]
  const values = rows.map((_, i) =>
    columns.map((_, j) => valueAt(curve, i * columns.length + j, output)),
  )
  const all = values.flat()
  const [a, b] = [curve.featureNames[first]!, curve.featureNames[second]!]
  return {
    kind: 'heatMap',
    title: capital(`${answerOf(curve, output)} by ${a} and ${b}`),
    see: `Between ${showNumber(Math.min(...all))} and ${showNumber(Math.max(...all))}; rows that run alike mean that the two do not act together.`,
    rows: a,
    columns: b,
    rowNames: rows.map(showNumber),
    columnNames: columns.map(showNumber),
    values,
  }
}

const nameOf = (
  { method, provenance }: DependenceCurve,
  all: readonly DependenceCurve[],
): string => {
  const isShared = all.filter((other) => other.method === method).length > 1
  return isShared ? `${methodName(method)}, ${provenance.backend}` : methodName(method)
}

const valueAt = ({ values, outputNames }: DependenceCurve, point: number, output: number): number =>
  values[point * outputNames.length + output]!

/** The mean over the rows, as far as the density tells where they lie. */
function meanOf(curve: DependenceCurve, output: number): number {
  const grid = curve.grid[0]!
  const weights = curve.density ?? grid.map(() => 1 / grid.length)
  const total = weights.reduce((a, b) => a + b, 0) || 1
  return grid.reduce((sum, _, i) => sum + (weights[i]! / total) * valueAt(curve, i, output), 0)
}

/** Some of the rows, evenly taken. */
function rowsOf(
  { individual = [], grid, outputNames }: DependenceCurve,
  output: number,
): number[][] {
  const [points, outputs] = [grid[0]!.length, outputNames.length]
  const rows = individual.length / (points * outputs)
  const shown = Math.min(rows, mostRows)
  return Array.from({ length: shown }, (_, i) => {
    const row = Math.floor((i * rows) / shown)
    return Array.from(
      { length: points },
      (_, p) => individual[(row * points + p) * outputs + output]!,
    )
  })
}

/** How far the second curve is from the first at most, at the places of the second. */
function spreadOf(
  curves: readonly { name: string; points: readonly (readonly [number, number])[] }[],
): string {
  const [first, second] = curves
  if (first === undefined || second === undefined) return ''
  const apart = second.points.flatMap(([x, y]) => {
    const at = interpolated(first.points, x)
    return at === undefined ? [] : [Math.abs(at - y)]
  })
  return apart.length === 0
    ? ''
    : ` By ${second.name}, it differs by ${showNumber(Math.max(...apart))} at most.`
}

function interpolated(
  points: readonly (readonly [number, number])[],
  x: number,
): number | undefined {
  const end = points.findIndex(([place]) => place >= x)
  if (end < 0) return undefined
  const [x1, y1] = points[end]!
  if (x1 === x) return y1
  const before = points[end - 1]
  if (before === undefined) return undefined
  return before[1] + ((y1 - before[1]) * (x - before[0])) / (x1 - before[0])
}
