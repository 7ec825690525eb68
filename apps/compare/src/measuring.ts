export { median, wilson } from '@parallax-ml/core'
export { largestRelative, relativeDistance } from './agreement/differences.js'
export { arbiter } from './agreement/evidence.js'
export { firstSteps } from './agreement/first-steps.js'
export { boundOfSteps } from './agreement/measures.js'
export {
  interruptedTrainings,
  lossDifference,
  resumeBound,
  resumedLosses,
  unbrokenLosses,
} from './agreement/resume.js'
export { baselinesOf } from './baselines/index.js'
export { estimate } from './statistics.js'
export { tasks } from './tasks/index.js'
