import { version } from '@parallax-ml/core'
import type { Explainable } from '@parallax-ml/interpret'
import type { Subject } from '../subject.js'
import { matrixOf, rowsOf } from './matrix.js'
import type { Predictor } from './predictor.js'

/** A predictor, also one that is an ensemble or cooled, as something to be explained by its answers. */
export const explainedOf = (
  { featureNames, classNames, kind }: Subject,
  predictor: Predictor,
): Explainable => ({
  featureNames,
  outputNames: kind === 'classification' ? classNames : ['value'],
  space: kind === 'classification' ? 'probability' : 'value',
  predict: async (rows) => matrixOf(await predictor.answer(rowsOf(rows))),
  provenance: { backend: predictor.runs[0]!.model.backend.name, version },
})
