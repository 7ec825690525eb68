import { UnsupportedError } from '@parallax-ml/core'
import { type Figure, networkFigure, type Report, type Section } from '@parallax-ml/report'
import { rankAgreement } from '../figures/explanations/agreements.js'
import { contributionSwarm, rowContributions } from '../figures/explanations/contributions.js'
import { counterfactualTable } from '../figures/explanations/counterfactuals.js'
import { dependenceFigure } from '../figures/explanations/dependences.js'
import { faithfulnessFigures } from '../figures/explanations/faithfulness.js'
import { importanceForests } from '../figures/explanations/importances.js'
import { rulesTable } from '../figures/explanations/rules.js'
import { depthFigure, surrogateFigure } from '../figures/explanations/surrogates.js'
import { whatIfFigure } from '../figures/explanations/what-ifs.js'
import { methodName } from '../figures/explanations/words.js'
import { listOf } from '../words.js'
import type { RowExplanation } from './one-row.js'
import type { Overview } from './overview.js'
import { shownValue } from './shown-value.js'
import type { ExplainedSubject } from './subject.js'

interface Files {
  readonly modelPath: string
  readonly dataPath: string
}

/** An overview as a page. */
export function overviewPage(
  overview: Overview,
  subject: ExplainedSubject,
  output: number,
  files: Files,
): Report {
  const { importances, attributions, agreements, faithfulness, curves, surrogate, rules, labels } =
    overview
  const { featureNames, outputNames, space, model } = subject.explained
  const names = attributions.map(({ method }) => methodName(method))
  const tree =
    surrogate === undefined
      ? []
      : [
          surrogateFigure(surrogate, { rows: subject.rows, ...(labels && { labels }) }),
          depthFigure(surrogate),
          ...(rules ? [rulesTable(rules.rules, 'what the network answers')] : []),
        ]
  return {
    title: `What ${files.modelPath} rests on`,
    subtitle: subtitleOf(subject, files),
    summary: importances[0] ? leading(importances[0]) : 'No method was asked for.',
    sections: [
      section('What matters', [
        ...importanceForests(importances),
        ...(attributions[0] ? [contributionSwarm(attributions[0], output)] : []),
      ]),
      section(
        'How the answer goes with each feature',
        curves.map(({ partial, accumulated }) =>
          dependenceFigure(accumulated ? [partial, accumulated] : [partial], output),
        ),
      ),
      section('A tree that imitates it', tree),
      section(
        'Whether methods agree',
        agreements.length > 0 ? [rankAgreement(names, agreements)] : [],
      ),
      section(
        'Whether they are faithful',
        faithfulnessFigures(faithfulness, `${space} of the answer`),
      ),
      section('The network', [
        networkFigure(model, { title: 'The network', featureNames, outputNames }),
      ]),
    ].filter(({ figures }) => figures.length > 0),
  }
}

/** The explanation of a row as a page. */
export function rowPage(
  { row, output, attributions, agreements, activations, counterfactual }: RowExplanation,
  subject: ExplainedSubject,
  files: Files,
): Report {
  const { outputNames } = subject.explained
  const names = attributions.map(({ method }) => methodName(method))
  const sliders = whatIf(subject, row, attributions[0]!.predictions)
  return {
    title: `Why row ${row} is answered so`,
    subtitle: subtitleOf(subject, files),
    summary: `What speaks for ${outputNames[output]} and against it, by ${listOf(names)}.`,
    sections: [
      section(
        'What contributes',
        attributions.map((one) =>
          rowContributions(one, 0, output, {
            name: row,
            shown: (feature) => shownValue(subject, row, one.featureNames[feature]!),
          }),
        ),
      ),
      {
        ...section('What would change the answer', [
          ...(counterfactual ? [counterfactualTable(counterfactual)] : []),
          ...('figure' in sliders ? [sliders.figure] : []),
        ]),
        ...('refused' in sliders && { text: [sliders.refused] }),
      },
      section(
        'Whether methods agree',
        agreements.length > 0 ? [rankAgreement(names, agreements)] : [],
      ),
      section('What every unit says', [networkOf(subject, row, activations)]),
    ].filter(({ figures, text }: Section) => figures!.length > 0 || text !== undefined),
  }
}

/** The network with what the units of its dense layers say of the row. */
function networkOf(
  { explained: { model, featureNames, outputNames } }: ExplainedSubject,
  row: number,
  activations: RowExplanation['activations'],
): Figure {
  const isDense = (name: string): boolean =>
    name === 'input' ||
    model.spec.layers.some((layer) => layer.name === name && layer.type === 'dense')
  return networkFigure(model, {
    title: `The network and row ${row}`,
    featureNames,
    outputNames,
    activations: Object.fromEntries(Object.entries(activations).filter(([name]) => isDense(name))),
  })
}

/** Sliders, where a page can run the network; else why not. */
function whatIf(
  { explained, rows }: ExplainedSubject,
  row: number,
  prediction: readonly number[],
): { readonly figure: Figure } | { readonly refused: string } {
  const { featureNames, outputNames, space } = explained
  try {
    const about = { featureNames, outputNames, space, rows, row, prediction }
    return { figure: whatIfFigure(explained.model, about) }
  } catch (error) {
    if (error instanceof UnsupportedError) return { refused: `No sliders: ${error.message}` }
    throw error
  }
}

const section = (title: string, figures: readonly Figure[]) => ({ title, figures })

const subtitleOf = ({ explained }: ExplainedSubject, { modelPath, dataPath }: Files): string => {
  const { backend, precision } = explained.provenance
  return `${modelPath} on ${dataPath}, run by ${backend} in ${precision}`
}

function leading({
  names,
  values,
}: {
  names: readonly string[]
  values: readonly number[]
}): string {
  const order = names.map((_, i) => i).sort((a, b) => values[b]! - values[a]!)
  const [most, ...next] = order.slice(0, 3).map((i) => names[i]!)
  return `${most} counts most${next.length > 0 ? `, then ${listOf(next)}` : ''}.`
}
