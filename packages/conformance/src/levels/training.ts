import type { ConformanceCase } from '../case.js'
import { arbiterTrainingCases } from './training-arbiter.js'
import { trainingBehaviourCases } from './training-behaviour.js'
import { goldenTrainingCases } from './training-golden.js'
import { inferenceCases } from './training-inference.js'
import { trainingRandomnessCases } from './training-random.js'
import { statisticsCases } from './training-statistics.js'

/** Whole trainings: golden ones, beside core's interpreter, and what must hold of every one. */
export const trainingCases = (): ConformanceCase[] => [
  ...goldenTrainingCases(),
  ...arbiterTrainingCases(),
  ...trainingBehaviourCases(),
  ...trainingRandomnessCases,
  ...inferenceCases,
  ...statisticsCases,
]
