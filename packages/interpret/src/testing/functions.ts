import type { Explainable } from '../explained/explainable.js'
import { rowOf, zeros } from '../matrix.js'

/** A function of one row as something that can be explained. */
export function functionOf(
  features: number,
  answer: (row: Float64Array) => number | readonly number[],
  names: { readonly features?: readonly string[] } = {},
): Explainable {
  const outputs = [answer(new Float64Array(features))].flat().length
  return {
    featureNames: names.features ?? Array.from({ length: features }, (_, i) => `x${i}`),
    outputNames: Array.from({ length: outputs }, (_, i) => `output ${i}`),
    space: 'value',
    provenance: { backend: 'function', version: '0' },
    async predict(rows) {
      const answers = zeros(rows.rows, outputs)
      for (let r = 0; r < rows.rows; r++) {
        answers.values.set([answer(rowOf(rows, r))].flat(), r * outputs)
      }
      return answers
    },
  }
}
