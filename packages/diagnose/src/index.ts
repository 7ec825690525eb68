export type { Check } from './checks/check.js'
export { checks } from './checks/index.js'
export {
  type DiagnoseOptions,
  type Diagnosis,
  type DiagnosisProgress,
  diagnose,
} from './diagnose.js'
export type { Finding, Interval, Severity } from './finding.js'
export { remedies } from './remedies/index.js'
export type { Remedy } from './remedies/remedy.js'
export { type Trial, tryRemedies } from './remedies/trial.js'
export { type DiagnosisData, type LabelledRows, type Recipe, subjectOf } from './subject.js'
