import type { Bench } from '../bench/bench.js'
import type { Finding } from '../finding.js'
import type { Subject } from '../subject.js'

/** What a check finds; its name is added. */
export type Assessment = Omit<Finding, 'id'>

/** One question about a model. */
export interface Check {
  /** As it stands in findings, and in the name of its page in the guide. */
  readonly id: string
  /** The question, for people. */
  readonly question: string
  /** Where its thresholds come from. */
  readonly thresholdSource: string
  /** Why it cannot be answered for a subject: what is missing. Undefined if it can. */
  notFor?(subject: Subject): string | undefined
  assess(bench: Bench): Promise<Assessed>
}

/** What {@link Check.assess} gives; the check's own source of thresholds is added. */
export type Assessed = Omit<Assessment, 'thresholdSource'>

/** That a question has no answer, and why. */
export const notAssessable = (question: string, text: string, n: number): Assessed => ({
  title: question,
  severity: 'not-assessable',
  text,
  statistic: 'none',
  n,
  evidence: [],
  remedies: [],
})
