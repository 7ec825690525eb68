import type { Attribution, Importance } from '@parallax-ml/interpret'
import { type Figure, reportHtml } from '@parallax-ml/report'

/** What the explanations in tests have in common; a name is hard to draw. */
export const common = {
  featureNames: ['length', 'width', '<odd> & "long"'],
  outputNames: ['no', 'yes'],
  space: 'logit',
  provenance: { backend: 'native', version: '0.0.0' },
} as const

const phi = [
  [2, -0.5, 0.25],
  [-1, 0.5, 0.75],
]
/** Two rows, three features, two outputs; the second output is minus the first. */
export const attribution: Attribution = {
  ...common,
  kind: 'attribution',
  method: 'exactShapley',
  shape: [2, 3, 2],
  values: phi.flatMap((row) => row.flatMap((value) => [value, -value])),
  base: [0.5, -0.5],
  predictions: [2.25, -2.25, 0.75, -0.75],
  data: [1, 2, 3, 4, 5, 6],
  checks: { evaluations: 8, completenessGap: 0 },
}
/** An importance of all features. */
export const importance = (
  method: string,
  values: readonly number[],
  backend = 'native',
): Importance => ({
  ...common,
  kind: 'importance',
  method,
  names: common.featureNames,
  values,
  standardErrors: [0.1, 0.1, 0.1],
  score: 'accuracy drop',
  checks: { evaluations: 1 },
  provenance: { ...common.provenance, backend },
})

/** The figures on a page, which throws if one cannot be drawn. */
export const draw = (...figures: Figure[]): string =>
  reportHtml({ title: 'r', sections: [{ title: 's', figures }] })
