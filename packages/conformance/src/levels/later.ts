/**
 * Golden values that wait for what core does not have yet. Whoever adds it deletes its line here,
 * and its cases run.
 */
export const later = {
  /** Keras's names of the classes. */
  optimizers: [],
  optimizerOptions: [],
  losses: [],
  lossOptions: ['ignoreClass'],
  metrics: ['explainedVariance', 'medianAbsoluteError'],
  /** Metric and name of the case: a score for every class, which is not a number. */
  metricCases: ['f1Score: three classes by argmax, average None'],
  /** Layer and name of the case: moments over other axes than the last, and the inverse. */
  layers: [
    'normalization: given, inverted',
    'normalization: given, one mean for all',
    'normalization: adapted: one number for all',
    'normalization: adapted: each place its own',
  ],
} as const

/**
 * Golden values that are wrong, by layer and name of the case. Keras 3.15 takes sparsemax's
 * threshold from a sum of cumulative sums, so its results do not add up to 1 wherever two or more
 * are above 0. Core's own are held against the definition.
 */
export const refuted: readonly string[] = [
  'activation: sparsemax',
  'activation: sparsemax, wide range',
]
