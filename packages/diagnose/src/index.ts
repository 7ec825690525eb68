export { classwiseCalibrationError } from './calibration/classwise.js'
export { fitIsotonic, type IsotonicCurve, isotonicAt } from './calibration/isotonic.js'
export {
  type CalibrationTestOptions,
  type CalibrationTestResult,
  calibrationTest,
} from './calibration/null-distribution.js'
export { fitTemperature, logits, withTemperature } from './calibration/temperature.js'
export { type TopLabels, topLabels } from './calibration/top-label.js'
export type { Check } from './checks/check.js'
export { checks } from './checks/index.js'
export {
  type DiagnoseOptions,
  type Diagnosis,
  type DiagnosisProgress,
  diagnose,
} from './diagnose.js'
export type { Finding, Interval, Severity } from './finding.js'
export { calibratedJoint } from './label-noise/calibrated-joint.js'
export { type ConfidentLearning, confidentLearning } from './label-noise/confident-learning.js'
export { conflictingLabels, type LabelConflict } from './label-noise/conflicting-labels.js'
export {
  type Duplicates,
  findDuplicates,
  findLeaks,
  groupEqualRows,
  type Leaks,
  type RowPair,
} from './label-noise/duplicates.js'
export { labelMargins, selfConfidences } from './label-noise/label-quality.js'
export {
  type Neighbours,
  nearestAmong,
  nearestNeighbours,
} from './label-noise/nearest-neighbours.js'
export {
  type LabelNoiseTestOptions,
  type LabelNoiseTestResult,
  labelNoiseTest,
} from './label-noise/null-distribution.js'
export { pruneByNoiseRate } from './label-noise/prune-by-noise-rate.js'
export { standardized, type Table } from './label-noise/standardized.js'
export { surestErrors } from './label-noise/surest-errors.js'
export type { Confirmation } from './remedies/confirm.js'
export { remedies } from './remedies/index.js'
export type { Remedy } from './remedies/remedy.js'
export { type Trial, tryRemedies } from './remedies/trial.js'
export {
  aboveChance,
  type McNemarResult,
  mcNemar,
  type SignTestResult,
  signTest,
} from './statistics/binomial-tests.js'
export { type Bootstrap, type BootstrapOptions, bootstrap } from './statistics/bootstrap.js'
export { type ChiSquaredResult, chiSquaredTest } from './statistics/chi-squared.js'
export { pearson } from './statistics/correlation.js'
export {
  binomialLower,
  binomialPoint,
  binomialUpper,
  chiSquaredUpper,
  normalCdf,
  normalTwoSided,
  studentMargin,
  studentTwoSided,
  studentUpper,
} from './statistics/distributions.js'
export {
  jensenShannonDistance,
  kullbackLeibler,
  totalVariation,
} from './statistics/divergences.js'
export { effectiveRows } from './statistics/effective-rows.js'
export {
  type EquivalenceOptions,
  type EquivalenceResult,
  equivalenceTest,
} from './statistics/equivalence.js'
export {
  type EquivalencePlan,
  equivalencePower,
  equivalenceSampleSize,
} from './statistics/equivalence-power.js'
export {
  type Forecast,
  type ForecastOptions,
  forecastError,
  type SizeErrors,
} from './statistics/forecast.js'
export { holm } from './statistics/holm.js'
export {
  type KolmogorovSmirnovOptions,
  kolmogorovSmirnov,
} from './statistics/kolmogorov-smirnov.js'
export { mannWhitney } from './statistics/mann-whitney.js'
export {
  type MaximumMeanDiscrepancyOptions,
  maximumMeanDiscrepancy,
} from './statistics/maximum-mean-discrepancy.js'
export {
  type PopulationStabilityOptions,
  populationStability,
} from './statistics/population-stability.js'
export { fitPowerLaw, type PowerLaw, powerLawAt } from './statistics/power-law.js'
export { quantile, quantiles } from './statistics/quantiles.js'
export {
  type ClassScores,
  classScores,
  countConfusions,
} from './statistics/scores/confusion.js'
export { meanEntropy } from './statistics/scores/entropy.js'
export { type MulticlassAuc, multiclassAuc } from './statistics/scores/multiclass-auc.js'
export { type RegressionErrors, regressionErrors } from './statistics/scores/regression-errors.js'
export {
  areaUnder,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
} from './statistics/scores/threshold-curves.js'
export {
  cohensD,
  nadeauBengio,
  pairedT,
  type StudentOptions,
  type StudentResult,
  welch,
} from './statistics/t-tests.js'
export type { TestResult } from './statistics/test-result.js'
export { type Apartness, twoSampleClassifier } from './statistics/two-sample-classifier.js'
export { wasserstein } from './statistics/wasserstein.js'
export { type WilcoxonOptions, wilcoxon } from './statistics/wilcoxon.js'
export { type DiagnosisData, type LabelledRows, type Recipe, subjectOf } from './subject.js'
