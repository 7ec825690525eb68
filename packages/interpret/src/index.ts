export type { Explainable } from './explained/explainable.js'
export {
  type ExplainableModel,
  type ExplainableOptions,
  explainable,
} from './explained/explainable-model.js'
export type {
  Attribution,
  Background,
  Checks,
  Counterfactual,
  DependenceCurve,
  Explained,
  Explanation,
  Importance,
  Interactions,
  OutputSpace,
  Provenance,
} from './explanation.js'
export { hashOf } from './hash.js'
export type { Matrix, MatrixLike } from './matrix.js'
