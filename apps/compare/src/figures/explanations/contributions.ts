import { DataError } from '@parallax-ml/core'
import type { Attribution } from '@parallax-ml/interpret'
import {
  type BeeswarmFigure,
  type IntervalsFigure,
  showNumber,
  type WaterfallFigure,
} from '@parallax-ml/report'
import { count } from '../../words.js'
import {
  answeredOutput,
  attributionsOf,
  byImportance,
  predictionOf,
  rowOf,
} from './attributions.js'
import { answerOf, capital, methodName, showValue } from './words.js'

const mostFeatures = 12
const mostRows = 400
const mostSteps = 8

/** Every row of an attribution as a dot for every feature, for one output. */
export function contributionSwarm(attribution: Attribution, output = 0): BeeswarmFigure {
  requireOutput(attribution, output)
  const [rows, features] = attribution.shape
  // Evenly over the data, so that no class is left out where rows are sorted.
  const chosen = Array.from({ length: Math.min(rows, mostRows) }, (_, i) =>
    Math.floor((i * rows) / Math.min(rows, mostRows)),
  )
  const own = chosen.map((row) => attributionsOf(attribution, row, output))
  const data = chosen.map((row) => rowOf(attribution, row))
  const shown = byImportance(attribution, output).slice(0, mostFeatures)
  const first = attribution.featureNames[shown[0]!]!
  const some = rows > mostRows ? ` ${mostRows} of ${rows} rows are drawn, evenly taken.` : ''
  const rest =
    features > shown.length ? ` The ${shown.length} features that matter most of ${features}.` : ''
  return {
    kind: 'beeswarm',
    title: `Contributions to the ${answerOf(attribution, output)}`,
    see: `${capital(first)} moves the answer most, by ${methodName(attribution.method)}. Each dot is a row; dots at the right speak for ${attribution.outputNames[output]}. “trend” is the rank correlation of contribution and value.${rest}${some}`,
    axis: { label: `contribution to the ${answerOf(attribution, output)}` },
    color: 'value of the feature',
    rows: shown.map((feature) => ({
      label: attribution.featureNames[feature]!,
      values: own.map((values) => values[feature]!),
      colors: data.map((values) => values[feature]!),
    })),
  }
}

/** What a row and its values are called, where their numbers would say little. */
export interface RowNames {
  /** Default: the place of the row among those explained. */
  readonly name?: number
  /** The value of a feature or group. Default: its number. */
  readonly shown?: (feature: number) => string
}

/**
 * Why a row is answered as it is, the largest contributions first. Where the method promises that
 * they add up to the prediction, as a waterfall whose sum is checked; else as bars.
 */
export function rowContributions(
  attribution: Attribution,
  row: number,
  output = answeredOutput(attribution, row),
  { name = row, shown }: RowNames = {},
): WaterfallFigure | IntervalsFigure {
  requireOutput(attribution, output)
  const { base, checks, method, provenance } = attribution
  const data = rowOf(attribution, row)
  const shownOf = shown ?? ((feature: number) => showValue(data[feature]!))
  const steps = stepsOf(attribution, row, output, shownOf)
  const prediction = predictionOf(attribution, row, output)
  const answer = answerOf(attribution, output)
  const title = `Row ${name}: why ${attribution.outputNames[output]}, by ${methodName(method)}`
  const see = `The ${answer} is ${showNumber(prediction)}; ${strongest(attribution, row, output, shownOf)}. Explained on ${provenance.backend}.`
  if (base === undefined || checks.completenessGap === undefined) {
    return {
      kind: 'intervals',
      title,
      see: `${see} This method does not promise that contributions add up.`,
      axis: { label: `contribution to the ${answer}` },
      divide: 0,
      bars: true,
      rows: steps.map(({ label, value }) => ({ label, value, text: signed(value) })),
    }
  }
  return {
    kind: 'waterfall',
    title,
    see: `${see} Without the row, the answer is ${showNumber(base[output]!)}.`,
    unit: answer,
    base: { label: 'without the row', value: base[output]! },
    prediction: { label: 'this row', value: prediction },
    steps,
    gap: checks.completenessGap,
  }
}

/** The largest contributions with the values of their features, and the sum of all others. */
function stepsOf(
  attribution: Attribution,
  row: number,
  output: number,
  shownOf: (feature: number) => string,
) {
  const values = attributionsOf(attribution, row, output)
  const order = values.map((_, i) => i).sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!))
  const [shown, others] = [order.slice(0, mostSteps), order.slice(mostSteps)]
  const named = shown.map((feature) => ({
    // The value first, since long names are cut at their end.
    label: `${shownOf(feature)} = ${attribution.featureNames[feature]}`,
    value: values[feature]!,
  }))
  if (others.length === 0) return named
  const rest = others.reduce((sum, feature) => sum + values[feature]!, 0)
  return [...named, { label: count(others.length, 'other feature'), value: rest }]
}

function strongest(
  attribution: Attribution,
  row: number,
  output: number,
  shownOf: (feature: number) => string,
): string {
  const values = attributionsOf(attribution, row, output)
  const sizes = values.map(Math.abs)
  const feature = sizes.indexOf(Math.max(...sizes))
  return `${attribution.featureNames[feature]} = ${shownOf(feature)} moves it most, by ${signed(values[feature]!)}`
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${showNumber(value)}`

function requireOutput({ outputNames }: Attribution, output: number): void {
  if (outputNames[output] !== undefined) return
  throw new DataError({
    where: 'attribution',
    problem: 'it has no such output',
    expected: `0 to ${outputNames.length - 1}`,
    received: String(output),
  })
}
