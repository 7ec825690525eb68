import { escapeHtml } from '../escape.js'
import type { Figure, FigureKind } from '../figure.js'
import { hash, source } from '../page-script/compiled.js'
import { showNumber } from '../svg/scale.js'
import type { PageLayer } from '../what-if/run-network.js'
import { type Bar, gapSentence, viewOf, type WhatIfData } from '../what-if/view.js'
import { usualTolerance, whatIfSchema } from './what-if-schema.js'

/** A number of the row, and the slider that moves it. */
export interface WhatIfFeature {
  readonly name: string
  readonly value: number
  /** What contributions are measured from. */
  readonly baseline: number
  /** Ends of the slider; without them the number stays as it is. */
  readonly min?: number
  readonly max?: number
  /** Distance between the places of the slider. Default: any. */
  readonly step?: number
}

/**
 * Sliders for one row. The network runs in the page itself, and what it says, and why, follows
 * them. It is compared with what the model said of the row, in Node and again in the page.
 */
export interface WhatIfFigure extends Figure {
  readonly kind: 'whatIf'
  /** Every number of the row, in the order of the network's input. */
  readonly features: readonly WhatIfFeature[]
  readonly layers: readonly PageLayer[]
  readonly outputNames: readonly string[]
  /** What the outputs are, for example `probability`. */
  readonly unit: string
  /** What the model said of the row. */
  readonly prediction: readonly number[]
  /** Who said so, for example `the native backend in float32`. */
  readonly predictedBy: string
  /**
   * The largest difference from `prediction` that is still the same network. Default 1e-4, times the
   * largest prediction where that exceeds 1.
   */
  readonly tolerance?: number
  /** The output that is explained at first. Default: the largest. */
  readonly output?: number
}

/** Draws {@link WhatIfFigure}; its attributions are integrated gradients. */
export const whatIf: FigureKind<WhatIfFigure> = {
  kind: 'whatIf',
  schema: whatIfSchema,
  script: { source, hash },
  draw(figure) {
    const { features, outputNames, unit } = figure
    const data = dataOf(figure)
    const output = explained(figure)
    const view = viewOf(data, data.row, output)
    const outputs = outputNames.map(
      (name, i) => `<li data-output="${i}">${nameSpan(name)}${track(view.outputs[i]!)}</li>`,
    )
    const order = features
      .map((_, i) => i)
      .sort((a, b) => Number(isFixed(features[a]!)) - Number(isFixed(features[b]!)))
    const sliders = order.map((i) => {
      const feature = features[i]!
      return `<li data-feature="${i}">${nameSpan(feature.name)}${slider(feature, i)}<output>${escapeHtml(String(Number(feature.value.toPrecision(4))).replace('-', '−'))}</output>${track(view.contributions[i]!)}</li>`
    })
    return `<div class="what-if" data-what-if="${escapeHtml(JSON.stringify(data))}">
<p class="part">What it says: ${escapeHtml(unit)}</p>
<ul class="outputs" aria-live="polite">${outputs.join('')}</ul>
<p class="part">Why: contribution to ${choice(outputNames, output)}</p>
<ul class="sliders">${sliders.join('')}</ul>
<p><button type="button" disabled>Back to the row as it is</button></p>
<p class="checks"><span data-sum>${escapeHtml(view.sum)}</span> <span data-gap>${escapeHtml(gapSentence(data, 'what this page runs'))}</span></p>
</div>`
  },
  describe(figure) {
    const { features, outputNames, unit, predictedBy } = figure
    const data = dataOf(figure)
    const output = explained(figure)
    const view = viewOf(data, data.row, output)
    const row = features.map(({ name, value, min, max }, i) => {
      const range =
        min === undefined || max === undefined
          ? 'fixed'
          : `from ${showNumber(min)} to ${showNumber(max)}`
      return `${name} ${showNumber(value)} (${range}), contribution ${view.contributions[i]!.text}`
    })
    const said = outputNames.map((name, i) => `${name} ${view.outputs[i]!.text}`)
    return `The row as ${predictedBy} saw it. ${unit}: ${said.join(', ')}. Contributions to ${outputNames[output]}: ${row.join('; ')}. ${view.sum}`
  },
  data(figure) {
    const data = dataOf(figure)
    const view = viewOf(data, data.row, explained(figure))
    return {
      columns: ['what', 'name', 'value', 'baseline', 'min', 'max', 'contribution'],
      rows: [
        ...figure.features.map(({ name, value, baseline, min, max }, i) => [
          'feature',
          name,
          value,
          baseline,
          min ?? '',
          max ?? '',
          view.contributions[i]!.text,
        ]),
        ...figure.outputNames.map((name, i) => [
          'output',
          name,
          figure.prediction[i]!,
          '',
          '',
          '',
          '',
        ]),
      ],
    }
  },
}

const explained = ({ output, prediction }: WhatIfFigure): number =>
  output ?? prediction.indexOf(Math.max(...prediction))

const isFixed = ({ min, max }: WhatIfFeature): boolean => min === undefined || max === undefined

function dataOf(figure: WhatIfFigure): WhatIfData {
  const { features, layers, prediction, predictedBy } = figure
  const { tolerance = usualTolerance(prediction) } = figure
  const isShares = prediction.every((value) => value >= 0 && value <= 1)
  const size = Math.max(...prediction.map(Math.abs)) || 1
  return {
    layers,
    row: features.map(({ value }) => value),
    baseline: features.map(({ baseline }) => baseline),
    prediction,
    predictedBy,
    tolerance,
    domain: isShares ? [0, 1] : [-1.5 * size, 1.5 * size],
  }
}

const nameSpan = (name: string): string => `<span class="name">${escapeHtml(name)}</span>`

function slider(feature: WhatIfFeature, index: number): string {
  const { name, value, min, max, step = 'any' } = feature
  if (min === undefined || max === undefined) return '<span class="fixed">stays as it is</span>'
  return `<input type="range" name="${index}" aria-label="${escapeHtml(name)}" min="${min}" max="${max}" step="${step}" value="${value}" autocomplete="off" disabled>`
}

const track = ({ text, bar }: { readonly text: string; readonly bar: Bar }): string =>
  `<span class="track" aria-hidden="true"><span class="${bar.isNegative ? 'minus' : ''}" style="left:${bar.left}%;width:${bar.width}%"></span></span><span class="value">${escapeHtml(text)}</span>`

function choice(names: readonly string[], chosen: number): string {
  if (names.length === 1) return escapeHtml(names[0]!)
  const options = names.map(
    (name, i) =>
      `<option value="${i}"${i === chosen ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  )
  return `<select aria-label="Output that is explained" autocomplete="off" disabled>${options.join('')}</select>`
}
