// Runs in Node and, compiled, in the page itself; see scripts/page-script.mjs.
import { showNumber } from '../svg/show-number.js'
import { attribute, type PageLayer, runNetwork } from './run-network.js'

/** What the page keeps to run the network: in `data-what-if`, as JSON. */
export interface WhatIfData {
  readonly layers: readonly PageLayer[]
  readonly row: readonly number[]
  readonly baseline: readonly number[]
  /** What the model said of `row`. */
  readonly prediction: readonly number[]
  readonly predictedBy: string
  /** By how much the page may differ from it. */
  readonly tolerance: number
  /** Ends of the bars of the outputs. */
  readonly domain: readonly [number, number]
}

/** A bar between two ends, in percent of its room. */
export interface Bar {
  readonly left: number
  readonly width: number
  readonly isNegative: boolean
}

/** Everything that changes when a slider moves. */
export interface WhatIfView {
  readonly outputs: readonly { readonly text: string; readonly bar: Bar }[]
  readonly contributions: readonly { readonly text: string; readonly bar: Bar }[]
  readonly sum: string
}

/** What is shown for a row and the output that is explained. */
export function viewOf(data: WhatIfData, row: readonly number[], output: number): WhatIfView {
  const { layers, baseline, domain } = data
  const said = runNetwork(layers, row)
  const base = runNetwork(layers, baseline)[output]!
  const { values, gap, steps } = attribute(layers, row, baseline, output)
  const own = attribute(layers, data.row, baseline, output).values
  // Bars keep their scale while sliders move, unless one would leave it.
  const reach = Math.max(...[...own, ...values].map(Math.abs)) || 1
  return {
    outputs: said.map((value) => ({ text: showNumber(value), bar: barOf(value, domain) })),
    contributions: values.map((value) => ({
      text: `${value > 0 ? '+' : ''}${showNumber(value)}`,
      bar: barOf(value, [-reach, reach]),
    })),
    sum: `${showNumber(base)} at the baseline, with all contributions ${showNumber(said[output]!)}; ${steps} steps, off by ${showNumber(gap)}.`,
  }
}

/** The bar from 0, or the end next to it, to a value. */
function barOf(value: number, [least, most]: readonly [number, number]): Bar {
  const place = (at: number): number =>
    Math.round((1000 * (Math.min(most, Math.max(least, at)) - least)) / (most - least)) / 10
  const [from, to] = [place(0), place(value)]
  return { left: Math.min(from, to), width: Math.abs(to - from), isNegative: value < 0 }
}

/** How far what is run here is from what the model said of the first row. */
export function gapOf({ layers, row, prediction }: WhatIfData): number {
  const said = runNetwork(layers, row)
  return Math.max(...said.map((value, i) => Math.abs(value - prediction[i]!)))
}

/** The comparison as a sentence; a page that is not the model says so. */
export function gapSentence(data: WhatIfData, where: string): string {
  const gap = gapOf(data)
  const said = `For the row as it is, ${where} is off by ${showNumber(gap)} from ${data.predictedBy}`
  return gap <= data.tolerance
    ? `${said}; up to ${showNumber(data.tolerance)} is allowed.`
    : `${said}, more than the ${showNumber(data.tolerance)} that is allowed: do not trust what the sliders show.`
}
