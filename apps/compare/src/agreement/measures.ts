import type { ModelSpec } from '@parallax-ml/core'

/** What backends are compared by. */
export type Measure = 'outputs' | 'gradients' | 'weights' | 'explanations'

/** What a figure is of, how far it may go, and why. */
export interface MeasureDefinition {
  /** As a sentence. */
  readonly meaning: string
  /** Where the bound is from, as a sentence. */
  readonly source: string
  bound(spec: ModelSpec): number
}

/** Sums over windows are added up in other orders, so convolutions get three times as much. */
export const boundOfSteps = (spec: ModelSpec): number =>
  spec.layers.some(({ type }) => /^conv/.test(type)) ? 3e-5 : 1e-5

/** Every measure, in the order of the columns. */
export const measures: Readonly<Record<Measure, MeasureDefinition>> = {
  outputs: {
    meaning:
      'Largest difference of an answer to a test row, as a share of the largest answer where that exceeds 1; of the network that native trained.',
    source:
      'The bound that activations of every layer are tested by (explanations.test.ts of the command).',
    bound: () => 1e-5,
  },
  gradients: {
    meaning:
      'Length of the difference of the gradients of the mean loss over the training rows, relative to their length; of all weights, and of each feature, the worst of them; at the weights after 20 steps in float64.',
    source: 'The bound of gradients in the conformance suite, level training.',
    bound: () => 2e-6,
  },
  weights: {
    meaning:
      'Length of the difference of all trained weights after 20 steps of each from the same first weights on the same batches, relative to their length.',
    source:
      'The bound of trained weights in the conformance suite, level training; three times as much with convolutions, whose sums over windows are added up in other orders.',
    bound: boundOfSteps,
  },
  explanations: {
    meaning:
      'Largest difference of a Shapley value or of an integrated gradient, as the report of `compare` shows them, as a share of the largest value where that exceeds 1; of the network that native trained.',
    source: 'The bound of the tests of explanations (explanations.test.ts of the command).',
    bound: () => 1e-5,
  },
}

/** Their names, in that order. */
export const measureNames = Object.keys(measures) as readonly Measure[]
