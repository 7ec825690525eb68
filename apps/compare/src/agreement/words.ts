import { listOf } from '../words.js'
import { isWorse } from './figure.js'
import { isAgreed } from './matrix.js'
import { type Measure, measureNames } from './measures.js'
import type { PairOfTask } from './over-seeds.js'

interface Place {
  readonly task: string
  readonly pair: readonly [string, string]
  readonly value: number
}

/** The largest figure of each measure, and where it is; NaN is the largest. */
export function worstOf(pairs: readonly PairOfTask[]): string {
  const worst = (name: Measure): string => {
    const found = pairs
      .flatMap(({ task, pair, figures }) =>
        figures === undefined ? [] : [{ task, pair, value: figures[name].worst }],
      )
      .reduce<Place | undefined>(
        (a, b) => (a === undefined || isWorse(b.value, a.value) ? b : a),
        undefined,
      )
    return found === undefined
      ? `${name} of nothing`
      : `${name} ${found.value.toExponential(1)} (${found.task}, ${found.pair.join(' − ')})`
  }
  return measureNames.map(worst).join(', ')
}

const kinkNote =
  'On a kink, such as a tie in max pooling, rounding decides which slope counts: a row sits on one if float64 itself jumps as far when features and weights move by 2⁻²² of their size.'

/** What tables have no room for: what was refused, and which figures are beyond a bound on a kink. */
export function notesOf(pairs: readonly PairOfTask[]): string[] {
  const refusals = pairs.flatMap(({ task, refused }) =>
    refused === undefined ? [] : [`${task}, refused by ${refused}`],
  )
  const onKinks = pairs.flatMap(({ task, pair, figures }) =>
    measureNames.flatMap((name) => {
      const { worst, kinks } = figures?.[name] ?? {}
      if (kinks === undefined) return []
      const { rows, of, elsewhere } = kinks
      return `${task}, ${pair.join(' − ')}: ${name} ${worst!.toExponential(1)} in ${rows} of ${of} rows on a kink, ${elsewhere.toExponential(1)} in all others.`
    }),
  )
  return [...new Set(refusals), ...(onKinks.length > 0 ? [kinkNote] : []), ...onKinks]
}

/** Whether backends agree, in a sentence. */
export function agreementLine(pairs: readonly PairOfTask[]): string {
  const held = pairs.filter(({ figures }) => figures !== undefined)
  if (held.length === 0) return 'Backends were not held against each other.'
  if (!isAgreed(pairs)) {
    const beyond = held.filter((pair) => !isAgreed([pair]))
    const places = beyond.map(({ task, pair }) => `${pair.join(' and ')} on ${task}`)
    return `Backends DISAGREE: a figure is beyond its bound, of ${listOf(places)}.`
  }
  const hasKinks = held.some(({ figures }) =>
    Object.values(figures!).some(({ kinks }) => kinks !== undefined),
  )
  return `Backends agree: every difference is within its bound${hasKinks ? ', but for rows on a kink' : ''}.`
}
