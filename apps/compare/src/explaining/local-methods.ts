import {
  type Attribution,
  exactShapley,
  expectedGradients,
  inputTimesGradient,
  integratedGradients,
  kernelShap,
  lime,
  occlusion,
  permutationShapley,
} from '@parallax-ml/interpret'
import { grouped } from './grouped.js'
import { type ExplainedSubject, playerCount } from './subject.js'

/** A way to say how much every feature of a row counted. */
export interface LocalMethod {
  readonly name: string
  /** For the help. */
  readonly about: string
  explain(
    subject: ExplainedSubject,
    rows: readonly (readonly number[])[],
    signal: AbortSignal | undefined,
  ): Promise<Attribution>
}

/** All coalitions of more are too many to ask for. */
const mostExact = 10

const optional = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

const meanOf = (rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)

/** The methods that the command line knows, the usual ones first. */
export const localMethods: readonly LocalMethod[] = [
  {
    name: 'shapley',
    about: 'Shapley values, exact of up to 10 features, else by sampled orders with errors',
    explain: (subject, rows, signal) => {
      const { explained, groups, background, seed } = subject
      const options = { background, groups, ...optional(signal) }
      return playerCount(subject) <= mostExact
        ? exactShapley(explained, rows, options)
        : permutationShapley(explained, rows, { ...options, seed })
    },
  },
  {
    name: 'integrated-gradients',
    about: 'the gradient along the way from the mean row',
    explain: async ({ explained, groups, background }, rows, signal) =>
      grouped(
        await integratedGradients(explained, rows, {
          baseline: { mean: background },
          ...optional(signal),
        }),
        groups,
      ),
  },
  {
    name: 'lime',
    about: 'a linear model of the neighbourhood',
    explain: ({ explained, groups, rows: background, seed }, rows, signal) =>
      lime(explained, rows, { groups, background, seed, ...optional(signal) }),
  },
  {
    name: 'kernel-shap',
    about: 'Shapley values by weighted least squares over sampled coalitions',
    explain: ({ explained, groups, background, seed }, rows, signal) =>
      kernelShap(explained, rows, { background, groups, seed, ...optional(signal) }),
  },
  {
    name: 'expected-gradients',
    about: 'gradients along the ways from many rows',
    explain: async ({ explained, groups, background, seed }, rows, signal) =>
      grouped(
        await expectedGradients(explained, rows, { background, seed, ...optional(signal) }),
        groups,
      ),
  },
  {
    name: 'input-x-gradient',
    about: 'the value times the gradient at the row itself',
    explain: async ({ explained, groups }, rows, signal) =>
      grouped(await inputTimesGradient(explained, rows, optional(signal)), groups),
  },
  {
    name: 'occlusion',
    about: 'what changes when a feature becomes its mean',
    explain: ({ explained, groups, background }, rows, signal) =>
      occlusion(explained, rows, { groups, fill: meanOf(background), ...optional(signal) }),
  },
]

/** Those that are used where none are named. */
export const usualMethods: readonly string[] = ['shapley', 'integrated-gradients', 'lime']

/** A method by the name that the command line has checked. */
export const localMethodOf = (name: string): LocalMethod =>
  localMethods.find((method) => method.name === name)!
