export { allCases } from './all-cases.js'
export {
  type Bound,
  type CaseContext,
  type ConformanceCase,
  idOf,
  type Level,
  levels,
} from './case.js'
export { DeviationError, worstShare } from './compare.js'
export { type CaseResult, precisionsOf, runCase } from './run-case.js'
export { type RandomProgram, randomProgram } from './samples/random-program.js'
export { formatTallies, type LevelTally, type Tally, tally } from './tally.js'
