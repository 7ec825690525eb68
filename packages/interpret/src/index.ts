// Methods that need no more than answers.
export type { BackgroundChoice } from './background.js'
// Gradients and trust.
export type { BaselineChoice } from './baseline.js'
export type { ChangeOptions } from './counterfactuals/changes.js'
export {
  type NearestCounterfactualOptions,
  nearestCounterfactual,
} from './counterfactuals/nearest.js'
export {
  type SparseCounterfactualsOptions,
  sparseCounterfactuals,
} from './counterfactuals/sparse.js'
export {
  type AccumulatedLocalEffectsOptions,
  accumulatedLocalEffects,
} from './dependence/accumulated.js'
export { type FriedmanH2Options, friedmanH2 } from './dependence/friedman.js'
export {
  type DependenceImportanceOptions,
  dependenceImportance,
} from './dependence/importance.js'
export { type PartialDependenceOptions, partialDependence } from './dependence/partial.js'
export type { Explainable } from './explained/explainable.js'
export {
  type ExplainableModel,
  type ExplainableOptions,
  explainable,
} from './explained/explainable-model.js'
export type { AskProgress, Limits } from './explained/limits.js'
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
  LocalModel,
  OutputSpace,
  Provenance,
} from './explanation.js'
export type { FeatureChoice, FeatureGroups } from './features.js'
export type { FillChoice } from './fill.js'
export { type Activations, type ActivationsOptions, activations } from './gradients/activations.js'
export {
  type ExpectedGradientsOptions,
  expectedGradients,
  type PathPoint,
} from './gradients/expected-gradients.js'
export {
  type GradCamMaps,
  type GradCamOptions,
  gradCam,
  gradCamMaps,
} from './gradients/grad-cam.js'
export {
  type IntegratedGradientsOptions,
  integratedGradients,
} from './gradients/integrated-gradients.js'
export type { GradientOptions } from './gradients/options.js'
export type { QuadratureRule } from './gradients/quadrature.js'
export { inputTimesGradient, type SaliencyOptions, saliency } from './gradients/saliency.js'
export { type SmoothGradOptions, smoothGrad } from './gradients/smooth-grad.js'
export { hashOf } from './hash.js'
export { type AblationImportanceOptions, ablationImportance } from './importance/ablation.js'
export {
  type PermutationImportanceOptions,
  permutationImportance,
} from './importance/permutation.js'
export type { OwnScore, ScoreChoice, Targets } from './importance/scores.js'
export type { ScoredOptions } from './importance/shared.js'
export { type SummarizeOptions, summarizeAttribution } from './importance/summary.js'
export { type LimeOptions, lime } from './lime/lime.js'
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
export { type OcclusionOptions, occlusion } from './occlusion/occlusion.js'
export { type OccludePatchesOptions, occludePatches } from './occlusion/patches.js'
export { parseExplanation } from './parse-explanation.js'
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
export { type ExactShapleyOptions, exactBanzhaf, exactShapley } from './shapley/exact.js'
export {
  type ShapleyInteractionsOptions,
  shapleyInteractions,
} from './shapley/interactions.js'
export { type KernelShapOptions, kernelShap } from './shapley/kernel.js'
export { type PermutationShapleyOptions, permutationShapley } from './shapley/permutation.js'
export type { GivenCoalitions } from './shapley/sampling.js'
export type { GameOptions } from './shapley/setting.js'
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
export type { Comparable } from './trust/comparable.js'
export {
  type Agreement,
  type CompareExplanationsOptions,
  compareExplanations,
} from './trust/compare-explanations.js'
export { cosineSimilarity, kendallTau, spearman } from './trust/correlation.js'
export { type Infidelity, type InfidelityOptions, infidelity } from './trust/infidelity.js'
export {
  type MaxSensitivity,
  type MaxSensitivityOptions,
  maxSensitivity,
} from './trust/max-sensitivity.js'
export {
  type PerturbationCurve,
  type PerturbationCurves,
  type PerturbationCurvesOptions,
  perturbationCurves,
} from './trust/perturbation-curves.js'
export {
  type RandomizedWeights,
  type RandomizedWeightsOptions,
  randomizedWeights,
} from './trust/randomized-weights.js'
export { rankBiasedOverlap } from './trust/rank-biased-overlap.js'
export {
  type SeedStability,
  type SeedStabilityOptions,
  seedStability,
} from './trust/seed-stability.js'
export { type TopAgreement, topAgreement } from './trust/top-agreement.js'
