import type { Attribution, Counterfactual, Importance } from '@parallax-ml/interpret'
import { methodName, showValue } from '../figures/explanations/words.js'
import { textTable } from '../text-table.js'
import { count, listOf } from '../words.js'
import type { RowExplanation } from './one-row.js'
import type { Overview } from './overview.js'
import { shownValue } from './shown-value.js'
import type { ExplainedSubject } from './subject.js'

const mostShown = 20

/** An overview in words and tables. */
export function overviewText(overview: Overview, subject: ExplainedSubject): string {
  const { importances, attributions, surrogate, rules } = overview
  const parts = [
    headline(subject, `What its answers to ${count(subject.rows.length, 'row')} rest on`),
    importanceTable(importances),
    [...importances.map(checkLine), ...agreementLines(overview)].join('\n'),
  ]
  if (surrogate !== undefined) {
    const { value, low, high, rows, measure } = surrogate.fidelity
    const said =
      measure === 'agreement'
        ? `answers as it does on ${percent(value)} (${percent(low)} to ${percent(high)}) of ${count(rows, 'row')} that the tree was not made of`
        : `has an R² of ${showValue(value)} (${showValue(low)} to ${showValue(high)}) on ${count(rows, 'row')} that it was not made of`
    const listed = rules?.rules
      .filter(({ support }) => support > 0)
      .map(
        ({ text, coverage, precision }) =>
          `  ${text}: ${percent(coverage)} of the rows, ${percent(precision!)} of them answered so`,
      )
    parts.push([`A tree of depth ${surrogate.depth} ${said}.`, ...(listed ?? [])].join('\n'))
  }
  if (attributions.length === 0) parts.push('No method was asked for.')
  return `${parts.join('\n\n')}\n`
}

/** The explanation of a row in words and tables. */
export function rowText(found: RowExplanation, subject: ExplainedSubject): string {
  const { row, output, attributions, counterfactual } = found
  const { outputNames } = subject.explained
  const [first] = attributions as [Attribution]
  const answers = outputNames.map((name, i) => `${name} ${showValue(first.predictions[i]!)}`)
  const parts = [
    headline(subject, `Row ${row} is answered ${listOf(answers)}`),
    `What speaks for ${outputNames[output]}, and against it:\n${contributionTable(attributions, output, (feature) => shownValue(subject, row, feature))}`,
    [...attributions.map((one) => sumLine(one, output)), ...agreementLines(found)].join('\n'),
  ]
  if (counterfactual !== undefined) parts.push(counterfactualText(counterfactual))
  return `${parts.join('\n\n')}\n`
}

const headline = ({ explained }: ExplainedSubject, text: string): string => {
  const { backend, precision } = explained.provenance
  return `${text} (${explained.space === 'value' ? 'values' : 'probabilities'}, ${backend} in ${precision}).`
}

function importanceTable(importances: readonly Importance[]): string {
  const [first] = importances
  if (first === undefined) return ''
  const order = first.names.map((_, i) => i).sort((a, b) => first.values[b]! - first.values[a]!)
  const rows = order.slice(0, mostShown).map((i) => [
    first.names[i]!,
    ...importances.map(({ names, values, standardErrors }) => {
      const at = names.indexOf(first.names[i]!)
      if (at < 0) return ''
      const error = standardErrors?.[at]
      return error === undefined
        ? showValue(values[at]!)
        : `${showValue(values[at]!)} ± ${showValue(2 * error)}`
    }),
  ])
  const hidden = order.length - rows.length
  const rest = hidden > 0 ? `\n… and ${count(hidden, 'feature')} more; --json has all.` : ''
  return `${textTable([['feature', ...importances.map(columnName)], ...rows])}${rest}`
}

const columnName = ({ method, score }: Importance): string =>
  method === 'permutationImportance' ? `permuted: ${score}` : `mean |${methodName(method)}|`

function contributionTable(
  attributions: readonly Attribution[],
  output: number,
  shownOf: (feature: string) => string,
): string {
  const [first] = attributions as [Attribution]
  const value = ({ values, shape }: Attribution, feature: number): number =>
    values[feature * shape[2] + output]!
  const order = first.featureNames
    .map((_, i) => i)
    .sort((a, b) => Math.abs(value(first, b)) - Math.abs(value(first, a)))
  const rows = order
    .slice(0, mostShown)
    .map((i) => [
      `${first.featureNames[i]} = ${shownOf(first.featureNames[i]!)}`,
      ...attributions.map((one) => showValue(value(one, i))),
    ])
  return textTable([['', ...attributions.map(({ method }) => methodName(method))], ...rows])
}

const checkLine = ({ method, checks }: Importance): string => {
  const { evaluations, completenessGap } = checks
  const gap =
    completenessGap === undefined
      ? ''
      : `; contributions add up to within ${showGap(completenessGap)}`
  return `${methodName(method)}: ${count(evaluations, 'answer')} asked for${gap}.`
}

function sumLine(
  { method, base, predictions, values, shape, checks, localModel }: Attribution,
  output: number,
): string {
  if (localModel !== undefined) {
    return `${methodName(method)}: its linear model has a weighted R² of ${showValue(localModel.weightedR2[output]!)} nearby.`
  }
  if (base === undefined)
    return `${methodName(method)}: its contributions need not add up to anything.`
  const sum = Array.from({ length: shape[1] }, (_, f) => values[f * shape[2] + output]!).reduce(
    (a, b) => a + b,
    0,
  )
  const gap = Math.abs(predictions[output]! - base[output]! - sum)
  const steps = checks.steps === undefined ? '' : ` in ${checks.steps} steps`
  return `${methodName(method)}: ${showValue(base[output]!)} without the row, plus ${showValue(sum)}, is ${showValue(predictions[output]!)}; off by ${showGap(gap)}${steps}.`
}

const agreementLines = ({
  agreements,
  attributions,
}: Pick<Overview, 'agreements' | 'attributions'>): string[] =>
  agreements.map(({ first, second, verdict, spearman, top }) => {
    const [a, b] = [first, second].map((i) => methodName(attributions[i]!.method))
    const rank = spearman === undefined ? '' : `, rank correlation ${showValue(spearman)}`
    return `${a} and ${b}: ${verdict}${rank}, ${percent(top.feature)} of the ${top.size} strongest in common.`
  })

function counterfactualText({
  found,
  featureNames,
  outputNames,
  target,
  row,
}: Counterfactual): string {
  const goal = outputNames[target] ?? `not ${outputNames[0]}`
  if (found.length === 0) return `No change within reach of the rows makes it ${goal}.`
  const lines = found.map(({ row: next, changed, prediction }) => {
    const changes = changed.map(
      (i) => `${featureNames[i]} ${showValue(next[i]!)} instead of ${showValue(row[i]!)}`,
    )
    const answer = prediction[target] === undefined ? '' : ` (${showValue(prediction[target])})`
    return `  ${listOf(changes)}${answer}`
  })
  return `It would be ${goal} with\n${lines.join('\n')}`
}

/** Two digits, in the shorter way to write them. */
const showGap = (gap: number): string => String(Number(gap.toPrecision(2)))

const percent = (value: number): string => `${Number((100 * value).toFixed(1))} %`
