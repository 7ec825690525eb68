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
// Interpretable models: trees, surrogates, rules, logistic regression.
export { logisticModel, logisticProbabilities } from './logistic/logistic-model.js'
export {
  type LogisticOptions,
  type LogisticRegression,
  logisticRegression,
} from './logistic/logistic-regression.js'
export type { Convergence } from './logistic/newton.js'
export { type OddsRatio, oddsRatios } from './logistic/odds-ratios.js'
export type { StandardErrors } from './logistic/standard-errors.js'
export type { Matrix, MatrixLike } from './matrix.js'
export { judgeRules, type RuleJudgement, type RulesJudgement } from './rules/judge-rules.js'
export { parseRules } from './rules/parse-rules.js'
export { appliedRules, ruleModel } from './rules/rule-model.js'
export type {
  Comparison,
  Condition,
  Membership,
  Rule,
  RuleAnswer,
  RuleSet,
} from './rules/rule-set.js'
export { rulesOf } from './rules/rules-of-tree.js'
export { conditionInWords, ruleInWords, rulesInWords } from './rules/words.js'
export type { DepthPoint } from './surrogate/depth-curve.js'
export type { Fidelity } from './surrogate/fidelity.js'
export type { Imitated } from './surrogate/imitation.js'
export { type Surrogate, type SurrogateOptions, surrogateTree } from './surrogate/surrogate-tree.js'
export { truncateTree } from './trees/branches.js'
export { classificationTree, regressionTree } from './trees/fit-tree.js'
export type {
  ClassificationTreeOptions,
  RegressionTreeOptions,
  TreeOptions,
} from './trees/options.js'
export { parseTree } from './trees/parse-tree.js'
export { type PruningStep, pruneTree, pruningPath } from './trees/prune.js'
export {
  type DecisionTree,
  depthsOf,
  leafOfRow,
  leavesOf,
  pathOfRow,
  predictTree,
  type TreeCriterion,
  type TreeNode,
  type TreeSplit,
} from './trees/tree.js'
export { treeImportance, treeModel } from './trees/tree-model.js'
