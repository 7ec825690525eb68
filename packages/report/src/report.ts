import type { Figure } from './figure.js'
import type { BuiltInFigure } from './figures/index.js'
import type { Tone } from './tone.js'

/** A finding, as a sentence or two. */
export interface Verdict {
  readonly tone: Tone
  /** What the tone is called here. Default: better, undecided, worse, failed. */
  readonly word?: string
  /** What it is about, for example `iris on native`. */
  readonly subject: string
  readonly text: string
}

/** A part of the page under a heading of its own. */
export interface Section {
  readonly title: string
  /** Paragraphs before the figures. */
  readonly text?: readonly string[]
  readonly figures?: readonly (BuiltInFigure | Figure)[]
  /** Names and values, such as the machine and its versions. */
  readonly facts?: Readonly<Record<string, string>>
}

/** Everything that the page shows, as plain data. */
export interface Report {
  readonly title: string
  /** When and where, in a line. */
  readonly subtitle?: string
  /** The answer in a sentence or two, before everything else. */
  readonly summary?: string
  readonly verdicts?: readonly Verdict[]
  readonly sections: readonly Section[]
}
